#!/bin/sh
# Makes alke/migrations/0001_initial.py anew from the models (nothing is released yet).
# It is written elsewhere first and then put in place at once; 0002_*.py and later stay.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/fresh"
touch "$work/fresh/__init__.py"
cat >"$work/fresh_settings.py" <<'SETTINGS'
from config.settings import *

MIGRATION_MODULES = {"alke": "fresh"}
SETTINGS

ALKE_DEMO=1 DATABASE_URL=sqlite://:memory: PYTHONPATH="$work:." PYTHONDONTWRITEBYTECODE=1 \
  .venv/bin/python -m django makemigrations alke \
  --name initial --no-header --skip-checks --settings=fresh_settings --verbosity 0
# Indexes and constraints of a table are made with it, not added one by one: what Django leaves
# apart costs each new database half of the time of making it.
ALKE_DEMO=1 DATABASE_URL=sqlite://:memory: PYTHONPATH="$work:." PYTHONDONTWRITEBYTECODE=1 \
  .venv/bin/python - "$work/fresh/0001_initial.py" <<'FOLD'
import importlib
import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "fresh_settings"
import django

django.setup()
from django.db.migrations.operations import AddField, AddIndex, AddConstraint, CreateModel
from django.db.migrations.writer import MigrationWriter

migration = importlib.import_module("fresh.0001_initial").Migration("0001_initial", "alke")
later = {op.model_name_lower for op in migration.operations if isinstance(op, AddField)}
kept = []
for op in migration.operations:
    if isinstance(op, AddIndex | AddConstraint) and op.model_name_lower not in later:
        (place,) = (
            n
            for n, made in enumerate(kept)
            if isinstance(made, CreateModel) and made.name_lower == op.model_name_lower
        )
        (kept[place],) = kept[place].reduce(op, "alke")
    else:
        kept.append(op)
migration.operations = kept
Path(sys.argv[1]).write_text(MigrationWriter(migration, include_header=False).as_string())
FOLD
.venv/bin/ruff format --quiet --config pyproject.toml "$work/fresh/0001_initial.py"
mv "$work/fresh/0001_initial.py" alke/migrations/0001_initial.py

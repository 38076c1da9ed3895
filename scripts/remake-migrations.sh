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
.venv/bin/ruff format --quiet --config pyproject.toml "$work/fresh/0001_initial.py"
mv "$work/fresh/0001_initial.py" alke/migrations/0001_initial.py

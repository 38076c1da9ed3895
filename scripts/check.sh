#!/usr/bin/env bash
# Runs every check, also after one has failed, and names those that failed at the end.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

check() {
  local name=$1
  shift
  printf '\n── %s\n' "$name"
  "$@" || failed+=("$name")
}

up_to_date_migrations() {
  ALKE_DEMO=1 DATABASE_URL=sqlite://:memory: PYTHONPATH=. \
    "$bin"/python -m django makemigrations --check --dry-run --settings=config.settings
}

check "lint" "$bin"/ruff check .
check "format" "$bin"/ruff format --check .
check "types" "$bin"/mypy
check "import contracts" "$bin"/lint-imports --no-logo
check "templates" "$bin"/djlint --lint --quiet alke/templates
check "translations" "$bin"/python scripts/messages.py missing
check "migrations" up_to_date_migrations

if [ "${#failed[@]}" -gt 0 ]; then
  printf '\nFailed: %s\n' "$(IFS=, && echo "${failed[*]}")" >&2
  exit 1
fi
printf '\nAll checks passed.\n'

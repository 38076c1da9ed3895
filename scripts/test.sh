#!/usr/bin/env bash
# Runs all tests in one go, side by side: on SQLite, on a real PostgreSQL, and in the browser.
# Arguments go to pytest: scripts/test.sh tests/web -x
set -euo pipefail
cd "$(dirname "$0")/.."
exec .venv/bin/python scripts/postgres.py .venv/bin/pytest --tb=short \
  -o console_output_style=classic --dist each \
  --tx popen//env:ALKE_TEST_PART=sqlite \
  --tx popen//env:ALKE_TEST_PART=postgresql \
  --tx popen//env:ALKE_TEST_PART=journeys \
  "$@"

#!/usr/bin/env bash
# Runs all tests in one go, side by side: on SQLite, on a real PostgreSQL, and in the browser.
# Seven processes, so that none is left to work alone for long.
# Arguments go to pytest: scripts/test.sh tests/web -x
set -euo pipefail
cd "$(dirname "$0")/.."
exec .venv/bin/python scripts/postgres.py .venv/bin/pytest --tb=short \
  -o console_output_style=classic --dist each \
  --tx popen//env:ALKE_TEST_PART=sqlite//env:ALKE_TEST_SHARE=sweeps \
  --tx popen//env:ALKE_TEST_PART=sqlite//env:ALKE_TEST_SHARE=web \
  --tx popen//env:ALKE_TEST_PART=sqlite//env:ALKE_TEST_SHARE=base \
  --tx popen//env:ALKE_TEST_PART=sqlite//env:ALKE_TEST_SHARE=rest \
  --tx popen//env:ALKE_TEST_PART=postgresql//env:ALKE_TEST_SHARE=sweeps \
  --tx popen//env:ALKE_TEST_PART=postgresql//env:ALKE_TEST_SHARE=rest \
  --tx popen//env:ALKE_TEST_PART=journeys \
  "$@"

#!/bin/sh
# Resolves the dependencies anew and writes the hashed lock files (needs uv).
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"; }
compile pyproject.toml -o requirements.txt
compile pyproject.toml --group dev -o requirements-dev.txt
compile --group calendars -o requirements-calendars.txt

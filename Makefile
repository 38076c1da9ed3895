# Commands of the project; `make demo` and `make test` need nothing but Python >= 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export ALKE_VAR ?= $(CURDIR)/var
# Compiled modules are kept, whatever the shell says: else each process compiles them all again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup setup-dev demo test check lock messages migrations bench clean

setup: $(VENV)/.installed  ## create .venv and install the locked dependencies

$(VENV)/.installed: requirements.txt pyproject.toml $(wildcard alke/locale/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python scripts/messages.py compile
	touch $@

setup-dev: setup $(VENV)/.installed-dev

$(VENV)/.installed-dev: requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

demo: setup  ## load the 2024 sample round and serve it
	@$(BIN)/alke demo --port $(PORT)

test: setup-dev  ## install what the tests need and run all of them
	scripts/install-test-tools.sh
	scripts/test.sh

check: setup-dev  ## lint, format, types, import contracts, templates, translations, migrations
	scripts/check.sh

bench: setup  ## measure: server time at two sizes, page weight, requests a second
	ALKE_VAR=$(ALKE_VAR)/bench $(BIN)/python -m bench --full

lock:  ## resolve the dependencies anew
	scripts/lock.sh

messages: setup-dev  ## collect new texts into the catalogues
	$(BIN)/python scripts/messages.py collect

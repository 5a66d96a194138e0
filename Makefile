# The two commands are `make run` and `make test`; `make help` shows the others.
#
# PORT, BATTLEMAP_DATA_DIR (default var/) and BATTLEMAP_DATABASE_URL reach every command, from
# the environment or as in `make run PORT=8051`. Another Python: `make run PYTHON=python3.12`.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
VENDOR := assets/vendor/.stamp
# Only wheels, only by their hashes: nothing is built here and nothing unknown gets in.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input \
	--require-hashes --only-binary :all:
WORKERS ?= 2
# Which marks `make test` runs, as `make test SELECT="flow or slow"`; every test without it.
SELECT ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: run test check replay bench lock clean help

run: $(STAMPS)/run $(VENDOR) ## install what is missing and serve the battle map
	@exec $(PY) app.py serve

test: $(STAMPS)/dev $(VENDOR) ## install what is missing and run every test, browser included
	@$(PY) -m tools.provide
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup $(if $(SELECT),-m "$(SELECT)")

check: $(STAMPS)/dev $(VENDOR) ## the gates: lint, format, types, import contracts, fast tests
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) $(VENV)/bin/lint-imports
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup -m "not flow and not slow"

replay: $(STAMPS)/dev ## play half a year of real outages through declare, revise, restore (minutes)
	$(PY) -m pytest --replay -k half_a_year_of tests/desk/outages/test_real_outages.py

bench: $(STAMPS)/dev $(VENDOR) ## print the measurements of docs/performance.md, taken on this machine
	@$(PY) -m tools.provide
	@exec $(PY) -m bench

lock: $(STAMPS)/dev ## write the lock files anew from requirements*.in and package.json
	@$(PY) -m tools.lock

clean: ## remove what make installed; the data in var/ stays
	rm -rf $(VENV) assets/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not that."; \
		echo "Name one that is, for example: make run PYTHON=python3.12"; exit 1; }
	@echo "Making the virtual environment in $(VENV)/."
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements.txt $(STAMPS)/venv
	@echo "Installing the packages of requirements.txt (a minute or two)."
	@$(PIP) --requirement requirements.txt
	@touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/run
	@echo "Installing the packages of requirements-dev.txt (a minute or two)."
	@$(PIP) --requirement requirements-dev.txt
	@touch $@

$(VENDOR): package.json package-lock.json .npmrc tools/vendor.py tools/node.py | $(STAMPS)/run
	@$(PY) -m tools.vendor

# Everything a person types. `make nightly` and `make test` need only Python 3.11+, make and a package registry.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
FUZZ_TIMES ?= 50

.DEFAULT_GOAL := help
.PHONY: help setup staging-sql nightly test lint format ui serve bench chaos hostile fuzz clean mutation office

help: ## what can be typed here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## create .venv from constraints.txt, when it is missing or stale

$(INSTALLED): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Potline needs Python 3.11 or newer; set PYTHON=python3.11")'
	@echo "Setting up $(VENV) from constraints.txt (about two minutes, once) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

nightly: $(INSTALLED) ## the whole nightly job over data/raw/
	@$(BIN)/potline nightly

test: $(INSTALLED) ## all tests
	@$(BIN)/python -m pytest

lint: $(INSTALLED) ## ruff, sqlfluff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint --processes 2 dbt_project
	@$(BIN)/mypy

format: $(INSTALLED) ## format Python and SQL in place
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/sqlfluff fix --processes 2 dbt_project

staging-sql: $(INSTALLED) ## compile staging anew for `potline check`, after a change of its models
	@$(BIN)/python -m pipelines.checking.compiling

ui: $(INSTALLED) ## the Dagster UI on loopback: lineage, runs, checks
	@$(BIN)/python -m orchestration.serve

serve: $(INSTALLED) ## the UI and the daemon, with the nightly schedule running
	@$(BIN)/python -m orchestration.serve --daemon

bench: $(INSTALLED) ## measure speed and memory; writes docs/benchmarks.md
	@$(BIN)/python tests/bench/run.py docs/benchmarks.md

chaos: $(INSTALLED) ## kill twenty nightly runs at random moments, with readers reading
	@$(BIN)/python tests/chaos/kills.py

hostile: $(INSTALLED) ## parse each file of the hostile collection alone, with what it costs
	@$(BIN)/python tests/chaos/hostile.py

fuzz: $(INSTALLED) ## the fuzzing of make test with so many times the examples: FUZZ_TIMES=50
	@FUZZ_TIMES=$(FUZZ_TIMES) $(BIN)/python -m pytest tests/fuzz

office: $(INSTALLED) ## what templates mark while typing, recalculated by LibreOffice (which must be installed)
	@$(BIN)/python -m pytest tests/office

mutation: $(INSTALLED) ## plant a fault for every rule in the last build; writes docs/rules_planted.md
	@PYTHONPATH=tests/mutation:tests $(BIN)/python tests/mutation/run.py docs/rules_planted.md

clean: ## remove the environment and what Potline wrote
	rm -rf $(VENV) var

# Two commands do all the set-up: `make run` for the main job, `make test` for the tests.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PAGE_CHECKS := tests/e2e/node_modules/.package-lock.json
WORKBENCH := src/kinset/site/assets/workbench/built.json
NPM := $(shell command -v npm 2>/dev/null)

.PHONY: run test check fmt bench clean frontend page-checks

# Build the catalogue, print a real answer, say where things lie and what to try next.
run: $(VENV)/.installed
	@$(MAKE) --no-print-directory frontend || echo "The workbench could not be built; the site will say so. Again: make frontend"
	@$(BIN)/kinset build --site
	@echo
	@echo "RadQA, traced to where its records come from:"
	@$(BIN)/kinset trace radqa
	@echo
	@echo "Where things lie: the catalogue in data/ ontology/ shapes/ queries/, the build in build/ (Turtle, N-Triples,"
	@echo "TriG, JSON-LD, an Oxigraph store),"
	@echo "the site in site/ (python3 -m http.server -d site 8000, then http://localhost:8000/). What to try next:"
	@echo "  $(BIN)/kinset show mimic-iv                          one record, each fact with its evidence"
	@echo "  $(BIN)/kinset query                                  the canned queries"
	@echo "  $(BIN)/kinset sparql 'SELECT ?source WHERE { dataset:radqa kin:descendsFrom ?source }'"
	@echo "  $(BIN)/kinset export radqa --as schema-org           what a dataset search engine reads"

# Format, lint, types and tests, with what they need.
test: $(VENV)/.installed-dev frontend page-checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/kinset fmt --check
	$(BIN)/python -m pytest -n auto --dist loadscope

check: test

fmt: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/kinset fmt

# The query workbench's scripts and engine, from npm by the lock file; only where sources are newer, and npm is there.
ifeq ($(NPM),)
frontend:
	@echo "Without npm there is no query workbench, and the site says so; all else is complete. (Node 18 or newer brings it.)"
page-checks:
	@echo "Without npm, accessibility and HTML are not tested."
else
frontend: $(WORKBENCH)
page-checks: $(PAGE_CHECKS)
endif

$(WORKBENCH): frontend/package-lock.json frontend/package.json frontend/build.mjs $(wildcard frontend/src/*)
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && node build.mjs

# What the tests of pages take from npm, by the lock file.
$(PAGE_CHECKS): tests/e2e/package-lock.json tests/e2e/package.json
	cd tests/e2e && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Figures of this machine: ratios measured in one run; nothing is asserted.
bench: $(VENV)/.installed-dev
	$(BIN)/python tests/bench/commands.py
	$(BIN)/python tests/bench/bench_exports.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist frontend/node_modules $(dir $(WORKBENCH))

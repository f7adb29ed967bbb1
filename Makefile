# Two commands do all the set-up: `make run` for the main job, `make test` for the tests.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check fmt bench clean

# Build the catalogue, print a real answer, say where things lie and what to try next.
run: $(VENV)/.installed
	@$(BIN)/kinset build
	@echo
	@echo "RadQA, traced to where its records come from:"
	@$(BIN)/kinset trace radqa
	@echo
	@echo "Where things lie: the catalogue in data/ ontology/ shapes/ queries/, the build in build/ (Turtle, N-Triples,"
	@echo "TriG, JSON-LD, an Oxigraph store). What to try next:"
	@echo "  $(BIN)/kinset show mimic-iv                          one record, each fact with its evidence"
	@echo "  $(BIN)/kinset query                                  the canned queries"
	@echo "  $(BIN)/kinset sparql 'SELECT ?source WHERE { dataset:radqa kin:descendsFrom ?source }'"
	@echo "  $(BIN)/kinset export radqa --as schema-org           what a dataset search engine reads"

# Format, lint, types and tests, with what they need.
test: $(VENV)/.installed-dev
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

# Figures of this machine: ratios measured in one run; nothing is asserted.
bench: $(VENV)/.installed-dev
	$(BIN)/python tests/bench/commands.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist

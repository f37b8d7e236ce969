# Everything happens in .venv; nothing but Python >= 3.11 and make has to be there first.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out
# tests are independent of each other: one process for each processor
PYTEST_ARGS ?= -n auto

.PHONY: help demo test check format accuracy mutations bench golden golden-check docs clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no Python >= 3.11 found; name one with make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "venv failed: install your system's python3-venv package"; exit 1; }

$(VENV)/.runtime: pyproject.toml audit/version.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml audit/version.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.runtime

demo: $(VENV)/.runtime  ## audit the sample publications of corpora/samples
	$(BIN)/gouji audit corpora/samples -o $(OUT)/demo

test: $(VENV)/.dev  ## run the tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.dev  ## lint, types, layers, generated reference
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.reference --check

format: $(VENV)/.dev  ## let ruff format and mend what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

accuracy: $(VENV)/.dev  ## score against labels, then the mutation run
	$(BIN)/python -m tools.accuracy --out $(OUT)/accuracy

mutations: $(VENV)/.dev  ## change 5,000 figures one at a time; broken off, it goes on where it stopped
	$(BIN)/python -m tools.mutation_run --count 5000 --jobs 2 --out $(OUT)/mutations.jsonl

bench: $(VENV)/.dev  ## where the time goes, and speed ratios
	$(BIN)/python -m tools.bench

golden: $(VENV)/.dev  ## write tests/golden anew (look at the diff)
	$(BIN)/python -m tools.golden --write

golden-check: $(VENV)/.dev  ## compare with tests/golden
	$(BIN)/python -m tools.golden

docs: $(VENV)/.dev  ## write the generated reference anew
	$(BIN)/python -m tools.reference

clean:  ## remove what the targets made
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

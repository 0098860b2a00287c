# Everything a person does here. `make start` and `make test` work on a fresh machine with Python 3.11, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: start register setup dev test lint bench docs accuracy lock clean help

help:               ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(VENV)/.made: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.made-dev: $(VENV)/.made requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.made ## set up .venv, leaves .venv/bin/isonomia

dev: $(VENV)/.made-dev

start: setup        ## open the site, filled with the sample documents, and print its address
	@$(BIN)/isonomia serve $(ARGS)

register: setup     ## read the sample documents and show who was asked to do what, on the terminal and as one page
	@$(BIN)/python -m isonomia.start

test: dev           ## run all tests
	$(BIN)/python -m pytest -n auto

lint: dev           ## style and types
	$(BIN)/ruff check src tests tools benchmarks
	$(BIN)/ruff format --check src tests tools benchmarks
	$(BIN)/mypy

bench: dev          ## measure speed against a peer, ratios in one run
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-bench.lock
	$(BIN)/python benchmarks/run.py $(ARGS)

accuracy: dev       ## measure precision and recall, write docs/accuracy.md
	$(BIN)/python tools/accuracy.py $(ARGS)

docs: dev           ## write the parts of the documentation that are derived from code and data
	$(BIN)/python tools/docs.py $(ARGS)

lock: dev           ## renew the locks (names, versions and hashes; no addresses)
	$(BIN)/python tools/lock.py

clean:              ## remove what was set up and built
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache

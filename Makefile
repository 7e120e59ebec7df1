# Two commands are enough on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test lint promises clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: $(VENV)/.installed  ## verify the bundled situation, with citations; no key, no network
	$(BIN)/verifier demo

test: $(VENV)/.installed-dev  ## run the tests
	$(BIN)/pytest -n auto --dist loadgroup

lint: $(VENV)/.installed-dev  ## style and strict types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

promises: $(VENV)/.installed-dev  ## run the long sweeps whole and record the figures in docs/promises.md
	$(BIN)/python -m benchmarks.promises

clean:  ## remove what the other targets made
	rm -rf $(VENV) demo-workspace

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

# Crossroads. `make help` lists what there is to make. PYTHON=/path/to/python3.12 chooses the interpreter.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install install-dev run test check unit gate gate-whole bench lock clean

BIN := .venv/bin
PYTEST ?= -n 3 --dist worksteal
UV_COMPILE := uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 14

install: ## make .venv from requirements.lock, and nothing else
	@PYTHON='$(PYTHON)' bash tools/install.sh run

install-dev: ## make .venv from requirements-dev.lock: with the tools that test needs
	@PYTHON='$(PYTHON)' bash tools/install.sh dev

run: install ## install, build the knowledge base, open the app in the browser
	$(BIN)/crossroads ingest
	$(BIN)/crossroads serve

test: check unit gate ## all that must hold before a change lands

check: install-dev ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# where nothing may be written beside the code, as in many containers, each of some hundred processes would compile it anew
unexport PYTHONDONTWRITEBYTECODE
# sums this small gain nothing from threads, and processes share the cores
unit gate gate-whole: export OMP_NUM_THREADS = 1
unit: install-dev ## the tests; PYTEST="-k walk" passes options on
	$(BIN)/python -m pytest $(PYTEST)

gate: install-dev ## the evaluation: pinned floors over a fourth of the questions in tests/eval
	$(BIN)/python -m bot.evaluate --gate

gate-whole: install-dev ## the evaluation over all of them, every figure by category
	$(BIN)/python -m bot.evaluate --gate --whole

bench: install-dev ## the measured figures, printed
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python -m "bench.$$(basename "$$script" .py)"; done

lock: ## resolve the dependencies anew (needs uv) and pin them by hash
	$(UV_COMPILE) pyproject.toml --extra dev -o requirements-dev.lock $(LOCK)
	$(UV_COMPILE) pyproject.toml -c requirements-dev.lock -o requirements.lock

clean: ## remove .venv, caches and build leftovers; the data directory stays
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

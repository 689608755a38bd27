# Every target works alone in a fresh clone. Only Python 3.11, pip, git and make are needed.
VENV := .venv
PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest --numprocesses 3 --dist loadgroup
.DEFAULT_GOAL := help
.PHONY: help install demo test coverage check bench lock clean migration

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/bin/python:
	python3 -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements-dev.txt
	@touch $@

$(VENV)/.installed-bench: requirements-bench.txt $(VENV)/.installed-dev
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements-bench.txt
	@touch $@

install: $(VENV)/.installed ## Leave the project with all it needs in .venv

demo: install ## Run the whole service with a chat page in the browser
	$(VENV)/bin/reffop-bot demo

check: $(VENV)/.installed-dev ## Fast ring: format, lint, types, unit tests
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/mypy --no-error-summary
	$(PY) -m pytest --quiet -m "not slow" tests/unit

test: $(VENV)/.installed-dev ## Everything: lint, types, all tests, PostgreSQL and browser included
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/mypy --no-error-summary
	$(PYTEST)

coverage: $(VENV)/.installed-dev ## Which lines the tests reach; fails below the floor of pyproject.toml
	$(PYTEST) --cov --cov-report=term:skip-covered

bench: $(VENV)/.installed-bench ## Ratios against named baselines
	$(PY) -m benchmarks

lock: $(VENV)/.installed-dev ## Pin every dependency again, with hashes
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml --output-file requirements.txt
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build --extra dev --constraints requirements.txt pyproject.toml --output-file requirements-dev.txt
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra bench --constraints requirements-dev.txt pyproject.toml --output-file requirements-bench.txt

clean: ## Remove what the targets made
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

migration: $(VENV)/.installed-dev ## Write the migration that brings the schema to storage/models.py
	$(VENV)/bin/python -m tortoise -c storage.migrations.TORTOISE makemigrations

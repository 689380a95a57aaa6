# make run: the whole pipeline on the bundled samples; make test: the tests; make serve: Dagster on 127.0.0.1.
# make bench: speed, row recall and memory of reading beside other libraries; make bench-long: 3,000 pages;
# make bench-audit: seconds and memory of the models of 10,000 disclosures.
# The environments are made from requirements.lock and (for the bench, which wants more libraries)
# requirements-bench.lock, by uv where it is installed, else by pip.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made-from-lock
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/.made-from-lock
ARGS ?=

.PHONY: run test serve lint lint-python lint-types lint-sql docs samples bench bench-long bench-audit clean

run: $(STAMP)
	$(BIN)/yujuesuan run $(ARGS)

test: $(STAMP)
	$(BIN)/python -m pytest $(ARGS)

serve: $(STAMP)
	$(BIN)/yujuesuan serve $(ARGS)

lint: lint-python lint-types lint-sql

lint-python: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-types: $(STAMP)
	$(BIN)/mypy

lint-sql: $(STAMP)
	cd dbt_project && YUJUESUAN_WORKBENCH=:memory: ../$(BIN)/sqlfluff lint --disable-progress-bar --processes 0 models tests

docs: $(STAMP)
	$(BIN)/python docs/make_identities.py

samples: $(STAMP)
	$(BIN)/python -m tests.corpus --out samples

bench: $(BENCH_STAMP)
	$(BENCH_VENV)/bin/python bench/extract.py $(ARGS)

bench-long: $(BENCH_STAMP)
	$(BENCH_VENV)/bin/python bench/long.py $(ARGS)

bench-audit: $(STAMP)
	$(BIN)/python bench/audit.py $(ARGS)

clean:
	rm -rf $(VENV) $(BENCH_VENV) *.egg-info build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# $(call make_environment,FOLDER,LOCK)
define make_environment
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@if command -v uv >/dev/null 2>&1; then \
		test -d $(1) || uv venv --quiet --python $(PYTHON) $(1); \
		uv pip sync --quiet --compile-bytecode --python $(1)/bin/python --require-hashes $(2) && \
		uv pip install --quiet --python $(1)/bin/python --no-deps --no-build-isolation --editable .; \
	else \
		test -d $(1) || $(PYTHON) -m venv $(1); \
		$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(2) && \
		$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi
endef

$(STAMP): requirements.lock pyproject.toml
	$(call make_environment,$(VENV),requirements.lock)
	@$(BIN)/python -m compileall -q extract fetch expectations orchestration
	@touch $(STAMP)

$(BENCH_STAMP): requirements-bench.lock pyproject.toml
	$(call make_environment,$(BENCH_VENV),requirements-bench.lock)
	@touch $(BENCH_STAMP)

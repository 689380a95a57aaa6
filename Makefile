# make run: the whole pipeline on the bundled samples; make test: the tests; make serve: Dagster on 127.0.0.1.
# The environment is made from requirements.lock, by uv where it is installed, else by pip.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made-from-lock
ARGS ?=

.PHONY: run test serve lint samples clean

run: $(STAMP)
	$(BIN)/yujuesuan run $(ARGS)

test: $(STAMP)
	$(BIN)/python -m pytest $(ARGS)

serve: $(STAMP)
	$(BIN)/yujuesuan serve $(ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd dbt_project && YUJUESUAN_WORKBENCH=:memory: ../$(BIN)/sqlfluff lint --disable-progress-bar models tests

samples: $(STAMP)
	$(BIN)/python -m tests.corpus --out samples

clean:
	rm -rf $(VENV) *.egg-info build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@if command -v uv >/dev/null 2>&1; then \
		test -d $(VENV) || uv venv --quiet --python $(PYTHON) $(VENV); \
		uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
	else \
		test -d $(VENV) || $(PYTHON) -m venv $(VENV); \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi
	@$(BIN)/python -m compileall -q extract fetch expectations orchestration
	@touch $(STAMP)

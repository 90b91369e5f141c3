# Everything a person types; each target is one script or one command.
export RASA_TELEMETRY_ENABLED = false
export TF_CPP_MIN_LOG_LEVEL = 3
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export SQLALCHEMY_WARN_20 = 0

export PYTHONWARNINGS = ignore

# Without compiled modules every process would compile TensorFlow anew: 12 seconds instead of 6 until Rasa answers.
unexport PYTHONDONTWRITEBYTECODE

PYTHON_CODE = duilian actions tests setup.py $$(grep -lE '^\#!.*python' scripts/*)

.PHONY: help setup train run test check wheel lock

help: ## list what can be made, one a line
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

setup: ## make .venv and node_modules, exactly as locked
	@scripts/setup

train: setup ## train the tagger and the assistant, where they are out of date
	@.venv/bin/duilian train

run: train ## start everything; the address is printed
	@scripts/serve

# Quick tests side by side, a file each time; afterwards what needs servers or trains, the tests of a running product
# one after the other (tests/conftest.py).
test: setup check train ## all checks and all tests, as CI runs them
	@PYTHONHASHSEED=0 .venv/bin/python -m pytest -q -m "not slow" -n auto --maxprocesses 4 --dist loadfile; \
	quick=$$?; .venv/bin/python -m pytest -q -m slow -n 2 --dist loadgroup --no-loadscope-reorder && exit $$quick

check: setup ## ruff and mypy
	@.venv/bin/ruff check -q $(PYTHON_CODE)
	@.venv/bin/ruff format -q --check $(PYTHON_CODE) || { echo 'run: .venv/bin/ruff format' $(PYTHON_CODE); exit 1; }
	@.venv/bin/mypy

wheel: setup ## build dist/duilian-….whl
	@.venv/bin/python -m pip wheel -q --no-deps --no-build-isolation --no-index -w dist .

lock: ## write requirements.lock anew
	.venv/bin/uv pip compile --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements.lock

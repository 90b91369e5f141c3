# Everything a person types; each target is one script or one command.
export RASA_TELEMETRY_ENABLED = false
export TF_CPP_MIN_LOG_LEVEL = 3
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export SQLALCHEMY_WARN_20 = 0

export PYTHONWARNINGS = ignore

.PHONY: setup train run test check lock

setup:
	@scripts/setup

train: setup
	@.venv/bin/duilian train

run: train
	@scripts/serve

test: setup check train
	@.venv/bin/python -m pytest -q

check: setup
	@.venv/bin/ruff check -q duilian actions tests $$(grep -lE '^#!.*python' scripts/*)
	@.venv/bin/mypy

lock:
	.venv/bin/uv pip compile --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements.lock

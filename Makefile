# make install the bot alone, as .venv/bin/intake
# make demo    a stand-in Telegram and Flextell, the bot and a chat page, without any account
# make test    everything that must hold before a change lands
# make faults  everything breaks that can, in full; docs/faults.md says what and how often
# make bench   how fast it is, beside a floor of the same driver

PYTHON ?= python3
BIN := .venv/bin
MARK := .venv/installed
DEV_MARK := .venv/installed-for-development
PROCESSES ?= 2

.DEFAULT_GOAL := help
.PHONY: help install demo test format lint types contracts tests coverage faults bench pictures catalogues lock audit clean

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "Python 3.11 to 3.13 is needed; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

$(MARK): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the bot needs (about half a minute, once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_MARK): requirements-dev.lock $(MARK)
	@echo "Installing what the tests need (about a minute, once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: $(MARK) ## install the bot into .venv, as the command .venv/bin/intake

demo: $(MARK) ## run all of it on this machine and open the chat page
	@$(BIN)/intake demo

test: $(DEV_MARK) format lint types contracts coverage ## check everything

format: $(DEV_MARK) ## check the formatting
	@$(BIN)/ruff format --check .

lint: $(DEV_MARK) ## look for mistakes
	@$(BIN)/ruff check .

types: $(DEV_MARK) ## check the types
	@$(BIN)/mypy

contracts: $(DEV_MARK) ## check who may import whom
	@$(BIN)/lint-imports --no-cache

tests: $(DEV_MARK) ## run the tests
	@$(BIN)/python -m pytest -n $(PROCESSES)

coverage: $(DEV_MARK) ## run the tests and hold their branch coverage against what is promised
	@rm -f .coverage .coverage.*
	@$(BIN)/coverage run -m pytest -n $(PROCESSES)
	@$(BIN)/coverage combine -q
	@$(BIN)/coverage report --include='conversations/*,flextell/*' --fail-under=100
	@$(BIN)/coverage report --include='bot/*,storage/*,simulator/*' --fail-under=95

faults: $(DEV_MARK) ## break everything that can break, in full
	@FAULTS=all $(BIN)/python -m pytest -q -s tests/faults

bench: $(DEV_MARK) ## measure
	@$(BIN)/python -m bench

pictures: $(DEV_MARK) ## take the pictures under docs/ anew
	@INTAKE_PICTURES=1 $(BIN)/python -m pytest -q $$(grep -l "await picture(" tests/browser/test_*.py)

catalogues: $(DEV_MARK) ## bring the catalogues up to date with the sentences in the code
	@$(BIN)/python -m tests.catalogues

lock: ## write the lock files anew; needs uv
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-strip-extras --all-extras pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-strip-extras --all-extras --group dev pyproject.toml -o requirements-dev.lock

audit: $(DEV_MARK) ## look the locked packages up among known vulnerabilities
	@$(BIN)/pip-audit --disable-pip -r requirements.lock

clean: ## remove what was made
	@rm -rf .venv var .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis

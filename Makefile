# Everything a checkout needs. It takes Python 3.11 or newer, git and make; the rest it fetches into .uv and .venv.

PYTHON ?= python3
BIN := .venv/bin

# uv from the PATH, or else one of our own, in a place of its own.
UV := $(shell command -v uv || echo .uv/bin/uv)
# Compiled here, on all cores, and not by each process that starts: some machines forbid Python to keep what it compiles.
INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --upgrade --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--constraint requirements/limits.in

.DEFAULT_GOAL := help
.PHONY: help install run test check messages bench lock clean
.DELETE_ON_ERROR:

help: ## show what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

install: .venv/ready-to-run ## set everything up; the command is then .venv/bin/onetime
	@echo "The command is $(CURDIR)/$(BIN)/onetime"

run: .venv/ready-to-run ## set everything up, then open an example company; no Slack needed
	@exec $(BIN)/onetime demo

# Where Python may not keep what it compiles, each of the tests' processes would compile this checkout anew.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/ready-to-test ## set everything up, then run all tests, on SQLite and PostgreSQL
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 8 --dist worksteal --quiet

check: .venv/ready-to-test ## lint, formatting, types, directions of imports, declared dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

messages: .venv/ready-to-test ## bring the catalogs of languages into step with what the code says; then translate
	$(BIN)/python -m tests.languages.messages

bench: .venv/ready-to-bench ## race the engine against rivals and floors; it takes some minutes, best on an idle machine
	$(BIN)/python -m bench

lock: $(UV) ## choose the newest dependencies that fit pyproject.toml, and write them down with their hashes
	echo uv | $(COMPILE) --output-file requirements/uv.txt -
	$(COMPILE) --group build --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml
	$(COMPILE) --group bench --constraint requirements/run.txt --output-file requirements/bench.txt pyproject.toml

clean: ## remove what the other targets made
	rm -rf .venv .uv dist

.venv/ready-to-run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes --requirement requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-to-test: requirements/dev.txt .venv/ready-to-run
	$(INSTALL) --require-hashes --requirement requirements/dev.txt
	@touch $@

.venv/ready-to-bench: requirements/bench.txt .venv/ready-to-run
	$(INSTALL) --require-hashes --requirement requirements/bench.txt
	@touch $@

.venv/bin/python: | $(UV)
	$(UV) venv --quiet --python $(PYTHON) .venv

.uv/bin/uv: requirements/uv.txt
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/uv.txt
	@touch $@

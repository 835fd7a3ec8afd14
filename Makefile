# Every target makes sure of its environment itself; `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --no-builtin-rules

PYTHON := .venv/bin/python
TOOLS := .venv-tools/bin
PROGRAM_READY := .venv/.ready
TOOLS_READY := .venv-tools/.ready

# Rasa would otherwise report its use, and a failing training itself, to servers of its makers.
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONUNBUFFERED := 1

.PHONY: help env run demo train evaluate test lint format validate conversation shell lock fresh clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: $(PROGRAM_READY) ## make the Python environment (.venv) from the hash lock

run: $(PROGRAM_READY) ## start everything on this machine and print the address to open
	@$(PYTHON) tools/run.py

demo: $(PROGRAM_READY) ## fill the demonstration with a year of invented reports (before make run)
	@$(PYTHON) tools/demo.py

train: $(PROGRAM_READY) ## train the model when what it learns from has changed
	@$(PYTHON) tools/train_if_stale.py

evaluate: $(PROGRAM_READY) train ## measure understanding on the test sets, against docs/evaluation (ARGS=--keep)
	@$(PYTHON) -W ignore tools/evaluate.py $(ARGS)

test: $(PROGRAM_READY) train ## run every test (ARGS="-k name" for some)
	@$(PYTHON) -m pytest tests $(ARGS)

lint: $(PROGRAM_READY) $(TOOLS_READY) ## style, types, arrows between rooms, YAML
	@$(PYTHON) tools/lint.py

format: $(TOOLS_READY) ## put the Python code into its form
	@$(TOOLS)/ruff check --fix --quiet . || true
	@$(TOOLS)/ruff format .

validate: $(PROGRAM_READY) ## check the conversation's data, strictly
	@$(PYTHON) tools/validate.py

conversation: $(PROGRAM_READY) train ## play the test conversations against the model
	@PYTHONWARNINGS=ignore $(PYTHON) -m rasa test core --quiet --fail-on-prediction-errors --endpoints endpoints.yml \
		-m models/banpol.tar.gz -s tests/conversation --out results
	@echo "every test conversation went as written (details: results/)"

shell: $(PROGRAM_READY) train ## talk to the assistant in this terminal
	@$(PYTHON) tools/shell.py

lock: $(PROGRAM_READY) ## resolve the dependencies anew and write requirements/*.lock (UPGRADE=--upgrade)
	@tools/python3.sh tools/lock.py $(UPGRADE)

fresh: ## try `make run` as a stranger would: new clone, empty home
	@tools/fresh_clone.sh

clean: ## remove what can be made again; models, reports and keys stay
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .rasa results build ./*.egg-info
	@find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +

# The first Python that runs makes the environments; a version manager's python3 may be there and refuse to.
$(PROGRAM_READY): requirements/all.lock tools/environment.py tools/fetch_uv.py
	@tools/python3.sh tools/environment.py program
	@touch $@

$(TOOLS_READY): requirements/tools.lock tools/environment.py tools/fetch_uv.py
	@tools/python3.sh tools/environment.py tools
	@touch $@

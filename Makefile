# Names for what is done often. Whatever is more than one command lives in tools/.
#
#   make demo [NOTICE=file] [FRESH=yes] [SERVE=no] [PORT=8000]
#   make test [ARGS="tests/kernel -k clock"]
#   make check

PYTHON ?= python3
PORT ?= 8000
NOTICE ?=
FRESH ?=
SERVE ?=
NAME ?=
ARGS ?=

BIN := .venv/bin
DEMO = $(if $(NOTICE),--notice "$(NOTICE)") $(if $(filter yes,$(FRESH)),--fresh) $(if $(filter no,$(SERVE)),--no-serve)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo serve worker test journeys check nightly bench module docs translations assets sbom lock clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup:
	@$(PYTHON) tools/bootstrap.py setup

setup-dev:
	@$(PYTHON) tools/bootstrap.py setup --dev

demo: setup ## set up, load an invented county, play eighteen months, serve
	@$(BIN)/yaoan demo $(DEMO) --port $(PORT)

serve: setup ## serve the site and run its jobs
	@$(BIN)/yaoan serve --port $(PORT)

worker: setup ## run jobs only
	@$(BIN)/yaoan worker

test: setup-dev ## run the tests; ARGS are further words for pytest
	@$(BIN)/python -m pytest $(if $(ARGS),$(ARGS),-n auto --dist loadgroup --ignore=tests/journeys)
	@$(if $(ARGS),true,$(BIN)/python -m pytest tests/journeys -n auto --maxprocesses 4 --dist loadfile)

check: setup-dev ## format, lint, types, contracts, migrations, documents, translations, assets, locks, secrets, audit, tests
	@$(BIN)/python -m tools.check $(ARGS)

nightly: setup-dev ## the long forms of the tests, for hours: faults, fuzz, tampering, leaks
	@$(BIN)/python -m tools.nightly $(ARGS)

journeys: setup-dev ## the journeys in a real browser
	@$(BIN)/python -m pytest tests/journeys $(if $(ARGS),$(ARGS),-n auto --maxprocesses 4 --dist loadfile)

bench: setup-dev ## measure, and print the table of the documentation
	@$(BIN)/python -m benchmarks $(ARGS)

module: setup ## write the rooms of a new module: NAME=plural
	@$(BIN)/yaoan module $(NAME)

docs: setup ## write the generated documentation
	@$(BIN)/yaoan docs

translations: setup-dev ## bring the English catalogues up to date
	@$(BIN)/python -m tools.translations
	@$(BIN)/python -m tools.compile_translations

assets: setup ## compare vendored browser code with its record
	@$(BIN)/python -m tools.vendor_assets --check

sbom: setup-dev ## the bill of materials (CycloneDX) of what the lock installs, to sbom.json
	@$(BIN)/python -m tools.supply sbom sbom.json

lock: ## resolve pyproject.toml into the locks (needs uv); ARGS=--upgrade for newer versions
	@$(PYTHON) tools/bootstrap.py lock $(ARGS)

clean: ## remove the environment and all caches; data in var/ stay
	@$(PYTHON) tools/bootstrap.py clean

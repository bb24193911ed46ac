# Cercano on one machine and on AWS. `make help` lists what there is; every command says what it lacks.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
export SAM_CLI_TELEMETRY := 0
unexport VIRTUAL_ENV PYTHONPATH
# Compiled once, not at every start: it halves the time the quick tests take to find each other.
unexport PYTHONDONTWRITEBYTECODE

TOOLS := .local
STAMPS := $(TOOLS)/stamps
BIN := .venv/bin
LOCAL := $(BIN)/python -m infra.local
UV := $(TOOLS)/boot/bin/uv
UV_VERSION := 0.13.9
TEST_WORKERS ?= auto

.PHONY: help setup run up down status reset doctor logs invoke new replay check test swarm bench docs deploy build-aws

help: ## list the commands
	@echo "Cercano: make <command>"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Ports: CERCANO_PORT=8080 CLOUD_PORT=4566 MQTT_PORT=8883; a second copy also needs its own CERCANO_LOCAL=.local/other"

# ---- What everything stands on; each part is made once, and again when its list changes ------------------------------

$(STAMPS)/uv: infra/local/find-python
	@mkdir -p $(STAMPS)
	@echo "Setting up: the package installer"
	@python=$$(infra/local/find-python); "$$python" -m venv --clear $(TOOLS)/boot
	@$(TOOLS)/boot/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) 2>$(TOOLS)/boot/pip.log \
	  || { cat $(TOOLS)/boot/pip.log; exit 1; }
	@touch $@

$(STAMPS)/venv: pyproject.toml uv.lock $(STAMPS)/uv
	@echo "Setting up: Python packages"
	@python=$$(infra/local/find-python); $(UV) sync --quiet --frozen --all-groups --python "$$python"
	@touch $@

$(STAMPS)/ministack: infra/local/ministack.txt $(STAMPS)/venv
	@echo "Setting up: the local cloud"
	@$(UV) venv --quiet --clear --python $(BIN)/python $(TOOLS)/ministack-venv
	@$(UV) pip install --quiet --python $(TOOLS)/ministack-venv/bin/python -r infra/local/ministack.txt
	@touch $@

$(STAMPS)/web: $(wildcard web/package-lock.json) | $(STAMPS)/uv
	@if [ -f web/package-lock.json ]; then \
	  command -v npm >/dev/null || { echo "npm is missing: install Node (nodejs.org, or your system's packages). make doctor says more."; exit 1; }; \
	  echo "Setting up: web packages"; \
	  cd web && npm ci --no-audit --no-fund --no-update-notifier --silent; \
	fi
	@touch $@

setup: $(STAMPS)/venv $(STAMPS)/ministack $(STAMPS)/web ## install what the rest needs (the others do it by themselves)

# ---- The city on this machine -----------------------------------------------------------------------------------------

run: setup ## start the city here: local cloud, web app, sensors; Ctrl-C ends it (CLOUD=localstack for yours)
	@exec $(LOCAL) run

up: setup ## the same in the background
	@$(LOCAL) up

down: $(STAMPS)/venv ## stop what `make up` started
	@$(LOCAL) down

status: $(STAMPS)/venv ## say what runs and where
	@$(LOCAL) status

reset: $(STAMPS)/venv ## forget the state of the city here
	@$(LOCAL) reset

doctor: ## say what this machine lacks and how to mend it
	@if [ -x $(BIN)/python ]; then $(LOCAL) doctor; else infra/local/find-python >/dev/null && $(MAKE) setup && $(LOCAL) doctor; fi

logs: $(STAMPS)/venv ## read a function's log: FN=crowd/ingest_counts [LEVEL=ERROR] [CID=...] [SINCE=10m] [RAW=1] [FOLLOW=0]
	@exec $(LOCAL) logs

invoke: $(STAMPS)/venv ## run a function with its sample event: FN=crowd/ingest_counts [EVENT=file.json]
	@$(LOCAL) invoke

replay: $(STAMPS)/venv ## publish counts as a counter: FILE=... VENUE=... [ORDER=shuffled] [DUPLICATES=0.02] [SPEED=...]
	@exec $(LOCAL) replay

# ---- Working on it ----------------------------------------------------------------------------------------------------

new: $(STAMPS)/venv ## write the stubs of a use case
	@$(BIN)/python -m infra.local.new

check: $(STAMPS)/venv ## what must hold before a commit: style, types, imports, templates, quick tests of what you touched [ALL=1]
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check . && echo "style ok"
	@$(BIN)/mypy --no-error-summary && echo "types ok"
	@$(BIN)/lint-imports --no-logo >$(TOOLS)/imports.log || { cat $(TOOLS)/imports.log; exit 1; }; echo "imports ok"
	@$(BIN)/cfn-lint && echo "templates ok"
	@$(BIN)/pytest -m "not cloud and not web and not slow" -p no:playwright -n $(TEST_WORKERS) \
	  $(if $(ALL),tests,$$($(BIN)/python -m infra.local.touched))

test: setup ## every test, in the local cloud and the browser too
	@$(BIN)/python -m infra.local.browser
	@$(BIN)/python -m infra.local.other_pythons
	@$(BIN)/pytest -n $(TEST_WORKERS) --dist loadfile

swarm: $(STAMPS)/venv ## live many bad days of the simulated city: [SEEDS=100] [MINUTES=60] [FIRST=1] [OPERATIONS=3000]; names the seed that fails
	@$(BIN)/python -m tests.simulation.swarm --seeds $(or $(SEEDS),100) --first $(or $(FIRST),1) \
	  --operations $(or $(OPERATIONS),3000) $(if $(MINUTES),--minutes $(MINUTES))

bench: setup ## measure what we promise; the numbers stand in docs/
	@for one in benchmarks/*.py; do name=$$(basename "$$one" .py); case "$$name" in _*) continue;; esac; \
	  echo "== $$name"; $(BIN)/python -m "benchmarks.$$name"; done

docs: $(STAMPS)/venv ## write docs/reference from the code
	@$(BIN)/python -m infra.reference openapi --write && $(BIN)/python -m infra.reference asyncapi --write

# ---- The way to AWS ---------------------------------------------------------------------------------------------------

build-aws: $(STAMPS)/venv ## check and build what goes to AWS, without an account
	@$(BIN)/python -m infra.local.vendor
	@$(UV) tool run --from 'aws-sam-cli==1.170.*' sam validate --lint --template template.yaml --region eu-south-2
	@$(UV) tool run --from 'aws-sam-cli==1.170.*' sam build --template template.yaml --build-dir .aws-sam/build

deploy: build-aws ## deploy to AWS: STAGE=production [CITY=santander] [REGION=eu-south-2] (your AWS credentials)
	@$(BIN)/python -m infra.local.ship

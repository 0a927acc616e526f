# Bawaba: `make` explains itself.
PYTHON ?= python3
BIN := .venv/bin
# Of eight thousand modules a fifth is ever loaded: each is compiled at its first use.
INSTALL := $(BIN)/pip install --quiet --no-compile --no-deps
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo rehearse test check types house style rooms migrations locks promises bench new pages lock build clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

demo: .venv/installed build ## everything on this machine, with a synthetic cast, until Ctrl-C
	$(BIN)/bawaba-sandbox demo

rehearse: ## every e-service played once through its pages, beside a running demo
	$(BIN)/bawaba-sandbox rehearse --catalogue

test: .venv/developed build ## the tests on SQLite, and on PostgreSQL where one answers
	$(BIN)/python tests/run.py

# Two at a time: each of them keeps one core busy.
check: .venv/developed build ## style, types, contracts between rooms, migrations, the repository itself
	@$(MAKE) --no-print-directory --output-sync -j2 types house style rooms migrations locks

types:
	$(BIN)/mypy

house:
	$(BIN)/python -m pytest tests/house

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

rooms:
	$(BIN)/lint-imports

migrations:
	$(BIN)/python tests/run.py --check-migrations

# Installing takes the locks at their word; here they are judged.
locks:
	$(BIN)/pip check

promises: .venv/developed build ## every promise at its full number of trials, on both databases
	TRIALS=1 $(BIN)/python tests/run.py --promises

new: .venv/developed ## begin an e-service: make new AGENCY=traffic SLUG=plate-history
	@test -n "$(AGENCY)" && test -n "$(SLUG)" || { echo "make new AGENCY=traffic SLUG=plate-history"; exit 1; }
	$(BIN)/bawaba new eservice $(AGENCY) $(SLUG)

pages: .venv/developed build ## pages of docs/ that the code writes: lifecycles, events, OpenAPI, recorded problems
	$(BIN)/python tests/pages.py

bench: .venv/installed build var/bench-peers ## speed beside its peers, in one run: bench/README.md (half an hour; ROWS=page-sqlite for one)
	$(BIN)/python -m bench $(ROWS)

build: .venv/installed ## styles and fonts
	@$(BIN)/python -m bawaba_design.build

lock: .venv/developed ## pin what is used, with hashes and without addresses
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	printf 'django-oauth-toolkit\ngunicorn\nweasyprint\n' | $(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 --no-emit-package django --no-emit-package asgiref --no-emit-package sqlparse --no-emit-package cryptography --no-emit-package typing-extensions - -c requirements.lock -o bench/requirements.lock
	cd bench/peers/oidc_provider && npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

clean: ## forget the demo's data
	rm -rf var

.venv/made:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This needs Python's venv module. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made requirements.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation -e .
	@touch $@

.venv/developed: .venv/installed requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

var/bench-peers: .venv/made bench/requirements.lock bench/peers/oidc_provider/package-lock.json
	-$(INSTALL) --require-hashes --upgrade --target $@ -r bench/requirements.lock
	@mkdir -p $@/oidc_provider && cp bench/peers/oidc_provider/package*.json $@/oidc_provider/
	-cd $@/oidc_provider && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# Everything okrflow needs it sets up itself, in .venv/ and in the data folder var/
.DEFAULT_GOAL := help
START := sh okrflow/launcher/start.sh
# For the checks that import the settings and need no parts
NOTHING := SECRET_KEY=check DATABASE_URL=postgres://localhost/none BROKER_URL=memory:// PYTHONWARNINGS=ignore
PARALLEL := --numprocesses auto --maxprocesses 4 --dist loadgroup
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: help run test manage check format lock clean
export PYTHON

help: ## List the targets
	@grep -E '^[a-z]+:.* ## ' Makefile | sed -E 's/^([a-z]+):.* ## /\1\t/' | while IFS="$$(printf '\t')" read -r target text; \
	    do printf 'make %-8s %s\n' "$$target" "$$text"; done

run: ## Set up, start okrflow and stay until Ctrl-C (PORT, OKRFLOW_DATA, OKRFLOW_DEMO=0, DATABASE_URL, BROKER_URL)
	@$(START) okrflow.launcher run

test: ## Set up and run all tests, on several cores (ARGS="tests/flow -x" for some, on one)
	@$(START) --dev pytest $(or $(ARGS),$(PARALLEL))

manage: ## Run a management command on the data (ARGS="createsuperuser")
	@$(START) okrflow.launcher manage $(ARGS)

check: ## Formatting, lint, types, import contracts, missing migrations
	@failed=; $(START) --dev ruff format --check . || failed=1; \
	.venv/bin/ruff check . || failed=1; \
	$(NOTHING) .venv/bin/mypy || failed=1; \
	.venv/bin/lint-imports || failed=1; \
	$(NOTHING) .venv/bin/python manage.py makemigrations --check --dry-run || failed=1; \
	test -z "$$failed"

format: ## Format the code
	@$(START) --dev ruff format .
	@$(START) --dev ruff check --fix .

lock: ## Make both lock files anew (needs uv: https://docs.astral.sh/uv/)
	@command -v uv >/dev/null || { echo "okrflow: make lock needs uv: pip install uv" >&2; exit 1; }
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean: ## Remove the virtual environment and caches (never the data in var/)
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

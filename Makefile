# make run     the whole institute on this machine
# make test    the test suite        make check   format, lint, types, contracts, templates
#                                    (make -k check goes on after a failure)
# make format  what a machine can put in order
# make bench   the benchmarks        make faults  races and killed processes, counted
# make lock    the pinned packages again, from pyproject.toml (needs uv)

SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; exit; }; \
	done; echo python3)
VENV := .venv/bin
UV ?= uv
WORKERS ?= 2
TEMPLATES = $$(find . -path ./.venv -prune -o -path '*templates/*.html' -print)
LOCK = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate

.PHONY: run test verifiers format bench faults lock runtime development check check-code check-types \
	check-imports check-templates check-migrations check-deploy

run: runtime
	@exec $(VENV)/python manage.py up --with-parent

test: development
	$(VENV)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

# Verifiers of other hands; they are skipped where npm is missing.
verifiers:
	@command -v npm >/dev/null && timeout 120 npm ci --prefix tests/certification/npm --no-audit --no-fund --silent || \
		{ rm -rf tests/certification/npm/node_modules; \
		echo "npm or its packages are out of reach: credentials are checked without the verifiers it brings."; }

bench: development
	$(VENV)/python -m tests.bench

faults: development
	$(VENV)/python -m pytest tests/faults -m "" -rA $(ARGS)

check: check-code check-types check-imports check-templates check-migrations check-deploy

check-code: development
	$(VENV)/ruff format --check --quiet .
	$(VENV)/ruff check .

check-types: development
	$(VENV)/mypy .

check-imports: development
	$(VENV)/lint-imports

check-templates: development
	$(VENV)/djade --check --target-version 5.2 $(TEMPLATES)
	$(VENV)/djhtml --check $(TEMPLATES)
	$(VENV)/djlint --lint --quiet $(TEMPLATES)

check-migrations: development
	$(VENV)/python manage.py makemigrations --check --dry-run

# As on a server: a secret, hosts, mail and services of its own are named.
check-deploy: development
	@echo "$(VENV)/python manage.py check --deploy --fail-level WARNING"
	@env -u DEBUG SECRET_KEY="$$($(VENV)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		SITE_URL=https://institute.example ALLOWED_HOSTS=institute.example \
		DATABASE_URL=postgres://institute@127.0.0.1/institute REDIS_URL=redis://127.0.0.1:6379/0 \
		EMAIL_URL=smtp://127.0.0.1:25 SIGNING_KEY_FILE=/etc/tpm-institute/signing-keys.json \
		$(VENV)/python manage.py check --deploy --fail-level WARNING

format: development
	$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format --quiet .
	$(VENV)/djade --target-version 5.2 $(TEMPLATES) ; $(VENV)/djhtml $(TEMPLATES)

runtime:
	@$(PYTHON) institute/local/install.py requirements.txt

development:
	@$(PYTHON) institute/local/install.py requirements-dev.txt

lock:
	$(LOCK) $(ARGS) -o requirements.txt
	$(LOCK) $(ARGS) -c requirements.txt -o requirements-dev.txt \
		--group test --group browser --group check --group assets

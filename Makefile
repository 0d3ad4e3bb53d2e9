# `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.
# Cargo is always given the whole workspace: with `-p one` it settles features anew and builds every dependency again.

.PHONY: help run test check bench openapi examples release-openapi fuzz-api audit clean-data fmt tidy web clippy rust-tests build-dev openapi-is-current e2e
.NOTPARALLEL:
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

PORTAL_DEV := target/debug/tech-trade-portal
PORTAL := target/release/tech-trade-portal
SUPPORT := tests/support

web_sources := $(shell find frontend -type d \( -name node_modules -o -name dist \) -prune -o -type f ! -name '*.spec.ts' -print)
# Clippy compiles what is tested: `cargo clippy` beside `cargo test` would build every dependency a second time.
linted := RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings
step = @printf '\n\033[1m[%s] %s\033[0m\n' '$(1)' '$(2)'

help:
	@echo 'make run         build what is stale, seed demo data on first start, serve on http://127.0.0.1:8080'
	@echo 'make test        everything: formatting, lints, Rust tests on both databases, web tests, a real browser'
	@echo 'make check       the quick half of it: no database server, no browser'
	@echo 'make bench       load and latency figures, and the research centre beside DuckDB, written to benches/results/;'
	@echo '                 ARGS="--proofs 10000000" also proves entries of a journal of that length'
	@echo 'make openapi     write openapi/openapi.json and the web app'"'"'s types anew from the code'
	@echo 'make examples    write openapi/examples.json anew from what the API answers; make openapi takes it up'
	@echo 'make fuzz-api    a long hour of requests made up from the description of the API, on both databases'
	@echo 'make audit       known vulnerabilities, licences and sources of all dependencies (needs the internet)'
	@echo 'make clean-data  delete var/: the demo database, papers, keys and mail'

# ---- running ---------------------------------------------------------------------------------------------------------

run:
	$(call step,1/4,What must be installed)
	@$(SUPPORT)/prerequisites.sh build && echo ok
	$(call step,2/4,Web app)
	@$(MAKE) --no-print-directory frontend/dist/index.html
	$(call step,3/4,Service (the first build takes some minutes))
	@cargo build --release --locked --bin tech-trade-portal
	$(call step,4/4,Demo data and serving)
	@$(PORTAL) demo
	@exec $(PORTAL) serve

clean-data:
	rm -rf var

# ---- the web app -----------------------------------------------------------------------------------------------------

%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	npm --prefix $* ci --no-audit --no-fund
	@touch $@

frontend/dist/index.html: frontend/node_modules/.package-lock.json $(web_sources)
	npm --prefix frontend run build
	npm --prefix frontend run size
	@touch $@

# ---- checking: the cheapest first ------------------------------------------------------------------------------------

test:
	$(call step,1/7,What must be installed and formatting)
	@$(SUPPORT)/prerequisites.sh build
	@$(SUPPORT)/prerequisites.sh test
	@$(MAKE) --no-print-directory fmt
	$(call step,2/7,Tidiness)
	@$(MAKE) --no-print-directory tidy
	$(call step,3/7,What the browser test needs)
	@$(SUPPORT)/prerequisites.sh chromium
	@$(MAKE) --no-print-directory tests/e2e/node_modules/.package-lock.json
	$(call step,4/7,Web app: lint types unit tests build; and meanwhile the tests are compiled with Clippy)
	@nice $(MAKE) --no-print-directory clippy & compiling=$$!; \
	$(MAKE) --no-print-directory web frontend/dist/index.html || { kill $$compiling; exit 1; }; \
	wait $$compiling
	$(call step,5/7,Rust tests on SQLite and PostgreSQL)
	@$(MAKE) --no-print-directory rust-tests
	$(call step,6/7,OpenAPI document)
	@$(MAKE) --no-print-directory openapi-is-current
	$(call step,7/7,In a browser)
	@$(MAKE) --no-print-directory e2e

check: fmt tidy web frontend/dist/index.html clippy

fmt:
	cargo fmt --all --check

tidy:
	$(linted) cargo test --locked -p tidy

web: frontend/node_modules/.package-lock.json
	npm --prefix frontend run lint
	npm --prefix frontend run typecheck
	npm --prefix frontend run test

# A build for tests reads the web app when it serves: to compile it, the folder is enough.
clippy:
	@mkdir -p frontend/dist
	$(linted) cargo test --locked --workspace --tests --benches --no-run

# Five at once however few cores there are: tests wait for disks and databases half of the time.
rust-tests: frontend/dist/index.html
	$(linted) RUST_TEST_THREADS=5 $(SUPPORT)/postgresql.sh run cargo test --locked --workspace --tests

# The same build as the tests', so that nothing is compiled twice.
build-dev: frontend/dist/index.html
	@$(linted) cargo test --locked --workspace --no-run --quiet

openapi-is-current: build-dev frontend/node_modules/.package-lock.json
	@$(PORTAL_DEV) openapi | diff -u openapi/openapi.json - || { echo 'openapi/openapi.json is stale: make openapi' >&2; exit 1; }
	@cd frontend && npx --no-install openapi-typescript ../openapi/openapi.json -o ../target/schema.gen.ts >/dev/null
	@diff -u frontend/src/api/schema.gen.ts target/schema.gen.ts || { echo 'schema.gen.ts is stale: make openapi' >&2; exit 1; }
	@echo 'openapi/openapi.json and frontend/src/api/schema.gen.ts are current'

e2e: build-dev tests/e2e/node_modules/.package-lock.json
	CHROMIUM=$$($(SUPPORT)/prerequisites.sh chromium) PORTAL_BINARY=$(CURDIR)/$(PORTAL_DEV) npm --prefix tests/e2e test

# ---- the rest --------------------------------------------------------------------------------------------------------

bench: frontend/dist/index.html
	$(SUPPORT)/postgresql.sh run cargo bench --locked --bench load $(if $(ARGS),-- $(ARGS))
	$(SUPPORT)/postgresql.sh run cargo bench --locked --bench research $(if $(RESEARCH_ARGS),-- $(RESEARCH_ARGS))

openapi: build-dev frontend/node_modules/.package-lock.json
	@mkdir -p openapi
	$(PORTAL_DEV) openapi > target/openapi.json && cp target/openapi.json openapi/openapi.json
	npm --prefix frontend run api

# The walk whose answers are kept; then the description takes them up.
examples: frontend/dist/index.html
	UPDATE=1 $(linted) cargo test --locked --workspace --test api -- examples_are_what_is_answered::sqlite

# What the next version is compared with, so that nothing that clients use is lost unseen: part of a release, once the version moved.
release-openapi: openapi
	cp openapi/openapi.json openapi/released.json
	echo "$$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml) $$(sha256sum < openapi/released.json | cut -d' ' -f1)" >> openapi/releases.txt

fuzz-api: frontend/dist/index.html
	FUZZ_EXAMPLES=$(or $(EXAMPLES),200) $(linted) $(SUPPORT)/postgresql.sh run cargo test --locked --workspace --test api -- access::schemathesis --nocapture

audit:
	@command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
	cargo deny --locked check
	npm --prefix frontend audit --omit=dev

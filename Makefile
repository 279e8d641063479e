# Väntrum. Each target is one line of what it does; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run check check-server check-client test unit integration fuzz e2e firefox bench mutants types prepare

# Make's own bookkeeping of parallel jobs would hold cargo to one core.
CARGO := MAKEFLAGS= cargo
# A compiler uses one core well and two badly: the client is checked beside it.
ASIDE := $(MAKE) --no-print-directory --jobs=2 --output-sync=line
# Everything that the tests run, compiled at once.
TESTS := --workspace --all-features --lib --test architecture --test integration --test peers

help: ## lists these targets
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## builds everything and serves the demo county at http://localhost:8080
	$(CARGO) run --quiet -- serve --demo

check: prepare web/node_modules/.package-lock.json tests/e2e/node_modules/.package-lock.json ## format, lints, unit tests: a few minutes
	$(ASIDE) check-server check-client

check-server:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --all-features -- -D warnings
	$(CARGO) clippy -p signaling --no-default-features -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --workspace --no-deps --document-private-items --all-features --quiet
	$(CARGO) test $(TESTS) --no-run
	$(CARGO) test --workspace --all-features --lib --test architecture

check-client:
	cd web && npm run --silent check
	cd web && npm run --silent test
	cd tests/e2e && npm run --silent check

# Installed once, before what would install it twice at the same time.
%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --silent --no-audit --no-fund

unit: prepare web/node_modules/.package-lock.json ## unit tests of both crates and the client
	$(CARGO) test --workspace --all-features --lib --test architecture
	cd web && npm run --silent test

integration: prepare ## the server over HTTP and socket, both stores, headless peers
	$(CARGO) test --workspace --all-features --test integration --test peers

fuzz: prepare ## made-up requests by the published description, as four people
	$(CARGO) test --quiet $(TESTS) --no-run
	tests/fuzz/run

e2e: prepare tests/e2e/node_modules/.package-lock.json ## real browsers with fake cameras; run alone
	$(CARGO) test --quiet $(TESTS) --no-run
	cd tests/e2e && npm test

firefox: prepare tests/e2e/node_modules/.package-lock.json ## a second browser: nurse or doctor in Firefox, the other in Chromium
	$(CARGO) test --quiet $(TESTS) --no-run
	cd tests/e2e && npm run --silent firefox

test: prepare ## installs what is missing and runs everything
	$(MAKE) --no-print-directory check
	$(MAKE) --no-print-directory integration
	$(MAKE) --no-print-directory fuzz
	$(MAKE) --no-print-directory e2e
	$(MAKE) --no-print-directory firefox

bench: prepare tests/e2e/node_modules/.package-lock.json ## measures against named floors, in release
	$(CARGO) bench --workspace --all-features --bench load
	RACE_ROUNDS=200 $(CARGO) test --release --workspace --all-features --test integration races:: -- --nocapture
	cd tests/e2e && VANTRUM=$(CURDIR)/target/release/vantrum npm run --silent bench

mutants: prepare ## applies each patch of tests/mutants to a copy and demands a red test
	tests/mutants/run

types: ## writes the client's types from the server's
	rm -rf web/src/protocol
	$(CARGO) run --quiet -p signaling --features schema --example types -- web/src/protocol

prepare:
	@.ci/prepare

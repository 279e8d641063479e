# Väntrum. Each target is one line of what it does; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run check test unit integration fuzz e2e bench mutants types prepare

CARGO := cargo

help: ## lists these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## builds everything and serves the demo county at http://localhost:8080
	$(CARGO) run --quiet -- serve --demo

check: ## format, lints, unit tests: a few minutes
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --all-features -- -D warnings
	$(CARGO) clippy -p signaling --no-default-features -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --workspace --no-deps --document-private-items --all-features --quiet
	$(MAKE) --no-print-directory unit
	cd web && npm run --silent check

unit: prepare ## unit tests of both crates and the client
	$(CARGO) test --workspace --all-features --lib --test architecture
	cd web && npm run --silent test

integration: prepare ## the server over HTTP and socket, both stores, headless peers
	$(CARGO) test --workspace --all-features --test integration --test peers

fuzz: prepare ## made-up requests by the published description, as four people: three minutes
	$(CARGO) test --quiet --workspace --all-features --test integration --no-run
	tests/fuzz/run

e2e: prepare ## real browsers with fake cameras; run alone
	$(CARGO) test --quiet --workspace --all-features --test integration --no-run
	cd tests/e2e && npm ci --silent --no-audit --no-fund && npm test

test: prepare ## installs what is missing and runs everything
	$(MAKE) --no-print-directory check
	$(MAKE) --no-print-directory integration
	$(MAKE) --no-print-directory fuzz
	$(MAKE) --no-print-directory e2e

bench: prepare ## measures against named floors, in release
	$(CARGO) bench --workspace --all-features --bench load
	RACE_ROUNDS=200 $(CARGO) test --release --workspace --all-features --test integration races:: -- --nocapture
	cd tests/e2e && npm ci --silent --no-audit --no-fund && VANTRUM=$(CURDIR)/target/release/vantrum npm run --silent bench

mutants: prepare ## applies each patch of tests/mutants to a copy and demands a red test
	tests/mutants/run

types: ## writes the client's types from the server's
	rm -rf web/src/protocol
	$(CARGO) run --quiet -p signaling --features schema --example types -- web/src/protocol

prepare:
	@.ci/prepare

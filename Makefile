SHELL       := /bin/bash -o pipefail
GO          ?= go
LINT        := $(GO) tool -modfile=tools/go.mod golangci-lint
TESTTIME    ?= 20m
FUZZTIME    ?= 20s
BENCHTIME   ?= 1s

.DEFAULT_GOAL := help
.PHONY: help run test journeys prove race lint format generate golden bench fuzz check deps

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## replay the 2023 edition into ./var/demo
	$(GO) run ./cmd/tremplin demo

# The browser's tests come first: they take longest, and wait more than they work.
# `make check` vets; memory is let grow further before it is collected.
test: deps ## every test, on SQLite and on Postgres
	GOGC=200 $(GO) test -vet=off -timeout $(TESTTIME) ./app/web/journey ./...

journeys: deps ## the site in a real browser, on both databases and in both languages
	TREMPLIN_JOURNEYS=all $(GO) test -timeout 60m -count 1 ./app/web/journey

prove: deps ## the long proofs: walks, crowds, rushes and kills, for an hour
	TREMPLIN_LONG=1 $(GO) test -timeout 90m -count 1 -run 'Walk|Sight|SpendAtOnce|Rush|Crash|Kill' -v ./app ./cmd/tremplin

race: deps ## every test, with the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race -timeout $(TESTTIME) ./...

lint: ## the linters of .golangci.yml; the first run builds them, in minutes
	$(LINT) run ./...

format: ## format every file as the linters want it
	$(LINT) fmt ./...
	$(GO) tool templ fmt -log-level error app/web/page

generate: ## what is derived: diagrams, pages from their templates
	$(GO) generate ./...

golden: deps ## rewrite the golden files; read the difference before you commit it
	@dirs=$$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -r -n1 dirname | sort -u); \
	[ -z "$$dirs" ] || $(GO) test $$dirs -update

bench: deps ## benchmarks, on databases that keep what they commit
	TREMPLIN_TEST_DURABLE=1 $(GO) test -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) -timeout $(TESTTIME) ./...

fuzz: deps ## each fuzz test for FUZZTIME (20s)
	@{ grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . || true; } | sort | while IFS=: read -r file name; do \
		$(GO) test -run '^$$' -fuzz "^$${name#func }$$" -fuzztime $(FUZZTIME) "$$(dirname "$$file")" || exit 1; \
	done

check: ## generated files are current, code is formatted and vetted, go.mod is tidy
	@before=$$(git status --porcelain; git diff | sha256sum); \
	$(GO) generate ./... && \
	after=$$(git status --porcelain; git diff | sha256sum); \
	[ "$$before" = "$$after" ] || { git status --short; echo "make generate changes these: commit what it makes"; exit 1; }
	@bad=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	[ -z "$$bad" ] || { echo "make format changes these:" $$bad; exit 1; }
	$(GO) tool templ fmt -fail -log-level error app/web/page
	$(GO) vet ./...
	$(GO) mod tidy -diff
	$(GO) mod verify

deps: ## install what the tests need beside Go, on Debian and its kin, where it is missing
	@missing=""; \
	ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || command -v initdb > /dev/null || missing="$$missing postgresql"; \
	ls /usr/lib/postgresql/*/bin/pgbench > /dev/null 2>&1 || command -v pgbench > /dev/null || missing="$$missing postgresql-contrib"; \
	command -v pdftoppm > /dev/null || missing="$$missing poppler-utils"; \
	command -v qpdf > /dev/null || missing="$$missing qpdf"; \
	command -v chromium-headless-shell > /dev/null || command -v google-chrome > /dev/null || missing="$$missing chromium-headless-shell"; \
	cmp -s tools/npm/package-lock.json tools/npm/node_modules/.locked || command -v npm > /dev/null || missing="$$missing npm"; \
	[ -n "$$missing" ] || exit 0; \
	command -v apt-get > /dev/null || { echo "install, by the means of this system:$$missing"; exit 1; }; \
	sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	echo "installing$$missing"; \
	$$sudo apt-get update -qq && \
	{ apt-cache show chromium-headless-shell > /dev/null 2>&1 || missing="$${missing/chromium-headless-shell/chromium}"; } && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing
	@cmp -s tools/npm/package-lock.json tools/npm/node_modules/.locked || \
	{ cd tools/npm && npm ci --ignore-scripts --no-audit --no-fund --loglevel error && cp package-lock.json node_modules/.locked; }

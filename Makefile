# The commands of Parvis. `make help` lists them; .ci/ holds the longer scripts.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# A clone may belong to someone else than who builds it, and git then refuses to tell the commit.
export GOFLAGS += -buildvcs=false

# migrated_fynedo: Fyne's threading rules are followed. ci: Fyne without a window, for tests.
WINDOW := -tags migrated_fynedo
HEADLESS := -tags migrated_fynedo,ci

# Everything but the window and what opens it, which needs no C compiler.
PURE := ./app/... ./storage/... ./accounts/... ./assets/...
ALL := ./...
# Systems for which everything but the window is compiled by `make test`.
OTHER_SYSTEMS := windows/amd64 darwin/arm64

GOFUMPT := go run mvdan.cc/gofumpt@v0.12.0
STATICCHECK := go run honnef.co/go/tools/cmd/staticcheck@v0.8.2

PDS := accounts/bluesky/testdata/pds
FUZZTIME ?= 20s
# How often `make crash` kills the program at each step.
KILLS ?= 5
# How many publications the campaign of `make crash` makes, over all networks.
CAMPAIGN ?= 1000

.PHONY: help
help: ## list the commands
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: run
run: go ## install what is missing, build, open Parvis
	@if [ "$$(uname)" = Linux ] && [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		echo "There is no display here, so no window can open: 'make tour' walks Parvis on a virtual one instead."; \
		$(MAKE) tour; \
	else \
		$(MAKE) program && build/parvis; \
	fi

.PHONY: program
program: go # build/parvis, with its window
	@.ci/install build
	@echo "Building Parvis (the first time takes some minutes)."
	go build $(WINDOW) -ldflags "-X main.version=$$(sed -nE 's/^Version *= *"(.*)"/\1/p' FyneApp.toml)" -o build/parvis ./cmd/parvis

.PHONY: test
test: go ## install what is missing, then every check and every test
	@.ci/install build
	@.ci/real
	@$(MAKE) check
	@$(MAKE) units

.PHONY: check
check: go # what needs no test: format, vet, staticcheck, the other systems
	@echo "gofumpt"; unformatted=$$(find . -name '*.go' -not -path '*/testdata/*' -not -path './build/*' -print0 | xargs -0 $(GOFUMPT) -l); \
	if [ -n "$$unformatted" ]; then printf 'not formatted by gofumpt:\n%s\n' "$$unformatted"; exit 1; fi
	go vet $(HEADLESS) $(ALL)
	$(STATICCHECK) $(HEADLESS) $(ALL)
	@for system in $(OTHER_SYSTEMS); do \
		echo "compiling everything but the window for $$system"; \
		GOOS=$${system%/*} GOARCH=$${system#*/} CGO_ENABLED=0 go build $(PURE); \
	done

.PHONY: units
units: go # the tests alone
	go test -race -timeout 20m $$(go list ./... | grep -Ev '^parvis/(ui|cmd)(/|$$)')
	go test $(HEADLESS) -timeout 20m ./ui/... ./cmd/...

.PHONY: tour
tour: program ## walk the sample business on a virtual display; pictures and the workbook in build/tour
	@.ci/install display
	.ci/with-display .ci/tour build/parvis build/tour

.PHONY: screenshots
screenshots: go ## draw every screen into build/screens and docs/screens
	@.ci/install build
	go run $(HEADLESS) ./cmd/screenshots -out build/screens -docs docs/screens
	go run $(HEADLESS) ./cmd/screenshots -out build/screens/en -docs docs/screens/en -lang en -only strategie

.PHONY: bench
bench: program ## measure what was promised to be fast
	@.ci/install display
	PARVIS_PROGRAM=$(CURDIR)/build/parvis .ci/with-display go test $(HEADLESS) -run '^$$' -bench . -benchmem -timeout 40m $(ALL)

.PHONY: fuzz
fuzz: go ## feed every parser with broken input, FUZZTIME=20s each
	@.ci/install build
	GOFLAGS="$(GOFLAGS) $(subst -tags ,-tags=,$(HEADLESS))" .ci/fuzz $(FUZZTIME) $(PURE) ./ui/...

.PHONY: crash
crash: go ## kill the program at each step of publishing, KILLS=5 times, then at any moment over CAMPAIGN=1000 publications
	@.ci/install build
	@.ci/real
	go test $(HEADLESS) -run 'Kill' -count $(KILLS) -timeout 40m -v $(ALL)
	PARVIS_CAMPAIGN=$(CAMPAIGN) go test $(HEADLESS) -run 'Campaign' -count 1 -timeout 60m -v ./cmd/internal/desk

.PHONY: windows
windows: go ## build/windows/Parvis.exe
	@.ci/install windows
	.ci/windows build/windows

.PHONY: wine
wine: windows ## run Parvis.exe under Wine on the sample business; its picture in docs/screens/windows.png
	@.ci/install display wine
	PARVIS_DISPLAY_SIZE=1440x900 .ci/with-display .ci/wine build/windows/Parvis.exe docs/screens/windows.png

.PHONY: clean
clean: ## remove build and what the tests installed; Go's own cache stays
	rm -rf build $(PDS)/node_modules

.PHONY: go
go:
	@if ! command -v go >/dev/null; then echo "Parvis is built with Go 1.26 or newer, which is not installed: see https://go.dev/dl/"; exit 1; fi
	@if ! go list -m >/dev/null 2>&1; then echo "Parvis is built with Go 1.26 or newer, and this machine has an older one: see https://go.dev/dl/"; exit 1; fi

# The project's commands. `make` alone lists them. Each one first sees to it that the Debian packages of packages.txt are
# there (.ci/packages); what is present is left alone. Builds go to build/NAME, as CMakePresets.json says.

.DEFAULT_GOAL := help
.PHONY: help packages demo build test bench quality fuzz format tidy clean

JOBS ?= $(shell nproc)
# How long `make fuzz` gives each target, in seconds.
FUZZ_SECONDS ?= 60

export CTEST_PARALLEL_LEVEL ?= $(JOBS)
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(JOBS)
# What goes to a log is read without an eye for colours.
ifeq ($(CI),true)
export NO_COLOR := 1
export CLICOLOR := 0
endif

# Configuring is quiet unless it fails: $(call configure,PRESET[,more arguments])
configure = mkdir -p build && { cmake --preset $(1) $(2) >build/$(1).log 2>&1 || { cat build/$(1).log; exit 1; }; }

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "make %-8s %s\n", $$1, $$2 }'

packages:
	@.ci/packages

demo: packages ## crawl a small site on loopback and inspect two of its URLs
	@$(call configure,release)
	@cmake --build --preset release --target lycosa
	@demo/run.sh build/release/lycosa

build: packages ## everything, in build/release; the program is build/release/lycosa
	@$(call configure,release)
	@cmake --build --preset release

test: packages ## format, clang-tidy on what changed, unit tests and end-to-end tests, also under ASan and UBSan
	@.ci/format
	@$(MAKE) --no-print-directory build
	@.ci/tidy build/release
	@$(call configure,asan)
	@cmake --build --preset asan --target unit_tests lycosa
	@ctest --preset asan
	@ctest --preset release

bench: packages ## speed and cost: the modules, and crawls with wget beside them
	@$(call configure,release,-DLYCOSA_BENCH=ON)
	@cmake --build --preset release
	@for bench in build/release/bench/*_bench; do $$bench || exit 1; done
	@bench/extract_peers.py build/release/bench/extract_bench
	@bench/crawl_bench.py --lycosa build/release/lycosa
	@bench/serve_bench.py --lycosa build/release/lycosa

quality: packages ## how good main content, metadata and Markdown are, on the development data
	@$(call configure,release,-DLYCOSA_BENCH=ON)
	@cmake --build --preset release --target extract_batch metadata_batch markdown_batch
	@tools/quality/measure.py build/release/tools/quality/extract_batch
	@tools/quality/metadata.py build/release/tools/quality/metadata_batch
	@tools/quality/markdown.py build/release/tools/quality/markdown_batch

fuzz: packages ## every fuzz target, FUZZ_SECONDS (60) each
	@$(call configure,fuzz)
	@cmake --build --preset fuzz --target fuzz_targets
	@tests/fuzz/run.sh build/fuzz/tests/fuzz $(FUZZ_SECONDS)

format: packages ## clang-format over all C++ sources
	@.ci/sources | xargs clang-format-14 -i

tidy: packages ## clang-tidy over all C++ sources
	@$(call configure,release)
	@.ci/tidy build/release --all

clean: ## remove build/
	rm -rf build

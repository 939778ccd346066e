# tinsach: one line for each thing one does with it. `make` alone lists them.
#
#   PYTHON=python3.12   the interpreter to make the environment with (3.11, 3.12 or 3.13)
#   VENV=/tmp/fresh     the environment itself
#   DATA=~/news         the folder for the data (the `--home` of tinsach)
#   UPGRADE=--upgrade   with `make lock`: take the newest versions, not only what is needed

.POSIX:
.SUFFIXES:

VENV = .venv
DATA = data
PYTHON =
UPGRADE =
KILLS = 300
FUZZED = 20000
RUNS = 500
MINUTES =
SIZE = small
FROM =
ONLY =
WRITE =
PEERS = build/peers
BIN = $(VENV)/bin
CAMPAIGN = --json build/$@.json $(if $(MINUTES),--minutes $(MINUTES))
READY = $(VENV)/.ready
DEV_READY = $(VENV)/.dev-ready
AUDIT = build/audit/.ready
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL = $(PIP) install --no-deps --require-hashes
FAST = not browser and not postgres and not slow
WITH_PREFECT = tests/flow/with_prefect# one after another: they share a server, and wait for it with patience
PYTEST = $(BIN)/python -m pytest -q
LOCKER = build/locker
LOCK = $(LOCKER)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url $(UPGRADE)

help: ## list what there is (this)
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)$$/make \1 ~ \2/p' Makefile | awk -F ' ~ ' '{printf "%-16s %s\n", $$1, $$2}'

setup: $(READY) ## make .venv with everything that tinsach needs to run

dev: $(DEV_READY) ## add what tests and checks need

run: $(READY) ## ingest the sample articles into ./data
	$(BIN)/tinsach --home "$(DATA)" run examples/articles

dashboard: $(READY) ## open the data-quality dashboard on ./data
	$(BIN)/tinsach --home "$(DATA)" dashboard

test: $(DEV_READY) ## every test that needs no system package and little time
	$(PYTEST) -n 2 -m "$(FAST)"

test-all: $(if $(TESTED),$(DEV_READY),test) ## every test; some need Chromium or PostgreSQL
	$(PYTEST) -n 2 --dist loadfile -m "not ($(FAST))" --ignore $(WITH_PREFECT)
	$(PYTEST) $(WITH_PREFECT)

lint: $(DEV_READY) ## style and likely mistakes
	$(BIN)/ruff check .

types: $(DEV_READY) ## types, strictly
	$(BIN)/mypy

bench: $(DEV_READY) ## every figure of docs/performance.md (SIZE=small|medium|full, FROM=a folder of articles)
	$(BIN)/python -m benchmarks.bench --size $(SIZE) $(if $(FROM),--from "$(FROM)") $(if $(ONLY),--only $(ONLY))

bench-compare: $(DEV_READY) $(PEERS)/.ready ## other programs on the same files, with ratios (SIZE, FROM as with bench)
	$(BIN)/python -m benchmarks.compare --size $(SIZE) --venv $(PEERS) $(if $(FROM),--from "$(FROM)")
	$(BIN)/python -m benchmarks.published_filters $(if $(FROM),"$(FROM)") --venv $(PEERS) --results benchmarks/results.jsonl

bench-report: $(DEV_READY) ## docs/performance.md and its plots, of benchmarks/results.jsonl
	$(BIN)/python -m benchmarks.report

bench-guard: $(DEV_READY) ## each stage beside a fixed loop, against benchmarks/reference.json: what got dearer
	$(BIN)/python -m benchmarks.guard $(WRITE)

peers: $(PEERS)/.ready ## build/peers: the programs that bench-compare measures (needs the internet)

score: $(DEV_READY) ## how well labelled files, unknown outlets and a corpus are understood: TINSACH_SHARED, TINSACH_CORPUS
	$(BIN)/python benchmarks/score.py

damage: $(DEV_READY) ## how many lines and flags of 2,000 generated damaged pages are understood
	$(BIN)/python benchmarks/damaged.py 2000

crash: $(DEV_READY) ## runs killed at random moments and named steps, each followed by recovery (KILLS=300, MINUTES=)
	$(BIN)/python -m tests.endurance.crash --kills $(KILLS) $(CAMPAIGN)

fuzz: $(DEV_READY) ## mutated files through the transforms: none may raise or lose a line (FUZZED=20000, MINUTES=)
	$(BIN)/python -m tests.endurance.fuzz --files $(FUZZED) $(CAMPAIGN)

soak: $(DEV_READY) ## many runs over a growing folder with readers beside them (RUNS=500, MINUTES=)
	$(BIN)/python -m tests.endurance.soak --runs $(RUNS) $(CAMPAIGN)

try-image: $(READY) ## build deploy/Dockerfile and run its services where no container engine is (root; buildah, mmdebstrap)
	$(BIN)/python deploy/try_image.py build/image

sbom: $(READY) $(AUDIT) ## the list of everything that is locked for running, as CycloneDX: build/sbom.json
	$(BIN)/python deploy/sbom.py > build/sbom.json
	@build/audit/bin/python -c "from cyclonedx.schema import SchemaVersion as V; from cyclonedx.validation.json import \
	JsonStrictValidator as J; import sys; sys.exit(J(V.V1_5).validate_str(open('build/sbom.json').read()))"
	@echo "build/sbom.json is valid by the schema of CycloneDX 1.5"

vulnerabilities: $(READY) $(AUDIT) ## ask PyPI's and OSV's advisories about every locked version (needs the internet)
	@$(BIN)/python deploy/vulnerabilities.py build/audit/bin/pip-audit

docs: $(READY) ## write the pages of docs/ that are derived from the code
	$(BIN)/python docs/generate.py

lock: ## resolve the dependencies again: deploy/*.lock
	@test -x $(LOCKER)/bin/uv || { $(FIND_PYTHON); "$$python" -m venv $(LOCKER) && $(LOCKER)/bin/pip install --quiet uv; }
	$(LOCK) -o deploy/requirements.lock pyproject.toml
	$(LOCK) --all-extras -c deploy/requirements.lock -o deploy/requirements-dev.lock pyproject.toml
	printf 'setuptools>=77\n' | $(LOCK) -o deploy/requirements-build.lock -

clean: ## remove the environment and every cache; ./data stays
	rm -rf $(VENV) build tinsach.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The first interpreter that fits, into $python.
FIND_PYTHON = python=; for name in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
	if "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; \
	then python=$$name; break; fi; done; \
	test -n "$$python" || { echo "make: no Python 3.11, 3.12 or 3.13 found; name one: make PYTHON=/path/to/python3.11" >&2; exit 2; }

# What others have: no dependency of ours. text-dedup asks for old versions of much, and is left out where that fails.
$(PEERS)/.ready: benchmarks/peers.txt
	@$(FIND_PYTHON); "$$python" -m venv $(PEERS)
	$(PEERS)/bin/pip install --disable-pip-version-check --quiet -r benchmarks/peers.txt
	-$(PEERS)/bin/pip install --disable-pip-version-check --quiet text-dedup
	@touch $@

# pip-audit and the validator of CycloneDX: no dependencies of ours.
$(AUDIT): $(READY)
	@$(BIN)/python -m venv build/audit
	@build/audit/bin/pip install --quiet pip-audit "cyclonedx-python-lib[json-validation]"
	@touch $@

# The environment is there whole or not at all: its mark is written last.
$(READY): deploy/requirements.lock deploy/requirements-build.lock pyproject.toml
	@$(FIND_PYTHON); echo "setting up $(VENV) with $$python (a minute or two)"; "$$python" -m venv "$(VENV)"
	@$(INSTALL) -r deploy/requirements-build.lock -r deploy/requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): $(READY) deploy/requirements-dev.lock
	@echo "adding what tests and checks need"
	@$(INSTALL) -r deploy/requirements-dev.lock
	@touch $@

.PHONY: help setup dev run dashboard test test-all lint types bench bench-compare bench-report bench-guard peers score damage crash fuzz soak try-image sbom vulnerabilities docs lock clean

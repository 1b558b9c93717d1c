# Every command sets up what it needs: `.venv` comes from the two locks, pinned by hash.
# requirements.lock is what the program needs to run, requirements-dev.lock what is added to work on it.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCKS := requirements.lock requirements-dev.lock
INSTALL := pip install --quiet --no-deps
export QT_QPA_PLATFORM ?= offscreen

.PHONY: demo quick test search newer run check words pictures bench references bundle audit windows windows-test fault interop format lock clean

demo: $(READY)
	$(BIN)/reviewer demo demo

# Qt is the slowest to load of all that is tested, and these tests do without it.
quick: $(READY)
	$(BIN)/pytest -q -n auto --dist worksteal -p no:pytest-qt tests/unit tests/architecture

test: $(READY)
	$(BIN)/pytest -q -n auto --dist worksteal

# Ten times as many examples, other ones in each run: `make test` tries the same in every run.
search: $(READY)
	$(BIN)/pytest -q -n auto --dist worksteal -m hypothesis --hypothesis-profile search tests/unit tests/db tests/files

# The same again on Python 3.13, where the machine has one, without a window.
newer:
	.ci/newer

run: $(READY)
	env -u QT_QPA_PLATFORM $(BIN)/reviewer

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Collects the sentences of the sources, brings every language up to date, compiles and checks it.
words: $(READY)
	$(BIN)/python tests/catalogues.py

# Draws the pictures of the help again: the window as it is now, with synthetic cases.
pictures: $(READY)
	$(BIN)/pytest -q -m pictures -p no:randomly tests/window/test_window_help_pictures.py

bench: $(READY)
	$(BIN)/pytest -q -m bench -s -p no:randomly

# What the statisticians' own programs find, which the tests compare ours with, is written again.
references:
	$(PYTHON) -m venv build/references
	build/references/bin/pip install --quiet --requirement tests/references/requirements.txt
	build/references/bin/python tests/references/make_references.py

fault: export REVIEWER_FAULTS ?= full
fault: $(READY)
	$(BIN)/pytest -q -m faults -s -rs

interop: $(READY)
	$(BIN)/pytest -q -m interop -rs

# Two builds of one commit are alike: all bears the moment of the commit, and no set has an order.
bundle: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)
bundle: export PYTHONHASHSEED = 0
bundle: build/venv/.ready
	build/venv/bin/pyinstaller --noconfirm --log-level WARN build.spec
	build/venv/bin/python .ci/components.py build/venv/lib/python3.*/site-packages build/build dist/reviewer
	dist/reviewer/reviewer self-test

# Known vulnerabilities of what is locked, where a database of them can be reached.
audit: $(READY)
	$(BIN)/python .ci/audit.py

# Built and tried under Wine; where the system has none that is new enough, one is unpacked beside it.
windows: $(READY)
	.ci/windows/build

windows-test: $(READY)
	.ci/windows/test

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): $(LOCKS) pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/$(INSTALL) --require-hashes $(LOCKS:%=--requirement %)
	$(BIN)/$(INSTALL) --no-build-isolation --editable .
	touch $@

# What is given away is built where only the run-time lock and PyInstaller are installed.
PYINSTALLER := altgraph|macholib|packaging|pefile|pyinstaller|pyinstaller-hooks-contrib|pywin32-ctypes|setuptools
build/venv/.ready: $(LOCKS) pyproject.toml
	$(PYTHON) -m venv build/venv
	awk '/^[a-z]/ {wanted = /^($(PYINSTALLER))==/} wanted' requirements-dev.lock > build/venv/pyinstaller.lock
	build/venv/bin/$(INSTALL) --require-hashes -r requirements.lock -r build/venv/pyinstaller.lock
	build/venv/bin/$(INSTALL) --no-build-isolation --editable .
	touch $@

# Keeps the locked releases as far as pyproject.toml allows them; UPGRADE=--upgrade takes the newest.
COMPILE := build/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-annotate $(UPGRADE) --custom-compile-command "make lock" pyproject.toml
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet uv==0.13.8
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --output-file requirements-dev.lock --extra dev --constraint requirements.lock \
		$$(sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' requirements.lock)

clean:
	rm -rf .venv .venv-3.13 build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

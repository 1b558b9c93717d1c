# Every command sets up what it needs: `.venv` comes from requirements.lock, pinned by hash.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export QT_QPA_PLATFORM ?= offscreen

.PHONY: demo test run check bench bundle fault interop format clean

demo: $(READY)
	$(BIN)/reviewer demo demo

test: $(READY)
	$(BIN)/pytest -q

run: $(READY)
	env -u QT_QPA_PLATFORM $(BIN)/reviewer

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/pytest -q -m bench -s -p no:randomly

fault: export REVIEWER_FAULTS ?= full
fault: $(READY)
	$(BIN)/pytest -q -m faults -s -rs

interop: $(READY)
	$(BIN)/pytest -q -m interop -rs

bundle: $(READY)
	$(BIN)/pyinstaller --noconfirm --log-level WARN build.spec
	dist/reviewer/reviewer self-test

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

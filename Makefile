# Everything a developer types. Needs Python 3.11 or newer and make; the rest is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo
NOTES := build/notes
PYTEST_ARGS ?= -n auto
LEAST_SQUARES := "e(theta) = y - Phi theta; L(e) = ||e||^2" --wrt theta --where "Phi: N x D"

.DEFAULT_GOAL := help
.PHONY: help demo notes site test check examples format clean

help:
	@echo "make demo       derive the least-squares gradient: terminal, .tex, .html, .pdf"
	@echo "make notes      typeset the lecture notes, N1 to N16, as a chapter: .pdf, .tex, .html"
	@echo "make site       the page, as a folder for any web space: build/site (needs Node.js)"
	@echo "make test       run the tests"
	@echo "make check      formatting, lint, types, tests"
	@echo "make examples   write worked_examples/ anew"
	@echo "make format     format the code"
	@echo "make clean      remove what was built, and .venv"

demo: $(VENV)/.demo
	$(BIN)/symjac derive $(LEAST_SQUARES)
	@for format in tex html pdf; do $(BIN)/symjac derive $(LEAST_SQUARES) -o $(DEMO)/least_squares.$$format || exit 1; done
	@echo
	@echo "Written: $(DEMO)/least_squares.tex, .html and .pdf"

# The PDF is typeset by the embedded engine, and again by pdflatex where there is one.
notes: $(VENV)/.demo
	@for format in tex html pdf; do $(BIN)/symjac chapter worked_examples/chapter.toml -o $(NOTES)/notes.$$format || exit 1; done
	@if command -v pdflatex >/dev/null; then $(BIN)/symjac chapter worked_examples/chapter.toml -o $(NOTES)/notes-latex.pdf --engine latex; fi
	@echo "Written: $(NOTES)/notes.pdf, .tex, .html"

site: $(VENV)/.demo
	$(BIN)/symjac site build/site

test: $(VENV)/.dev
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(PYTEST_ARGS)

examples: $(VENV)/.dev
	$(BIN)/python worked_examples/build.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf build dist $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find symjac tests worked_examples -name __pycache__ -type d -prune -exec rm -rf {} +

# Compiling here spares every first run where Python is told not to write bytecode itself.
# The stamps are as new as the last install, so nothing is installed again until pyproject.toml changes.
$(VENV)/.demo: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[pdf]"
	@$(BIN)/python -m compileall -q symjac
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@$(BIN)/python -m compileall -q symjac
	@touch $@ $(VENV)/.demo

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "symjac needs Python 3.11 or newer; say which: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

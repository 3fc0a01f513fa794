# Everything a reader, a learner or an author does with the course. `make` alone lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
SITE := _build/html
PORT ?= 8000
# Options for JupyterLab.
LAB ?=
WORKERS ?= 2
# Small matrices on several threads wait more than they compute, all the more beside other work.
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1
# Where the environment forbids to keep compiled modules, as in many containers, each of the hundred
# processes of a run would compile them again: half the time of its start.
export PYTHONDONTWRITEBYTECODE :=
# Files are dealt out whole: the cells of a notebook must stay on one worker, and the tests of a
# file share what they have trained.
PYTEST := $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile

# All but `peers` and `compare`: large libraries that the course is compared with.
EXTRAS := live sphinx course lab book print grade cluster postgres test lint

.DEFAULT_GOAL := help
.PHONY: help book links pdf serve lab learner test test-slow test-full test-site lint types notebooks \
  pictures mutants bench bench-full lock clean home user port

help:  ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(READY) home  ## Build the site into _build/html
	@mkdir -p _build
	@$(BIN)/python -m actcourse.book.stamp > _build/stamp.next
	@$(BIN)/jupyter-book build . --all -n -W --keep-going -q > _build/book.log 2>&1 \
	  || { cat _build/book.log; exit 1; }
	@test -f $(SITE)/chapters/index.html || { echo "no pages in $(SITE)"; cat _build/book.log; exit 1; }
	@mv _build/stamp.next _build/stamp
	@$(BIN)/python -c 'import pathlib as p; print("The book is here:", p.Path("$(SITE)/index.html").absolute().as_uri())'

pdf: book  ## Print the site as one PDF, by Chromium
	@$(BIN)/python -m actcourse.book.print

links: $(READY)  ## Visit every link to another host; this one needs a network
	@$(BIN)/jupyter-book build . --builder linkcheck --all -q

serve: port book  ## Build the site and serve it on 127.0.0.1
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory $(SITE)

lab: user home $(READY)  ## Open your own copy of the course, my-course, in JupyterLab
	@$(BIN)/python -m actcourse.exercises.learner --into my-course
	@$(BIN)/jupyter lab --ip 127.0.0.1 $(LAB) my-course

learner: $(READY)  ## Write what learners get, without solutions, into learner
	@$(BIN)/python -m actcourse.exercises.learner

test: $(READY) home  ## Run the tests, and every notebook against its stored outputs
	@$(PYTEST) --nbval -m "not slow" tests chapters

test-slow: $(READY)  ## Run the tests that take many seconds, and none of the others
	@$(PYTEST) -m slow tests --ignore tests/site

test-full: $(READY) home  ## Both in one run, in which they share what is trained
	@$(PYTEST) --nbval tests chapters --ignore tests/site

# The course is printed once, by a run of its own beside the others.
test-site: export ACTCOURSE_REQUIRE_BROWSER := 1
test-site: $(READY)  ## Drive every page of the built site in a browser, and print it
	@mkdir -p _build
	@$(BIN)/python -m pytest -q tests/site/test_print.py > _build/print.log 2>&1 & printing=$$!; \
	  $(PYTEST) --dist load tests/site --ignore tests/site/test_print.py; failed=$$?; \
	  wait $$printing || failed=1; cat _build/print.log; exit $$failed

lint: $(READY)  ## Check the form of all code and of the notebooks, as CI does
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m actcourse.book.notebooks --check

types: $(READY)  ## Check the type hints
	@$(BIN)/mypy

notebooks: $(READY) home  ## Re-execute the notebooks and store their text outputs
	@$(BIN)/python -m actcourse.exercises.forms
	@$(BIN)/python -m actcourse.book.notebooks

pictures: $(READY)  ## Record anew what explorers draw; review the difference
	@$(BIN)/python -m tests.figures.pictures $(ONLY)

mutants: $(READY)  ## Change the code in 600 small ways; see what no test notices; two hours
	@$(BIN)/python -m mutation --workers $(WORKERS)

bench: $(READY)  ## Measure times and errors; AGAINST=file compares with an earlier run
	@$(BIN)/python -m benchmarks $(AGAINST:%=--against %)

bench-full: book  ## The same on large arrays too, then sliders, pages, grading and builds
	@$(BIN)/python -m benchmarks --full $(AGAINST:%=--against %)
	@$(BIN)/python -m pytest -q benchmarks $(AGAINST:%=--against %)

lock: $(READY)  ## Pin the newest versions of everything in requirements.txt
	@$(BIN)/uv pip compile pyproject.toml $(EXTRAS:%=--extra %) --universal --python-version 3.11 \
	  --fork-strategy fewest --no-annotate --no-header --no-emit-index-url --upgrade --quiet \
	  --output-file requirements.txt

clean:  ## Remove what was built; .venv and my-course stay
	@rm -rf _build learner .pytest_cache .ruff_cache .hypothesis .benchmarks
	@find actcourse tests chapters -name __pycache__ -prune -exec rm -rf {} +

# What the machine may lack is said in a sentence, before anything begins.
home:
	@test -w "$$HOME" || { echo "Your home folder, $$HOME, cannot be written to, and Jupyter and" \
	  "matplotlib keep files there: set HOME to a folder that can." >&2; exit 1; }

user:
	@case "$$(id -u) $(LAB)" in "0 "*--allow-root*) ;; "0 "*) echo "You are root, as whom" \
	  "JupyterLab does not run: be an ordinary user or, in a container, make lab" \
	  "LAB=--allow-root." >&2; exit 1 ;; esac

port: $(READY)
	@$(BIN)/python -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1])))' \
	  '$(PORT)' 2> /dev/null || { echo "Port $(PORT) is taken, or no number that you may take:" \
	  "make serve PORT=another, from 1024 to 65535." >&2; exit 1; }

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; make PYTHON=/path/to/it")'
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || { \
	  test ! -e $(VENV) || echo "$(VENV) is half made, without a pip that runs: it is made anew."; \
	  $(PYTHON) -m venv --clear $(VENV); }
	@echo "Installing the pinned libraries into $(VENV); this takes a minute."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

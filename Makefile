# Varsam needs python3 (3.11 or later) and make; the rest is brought from requirements.lock.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test check lock bench protection acro forms simulate attack

help:
	@echo "make demo      build what is needed, open the form and the dashboard on the sample studies"
	@echo "make test      build what is needed, pass every test"
	@echo "make check     ruff, mypy strict, import rules"
	@echo "make bench     measure speed against R's survey and svy (CASES=1000000 for a million)"
	@echo "make protection  measure how long protection takes, and its loss over the least (TABLES=2 for a look)"
	@echo "make acro      the same made-up data through ACRO (ACRO=path/to/python, else it is installed)"
	@echo "make forms     what SurveyJS, ODK's engine and VS Code's language server make of our files (node and npm)"
	@echo "make simulate  coverage of intervals (with noise, too), size of tests, a published model (ROUNDS=200 for a look)"
	@echo "make attack    what an attacker finds in our tables (ROUNDS=10 for a look)"
	@echo "make lock      renew requirements.lock"
	@echo "Everything else is a subcommand: $(BIN)/varsam --help"

demo: $(READY)
	@$(BIN)/varsam demo

test: $(READY)
	@sh tests/programs.sh
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	@$(BIN)/python benchmarks/peers.py $(CASES)

protection: $(READY)
	@$(BIN)/python -m benchmarks.disclosure $(if $(TABLES),--tables $(TABLES))

acro: $(READY)
	@$(BIN)/python benchmarks/against_acro/compare.py $(ACRO)

forms: $(READY)
	@$(BIN)/python benchmarks/against_forms/compare.py $(NODE_MODULES)

simulate: $(READY)
	@$(BIN)/python -m simulations $(if $(ROUNDS),--rounds $(ROUNDS))

attack: $(READY)
	@$(BIN)/python -m tests.attacks $(if $(ROUNDS),--rounds $(ROUNDS))

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --upgrade --no-header --no-emit-index-url --quiet --output-file requirements.lock

# Missing or older than the lock: made anew. A half-made environment has no mark and is made again.
$(READY): requirements.lock pyproject.toml
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Varsam needs Python 3.11 or later; python3 here is $$(python3 --version)."; exit 1; }
	@echo "Building $(VENV) from requirements.lock (once, a minute or two) ..."
	@rm -rf $(VENV)
	@python3 -m venv $(VENV) || { echo "python3 cannot make environments here; on Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --disable-pip-version-check -qq --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check -qq --no-deps --no-build-isolation --editable .
	@touch $(READY)

# 据典 Judian: `make run` uses it, `make test` tests it. Windows without make: see README.md.
#
#   make run              install what is missing, read corpus/, answer one question, serve the page
#   make run MODELS=1     the same, with sentence-transformers for embedding models of your own
#   make setup            install only; .venv/bin/judian is then the command
#   make test             install what tests need and run them all; MODELS=1 adds the tests of the extra,
#                         WORKERS=2 lets two processes share them
#   make check            ruff and mypy
#
# PYTHON=python3.12 names the interpreter, LIBRARY=folder the library, PORT=8600 the page's port.
# TORCH=torch==2.9.1 names the torch that MODELS=1 installs, PIP_OPTIONS= is passed to every pip install.

MODELS ?=
WORKERS ?=
PYTHON ?=
LIBRARY ?= $(or $(JUDIAN_LIBRARY),library)
PORT ?= 8501
TORCH ?= torch==2.13.0
PIP_OPTIONS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check $(PIP_OPTIONS)
WITH_MODELS := $(filter-out 0 no,$(MODELS))
INSTALLED := $(VENV)/.installed $(if $(WITH_MODELS),$(VENV)/.installed-models)

.DEFAULT_GOAL := help
.PHONY: help setup run test check check-style check-format check-types clean

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

setup: $(INSTALLED)

run: $(INSTALLED)
	@$(BIN)/judian start --library "$(LIBRARY)" --port "$(PORT)"

# Models and data sets are never fetched at test time: what is not on the disk is an error.
test: $(INSTALLED) $(VENV)/.installed-test
	HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 $(BIN)/python -m pytest $(if $(WITH_MODELS),,-m "not models") \
	    $(if $(WORKERS),-n $(WORKERS) --dist loadgroup) $(PYTEST_OPTIONS)

check: check-style check-format check-types

check-style: $(VENV)/.installed-test
	$(BIN)/ruff check .

check-format: $(VENV)/.installed-test
	$(BIN)/ruff format --check .

check-types: $(VENV)/.installed-test
	$(BIN)/mypy

# Everything `make` made here; your notices and libraries stay.
clean:
	rm -rf $(VENV) build judian.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The stamps below make a second run fast: pip runs again only when pyproject.toml changed.
$(VENV)/.installed: pyproject.toml
	@sh .ci/make-venv "$(VENV)" "$(PYTHON)"
	$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml $(VENV)/.installed
	$(PIP_INSTALL) -e '.[test]'
	@touch $@

# On Linux the package index gives a CUDA torch of 5 GB; elsewhere it gives the CPU build. Public CPU builds carry the
# local version "+cpu", so that one is asked for first, from wherever pip is set up to look (PIP_OPTIONS adds a place).
$(VENV)/.installed-models: pyproject.toml $(VENV)/.installed
	@if $(BIN)/python -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)'; then \
	    echo "已装有 torch，不再安装。"; \
	elif [ "$$(uname -s)" = Linux ] && $(PIP_INSTALL) '$(TORCH)+cpu'; then \
	    echo "已装上 CPU 版 torch。"; \
	else \
	    if [ "$$(uname -s)" = Linux ]; then \
	        echo "找不到 CPU 版的 $(TORCH)，改装默认版本，Linux 上可达 5 GB。"; \
	        echo "要装小的：按 Ctrl+C 停下，到 PyTorch 官网查 CPU 版的下载地址，再用"; \
	        echo "  make run MODELS=1 PIP_OPTIONS='--extra-index-url 该地址'"; \
	    fi; \
	    $(PIP_INSTALL) '$(TORCH)'; \
	fi
	$(PIP_INSTALL) -e '.[models]'
	@touch $@

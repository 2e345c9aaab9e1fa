# make        建立环境，生成网站和数据库      sets up, builds the site and the database
# make test   建立环境，通过全部检查和测试    sets up, passes all checks and tests
# make serve  在本机查看                      shows both at one address on this machine
# PYTHON=/path/to/python3.11 chooses another Python (3.11 or newer).

.DEFAULT_GOAL := build
.PHONY: build test lint serve bench lock clean set-up
.NOTPARALLEL:

BIN := .venv/bin
PYTHON ?=
export PYTHON

build: set-up
	@$(BIN)/gongkai build

serve: set-up
	@$(BIN)/gongkai serve

bench: set-up
	@$(BIN)/gongkai bench

test: lint
	@$(BIN)/python -m pytest -n 2

lint: set-up
	@$(BIN)/ruff check scripts tests
	@$(BIN)/ruff format --check scripts tests
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/zizmor --offline --quiet .github
	@$(BIN)/actionlint .github/workflows/*.yml

# The environment in .venv; the script decides whether anything is to be done.
set-up:
	@sh .ci/set-up

# New versions within the bounds of pyproject.toml. The group `dev` names the project itself for its extra, which no
# index holds: the override leaves the name out, --extra brings what it stands for. No index, no path, no date gets in.
lock: set-up
	@echo "gongkai ; python_version < '3'" | $(BIN)/uv pip compile pyproject.toml --quiet --universal \
		--python-version 3.11 --extra typeset --group dev --override - --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --output-file $(BIN)/requirements.lock > /dev/null
	@{ echo '# 由 make lock 写成，请勿手改；装法：pip install --require-hashes -r requirements.lock'; \
		echo '# Written by make lock, not by hand; install: pip install --require-hashes -r requirements.lock'; \
		cat $(BIN)/requirements.lock; } > requirements.lock.new
	@mv requirements.lock.new requirements.lock && rm $(BIN)/requirements.lock

clean:
	@rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

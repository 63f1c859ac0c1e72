# make demo   set everything up and interpret our own example tumours
# make test   set everything up and run all checks
# make app    open the window
# make bench  measure speed as ratios
PYTHON ?=
export PYTHON
export PIP_ROOT_USER_ACTION = ignore
RUN = .venv/bin/python -m interpreter

.PHONY: demo test app bench lint lock bundle clean setup

demo:
	@tools/setup.sh run
	@$(RUN) demo --out demo-output

app:
	@tools/setup.sh window
	@$(RUN)

test: lint
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest

lint:
	@tools/setup.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench:
	@tools/setup.sh dev
	.venv/bin/python -m benchmarks

bundle:
	@tools/setup.sh dev
	.venv/bin/pyinstaller --noconfirm build.spec

lock: # needs uv; run after a change of the dependencies in pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml requirements/build.in --output-file requirements/lock.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml requirements/build.in --extra dev --output-file requirements/lock-dev.txt

setup:
	@tools/setup.sh dev

clean:
	rm -rf .venv build dist demo-output .mypy_cache .ruff_cache .pytest_cache

# `make up` starts the workspace, `make test` proves it; both work in a fresh checkout with Python 3.11 to 3.13.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHON

.PHONY: up test check bench format images test-images test-kubernetes clean
.SILENT:

up:
	hub/install hub,lab,samples
	exec lyceum up

test: check
	pytest -n 2 --dist worksteal $(TESTS)

check:
	hub/install hub,lab,samples,kubernetes,test
	ruff check
	ruff format --check
	mypy
	lint-imports
	cd extensions && jlpm lint:check

bench:
	hub/install hub,lab,samples,kubernetes,test
	PYTHONPATH=tests python -m bench $(FIGURES)

format:
	hub/install hub,lab,samples,kubernetes,test
	ruff check --fix
	ruff format
	cd extensions && jlpm lint

images:
	hub/install hub,lab,samples
	python images/build.py $(IMAGES)

test-kubernetes:
	hub/install hub,lab,samples,kubernetes,test
	pytest tests/kubernetes

test-images:
	hub/install hub,lab,samples,kubernetes,test
	pytest tests/images

clean:
	rm -rf "$$(readlink -f .venv)" .venv build extensions/node_modules extensions/lib extensions/lyceum_lab/labextension

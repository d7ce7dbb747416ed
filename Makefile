PYTHON ?= python3

.PHONY: demo run test lint bundle
demo run test lint bundle:
	@$(PYTHON) bootstrap.py $@ $(ARGS)

"""The health of published notebooks: whether each of them still runs."""

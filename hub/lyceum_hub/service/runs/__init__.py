"""Runs: notebooks executed once for their owners, from the queue to a final state and what is kept of them."""

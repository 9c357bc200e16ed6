"""Culling: Labs that nobody uses are told, then stopped; a running cell and a run never are."""

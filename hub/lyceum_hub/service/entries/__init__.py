"""Entries in the database: published in versions, found by their words."""

"""Stewardship: proposals and their review, what becomes of entries later on, and whom to tell of it."""

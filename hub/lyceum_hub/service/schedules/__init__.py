"""Schedules: what makes runs happen again and again."""

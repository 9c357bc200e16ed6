"""Schedules at the prompt: added, looked at, changed."""

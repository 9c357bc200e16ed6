"""Runs at the prompt: made, followed, looked at, compared, stopped."""

"""Prefork: a process that has imported what people's servers need, and forks each server from itself."""

"""The API: each route parses, calls, translates."""

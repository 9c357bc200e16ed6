"""The service: catalog, runs and schedules, behind the hub's tokens."""

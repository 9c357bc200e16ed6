"""Profiles: what the data of an entry look like, column by column, and how two versions of them differ."""

from lyceum_catalog.profiling.profile import Profile

__all__ = ["Profile"]

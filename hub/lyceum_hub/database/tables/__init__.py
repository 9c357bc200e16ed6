"""The tables, as SQLAlchemy Core describes them; every instant is kept in UTC."""

from lyceum_hub.database.tables.accounts import accounts, invites
from lyceum_hub.database.tables.checks import notebook_checks
from lyceum_hub.database.tables.entries import (
    entries,
    entry_access,
    entry_fingerprints,
    entry_index,
    entry_loads,
    entry_profiles,
    entry_requests,
    entry_sources,
    entry_versions,
    saved_searches,
    word_trigrams,
)
from lyceum_hub.database.tables.gpus import gpu_leases
from lyceum_hub.database.tables.learning import certificates, check_tries, enrolments, workshop_people, workshops
from lyceum_hub.database.tables.metadata import Instant, metadata
from lyceum_hub.database.tables.metering import (
    server_days,
    server_refusals,
    server_sessions,
    session_groups,
    storage_days,
)
from lyceum_hub.database.tables.opinions import entry_comments, entry_stars
from lyceum_hub.database.tables.people import audit, messages, owners
from lyceum_hub.database.tables.runs import environments, lineage_events, run_entries, run_events, run_log, runs
from lyceum_hub.database.tables.schedules import schedules
from lyceum_hub.database.tables.stewardship import inbox, inbox_people, proposal_comments, proposals

__all__ = [
    "Instant",
    "accounts",
    "audit",
    "certificates",
    "check_tries",
    "enrolments",
    "entries",
    "entry_access",
    "entry_comments",
    "entry_fingerprints",
    "entry_index",
    "entry_loads",
    "entry_profiles",
    "entry_requests",
    "entry_sources",
    "entry_stars",
    "entry_versions",
    "environments",
    "gpu_leases",
    "inbox",
    "inbox_people",
    "invites",
    "lineage_events",
    "messages",
    "metadata",
    "notebook_checks",
    "owners",
    "proposal_comments",
    "proposals",
    "run_entries",
    "run_events",
    "run_log",
    "runs",
    "saved_searches",
    "schedules",
    "server_days",
    "server_refusals",
    "server_sessions",
    "session_groups",
    "storage_days",
    "word_trigrams",
    "workshop_people",
    "workshops",
]

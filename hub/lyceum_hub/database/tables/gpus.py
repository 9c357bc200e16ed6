"""The GPUs that servers hold."""

from sqlalchemy import Column, Float, String, Table

from lyceum_hub.database.tables.metadata import Instant, metadata

gpu_leases = Table(
    "gpu_leases",
    metadata,
    Column("server", String(100), primary_key=True),  # PERSON/NAME, as the hub names servers
    Column("device", String(80), primary_key=True),  # the UUID of a GPU or of a MIG instance
    Column("share", Float, nullable=False),  # 1: it holds the whole device
    Column("since", Instant, nullable=False),
    Column("until", Instant),  # when the server is stopped at the latest
    Column("used_at", Instant, nullable=False),  # when it was last seen to use the device, or got it
)

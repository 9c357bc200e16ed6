"""Which servers hold which GPUs."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "gpu_leases",
        sa.Column("server", sa.String(length=100), primary_key=True),
        sa.Column("device", sa.String(length=80), primary_key=True),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    )

"""Groups of runs that were asked for at once."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("runs", sa.Column("group", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_runs_group"), "runs", ["group"], unique=False)

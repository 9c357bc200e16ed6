"""Courses that people take, checks they tried, certificates and workshops."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "enrolments",
        sa.Column("person", sa.String(length=64), primary_key=True),
        sa.Column("course", sa.String(length=200), primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index(op.f("ix_enrolments_course"), "enrolments", ["course"])
    create_tries()
    create_certificates()
    create_workshops()


def create_tries() -> None:
    op.create_table(
        "check_tries",
        sa.Column("person", sa.String(length=64), primary_key=True),
        sa.Column("course", sa.String(length=200), primary_key=True),
        sa.Column("check", sa.String(length=100), primary_key=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("passed_at", INSTANT),
        sa.Column("signature", sa.String(length=64)),
    )
    op.create_index("tries_by_course", "check_tries", ["course", "check"])


def create_certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("code", sa.String(length=32), primary_key=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("course", sa.String(length=200), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("one_certificate", "certificates", ["person", "course"], unique=True)


def create_workshops() -> None:
    op.create_table(
        "workshops",
        sa.Column("code", sa.String(length=16), primary_key=True),
        sa.Column("course", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("instructor", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
    )
    op.create_index(op.f("ix_workshops_instructor"), "workshops", ["instructor"])
    workshop = sa.ForeignKey("workshops.code", ondelete="CASCADE")
    op.create_table(
        "workshop_people",
        sa.Column("workshop", sa.String(length=16), workshop, primary_key=True),
        sa.Column("person", sa.String(length=64), primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index(op.f("ix_workshop_people_person"), "workshop_people", ["person"])

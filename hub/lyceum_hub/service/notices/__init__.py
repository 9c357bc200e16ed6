"""Notices: telling people how their runs ended, by email and webhook, from an outbox in the database."""

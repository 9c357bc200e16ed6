"""Run the migrations on the connection that `migrate` hands over."""

from alembic import context

from lyceum_hub.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
)
context.run_migrations()

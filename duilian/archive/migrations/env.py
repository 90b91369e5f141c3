"""Alembic's environment: migrates the connection it is given, in the transaction that is open there."""

from alembic import context

from duilian.archive.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()

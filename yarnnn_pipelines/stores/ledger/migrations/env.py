"""Alembic's entry: runs the migrations on the connection that the ledger hands over, in its one transaction.

Nothing else belongs here.
"""

from alembic import context

from yarnnn_pipelines.stores.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

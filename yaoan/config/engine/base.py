"""The connection: before each statement it makes sure that the database knows the sight in force."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from yaoan.kernel import sight

TELL = "SELECT set_config('yaoan.sight', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that sees nothing until it is told.

    The setting lives in the session, for most reading happens outside of transactions; a rollback takes back what was
    told inside, so that the next statement tells it again. An aborted transaction is left to its rollback.
    """

    _told: str | None = sight.NOTHING

    def get_new_connection(self, conn_params: Any) -> Any:
        self._told = sight.NOTHING
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        wanted = sight.in_force()
        if wanted != self._told and self.connection.info.transaction_status != TransactionStatus.INERROR:
            self.connection.execute(TELL, [wanted])
            self._told = wanted
        return super().create_cursor(name)

    def _rollback(self) -> None:
        self._told = None
        super()._rollback()  # type: ignore[misc]  # the stubs leave it out

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None

"""The two roles every database of Yaoan has, as SQL.

`yaoan_owner` owns the tables and runs migrations. `yaoan_app` serves: it owns nothing, is no superuser and cannot pass
by row-level security, so a forgotten check in the program still meets a closed door in the database.
"""

SUPERUSER = "postgres"
DATABASE = "yaoan"
NAMES: dict[str, str] = {"app": "yaoan_app", "owner": "yaoan_owner", "admin": SUPERUSER}

PREPARATION = (
    "CREATE ROLE yaoan_owner LOGIN NOSUPERUSER NOBYPASSRLS;",
    "CREATE ROLE yaoan_app LOGIN NOSUPERUSER NOBYPASSRLS;",
    "GRANT yaoan_app TO yaoan_owner;",
    # Default privileges belong to one database: set in template1, every database made from it inherits them.
    "ALTER DEFAULT PRIVILEGES FOR ROLE yaoan_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO yaoan_app;",
    "ALTER DEFAULT PRIVILEGES FOR ROLE yaoan_owner GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO yaoan_app;",
    "CREATE DATABASE yaoan OWNER yaoan_owner;",
)
"""For a fresh server, run as superuser while connected to `template1`."""

FOR_TESTS = ("ALTER ROLE yaoan_owner CREATEDB;",)
"""A test runner makes and drops its own database."""

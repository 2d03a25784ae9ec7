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
    # A process that was frozen in the middle of a transaction must not hold up the others for longer than this.
    "ALTER ROLE yaoan_app SET idle_in_transaction_session_timeout = '10min';",
    # Default privileges belong to one database: set in template1, every database made from it inherits them.
    "ALTER DEFAULT PRIVILEGES FOR ROLE yaoan_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO yaoan_app;",
    "ALTER DEFAULT PRIVILEGES FOR ROLE yaoan_owner GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO yaoan_app;",
    "CREATE DATABASE yaoan OWNER yaoan_owner;",
)
"""For a fresh server, run as superuser while connected to `template1`."""

TRUST = (
    "ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF;",
    "ALTER FUNCTION pg_catalog.arrayoverlap(anyarray, anyarray) LEAKPROOF;",
    "ALTER FUNCTION pg_catalog.arraycontains(anyarray, anyarray) LEAKPROOF;",
    "ALTER FUNCTION pg_catalog.jsonb_contains(jsonb, jsonb) LEAKPROOF;",
    "ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF;",
)
"""For a migrated database, run as superuser while connected to it; may be run again.

Where rows are guarded, an index may answer only to functions that are known to tell nobody what they were given. These
compare, and raise no error that says with what; without this word lists and search are as right, and slower.
"""

FOR_TESTS = ("ALTER ROLE yaoan_owner CREATEDB;",)
"""A test runner makes and drops its own database."""

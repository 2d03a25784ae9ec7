from django.db import migrations

REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '只能追加，不能改动或删除：% %。写错了请用更正类操作另记一笔。(%: append only; put a mistake right with a further act.)',
    TG_TABLE_NAME, TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;
"""

# ALWAYS: also in a session that plays a replica. FOR EACH STATEMENT: also where no row would be met.
GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only;
"""
UNGUARD = "DROP TRIGGER {table}_append_only ON {table};"

TABLES = ("journal_entry", "journal_seal", "journal_accesslog")

# See sealing.horizon. The function runs with the rights of the owner, since only who may change a table may lock it
# against change, and waits no longer than writers can bear: they queue behind a lock that is asked for.
HORIZON = """
CREATE FUNCTION journal_horizon() RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
BEGIN
  LOCK TABLE journal_entry IN SHARE MODE;
  RETURN (SELECT coalesce(max(id), 0) FROM journal_entry);
END
$$;
REVOKE ALL ON FUNCTION journal_horizon() FROM PUBLIC;
"""

# A database that others run may have one role for all; there the triggers stand alone.
GRANTS = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'yaoan_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON journal_entry, journal_seal, journal_accesslog FROM yaoan_app;
    GRANT SELECT, INSERT ON journal_entry, journal_seal, journal_accesslog TO yaoan_app;
    GRANT EXECUTE ON FUNCTION journal_horizon() TO yaoan_app;
  END IF;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(
            REFUSE + "".join(GUARD.format(table=table) for table in TABLES),
            "".join(UNGUARD.format(table=table) for table in TABLES) + "DROP FUNCTION journal_refuse();",
        ),
        migrations.RunSQL(HORIZON, "DROP FUNCTION journal_horizon();"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]

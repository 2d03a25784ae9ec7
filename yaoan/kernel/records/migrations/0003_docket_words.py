from django.db import migrations

# In a procedural language the planner takes it as it stands: in SQL it would see through it, and find functions in it of
# which nobody said that they keep what they are given to themselves; then no index would answer past a row policy.
DOCKET_WORDS = """
CREATE OR REPLACE FUNCTION docket_words(text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN to_tsvector('simple', regexp_replace(regexp_replace(lower($1), '[^0-9a-z㐀-鿿]+', ' ', 'g'),
                                              '([㐀-鿿])', '\\1 ', 'g'));
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0002_initial")]
    operations = [migrations.RunSQL(DOCKET_WORDS, migrations.RunSQL.noop)]

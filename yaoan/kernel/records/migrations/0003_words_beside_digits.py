from django.db import migrations

# A character that stands behind a digit or a letter (B12注射液) is a word of its own, as it is everywhere else.
DOCKET_WORDS = """
CREATE OR REPLACE FUNCTION docket_words(text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN to_tsvector('simple', regexp_replace(regexp_replace(lower($1), '[^0-9a-z㐀-鿿]+', ' ', 'g'),
                                              '([㐀-鿿])', ' \\1 ', 'g'));
END
$$;
UPDATE records_docket SET text = text;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0002_initial")]
    operations = [migrations.RunSQL(DOCKET_WORDS, migrations.RunSQL.noop)]

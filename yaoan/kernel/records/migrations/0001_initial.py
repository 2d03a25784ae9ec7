from django.db import migrations

DOCKET_WORDS = """
CREATE FUNCTION docket_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_tsvector('simple', regexp_replace(regexp_replace(lower($1), '[^0-9a-z㐀-鿿]+', ' ', 'g'),
                                              '([㐀-鿿])', '\\1 ', 'g'))
$$;
CREATE SEQUENCE record_id_seq;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(DOCKET_WORDS, "DROP SEQUENCE record_id_seq; DROP FUNCTION docket_words(text)"),
    ]

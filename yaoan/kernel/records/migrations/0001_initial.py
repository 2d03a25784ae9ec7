from django.db import migrations

# Chinese text is cut into single characters. In a procedural language the planner takes the function as it stands; in SQL it
# would see through it, and find functions in it of which nobody said that they keep what they are given to themselves.
DOCKET_WORDS = """
CREATE FUNCTION docket_words(text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN to_tsvector('simple', regexp_replace(regexp_replace(lower($1), '[^0-9a-z㐀-鿿]+', ' ', 'g'),
                                              '([㐀-鿿])', '\\1 ', 'g'));
END
$$;
CREATE SEQUENCE record_id_seq;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(DOCKET_WORDS, "DROP SEQUENCE record_id_seq; DROP FUNCTION docket_words(text)"),
    ]

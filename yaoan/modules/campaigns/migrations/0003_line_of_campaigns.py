import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

LINES = """
WITH RECURSIVE family (id, line) AS (
    SELECT id, ARRAY[]::bigint[] FROM campaigns_campaign WHERE above_id IS NULL
    UNION ALL
    SELECT below.id, family.line || family.id FROM campaigns_campaign below JOIN family ON below.above_id = family.id
)
UPDATE campaigns_campaign SET line = family.line FROM family
 WHERE campaigns_campaign.id = family.id AND campaigns_campaign.above_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_place_and_state")]
    operations = [
        migrations.AddField(
            model_name="campaign",
            name="line",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="campaign",
            index=django.contrib.postgres.indexes.GinIndex(fields=["line"], name="campaign_line"),
        ),
        migrations.RunSQL(LINES, migrations.RunSQL.noop),
    ]

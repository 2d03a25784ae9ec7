from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    operations = [
        migrations.AddField("tally", "kind", models.CharField(max_length=40, default=""), preserve_default=False),
        migrations.RunSQL(
            "UPDATE figures_tally SET kind = spec ->> 'kind' FROM figures_series WHERE figures_series.id = series_id",
            migrations.RunSQL.noop,
        ),
    ]

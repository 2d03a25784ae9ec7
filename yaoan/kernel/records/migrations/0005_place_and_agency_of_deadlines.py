from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0004_scope_of_the_docket")]
    operations = [
        migrations.RemoveIndex(model_name="deadline", name="deadline_area"),
        migrations.AddIndex(
            model_name="deadline", index=models.Index(fields=["area", "agency_id"], name="deadline_area")
        ),
    ]

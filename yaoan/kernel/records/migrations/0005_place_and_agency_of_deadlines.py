from django.db import migrations, models

from yaoan.kernel.records import migrating


class Migration(migrations.Migration):
    dependencies = [("records", "0004_scope_of_the_docket")]
    operations = [
        migrating.RemoveIndex(model_name="deadline", name="deadline_area"),
        migrating.AddIndex(
            model_name="deadline", index=models.Index(fields=["area", "agency_id"], name="deadline_area")
        ),
    ]

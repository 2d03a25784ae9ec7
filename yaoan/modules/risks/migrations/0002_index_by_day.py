from django.db import migrations, models

from yaoan.kernel.records import migrating


class Migration(migrations.Migration):
    dependencies = [("risks", "0001_initial")]
    operations = [
        migrating.AddIndex(model_name="risk", index=models.Index(fields=["found_on", "id"], name="risk_found")),
    ]

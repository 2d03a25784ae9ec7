from django.db import migrations, models

from yaoan.kernel.records import migrating


class Migration(migrations.Migration):
    dependencies = [("signals", "0001_initial")]
    operations = [
        migrating.AddIndex(model_name="signal", index=models.Index(fields=["opened_on", "id"], name="signal_opened")),
    ]

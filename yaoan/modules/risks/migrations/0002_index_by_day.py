from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("risks", "0001_initial")]
    operations = [
        migrations.AddIndex(model_name="risk", index=models.Index(fields=["found_on", "id"], name="risk_found")),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signals", "0001_initial")]
    operations = [
        migrations.AddIndex(model_name="signal", index=models.Index(fields=["opened_on", "id"], name="signal_opened")),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="division", name="keys", field=models.TextField(blank=True, verbose_name="拼音")
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_place_and_state"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="basis",
            field=models.CharField(blank=True, max_length=300, verbose_name="处罚依据"),
        ),
    ]

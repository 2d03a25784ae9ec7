from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_basis_of_the_case"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="proposed_confiscated",
            field=models.DecimalField(
                decimal_places=2, default=Decimal("0"), max_digits=16, verbose_name="拟没收违法所得"
            ),
        ),
    ]

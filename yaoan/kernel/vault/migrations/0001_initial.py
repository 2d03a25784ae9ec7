
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('wrapped', models.BinaryField(null=True)),
                ('destroyed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Secret',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('record', models.BigIntegerField(null=True)),
                ('nonce', models.BinaryField(max_length=12)),
                ('ciphertext', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='vault.key')),
            ],
            options={
                'indexes': [models.Index(fields=['record'], name='secret_record')],
            },
        ),
    ]


from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('actor', models.BigIntegerField()),
                ('record', models.BigIntegerField(null=True)),
                ('what', models.CharField(max_length=60)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['record', '-id'], name='access_record')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=40)),
                ('seq', models.IntegerField()),
                ('act', models.CharField(max_length=40)),
                ('command_id', models.UUIDField(unique=True)),
                ('cause', models.UUIDField(null=True)),
                ('actor', models.BigIntegerField()),
                ('agency', models.BigIntegerField(null=True)),
                ('area', models.CharField(max_length=12)),
                ('owner', models.BigIntegerField(null=True)),
                ('from_state', models.CharField(max_length=24)),
                ('to_state', models.CharField(max_length=24)),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('payload', models.JSONField(default=dict)),
                ('facets', models.JSONField(default=dict)),
                ('previous', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('signature', models.BinaryField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'act', 'effective_on'], name='entry_kind_act_day'), models.Index(fields=['actor', '-id'], name='entry_actor'), models.Index(condition=models.Q(('seq', 1)), fields=['number'], name='entry_first_number')],
                'constraints': [models.UniqueConstraint(fields=('record', 'seq'), name='entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('count', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('previous', models.BinaryField(max_length=32)),
                ('head', models.BinaryField(max_length=32)),
                ('sealed_at', models.DateTimeField()),
                ('key', models.CharField(max_length=64)),
                ('signature', models.BinaryField(max_length=64)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('last',), name='seal_last_once'), models.UniqueConstraint(fields=('previous',), name='seal_chain_unforked')],
            },
        ),
    ]

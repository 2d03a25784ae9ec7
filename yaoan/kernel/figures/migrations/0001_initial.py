
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Horizon',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('entry', models.BigIntegerField(default=0)),
                ('version', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=1000, unique=True)),
                ('spec', models.JSONField()),
                ('since', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('pk', models.CompositePrimaryKey('record', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                ('record', models.BigIntegerField()),
                ('seq', models.IntegerField()),
                ('entry', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('state', models.CharField(max_length=24)),
                ('area', models.CharField(db_collation='C', max_length=12)),
                ('agency', models.BigIntegerField()),
                ('facets', models.JSONField(default=dict)),
                ('day', models.DateField()),
                ('until', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'state', 'day'], name='stay_day'), models.Index(fields=['kind', 'state', 'until'], name='stay_until')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('day')), _connector='OR'), name='stay_days')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('pk', models.CompositePrimaryKey('series_id', 'level', 'month', 'area', 'agency', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.SmallIntegerField()),
                ('month', models.DateField()),
                ('area', models.CharField(db_collation='C', max_length=12)),
                ('agency', models.BigIntegerField()),
                ('count', models.BigIntegerField()),
                ('amount', models.DecimalField(decimal_places=10, max_digits=40, null=True)),
                ('series', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='figures.series')),
            ],
            options={
                'indexes': [models.Index(fields=['series', 'level', 'agency', 'month'], name='tally_agency')],
            },
        ),
    ]

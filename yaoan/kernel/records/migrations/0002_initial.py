
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('records', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('series', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('value', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=300)),
                ('act', models.CharField(max_length=40)),
                ('permission', models.CharField(max_length=60)),
                ('area', models.CharField(max_length=12)),
                ('agency_id', models.BigIntegerField()),
                ('holder_id', models.BigIntegerField(null=True)),
                ('assisting', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('paused', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['holder_id', 'due_at'], name='deadline_holder'), models.Index(fields=['agency_id', 'due_at'], name='deadline_agency'), models.Index(fields=['area', 'due_at'], name='deadline_area'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='deadline_due')],
                'constraints': [models.UniqueConstraint(fields=('record_id', 'act'), name='deadline_once')],
            },
        ),
        migrations.CreateModel(
            name='Docket',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=300)),
                ('area', models.CharField(max_length=12)),
                ('agency_id', models.BigIntegerField()),
                ('holder_id', models.BigIntegerField(null=True)),
                ('assisting', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('text', models.TextField()),
                ('words', models.GeneratedField(db_persist=True, expression=models.Func('text', function='docket_words'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='docket_words'), models.Index(fields=['kind', 'area'], name='docket_kind_area')],
            },
        ),
    ]

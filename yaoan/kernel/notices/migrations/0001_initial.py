
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.BigIntegerField()),
                ('number', models.CharField(max_length=40)),
                ('url', models.CharField(max_length=200)),
                ('act', models.CharField(max_length=40)),
                ('text', models.CharField(max_length=400, verbose_name='提醒')),
                ('whom', models.CharField(max_length=12)),
                ('day', models.DateField()),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('read_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'read_at', '-at'], name='notice_user')],
                'constraints': [models.UniqueConstraint(fields=('user', 'record_id', 'act', 'day'), name='notice_once')],
            },
        ),
    ]

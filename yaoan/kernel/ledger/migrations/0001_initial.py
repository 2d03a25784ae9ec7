
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
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('query', models.TextField()),
                ('audience', models.CharField(choices=[('mine', '只有我'), ('unit', '本单位'), ('all', '所有人')], default='mine', max_length=4, verbose_name='谁能看到')),
                ('agency_id', models.BigIntegerField(null=True)),
                ('saved_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '保存的视图',
                'indexes': [models.Index(fields=['kind', 'audience', 'agency_id'], name='saved_view_audience')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'owner', 'name'), name='saved_view_once')],
            },
        ),
    ]


from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('job', models.BigIntegerField(db_index=True, null=True)),
                ('label', models.CharField(max_length=200, verbose_name='任务')),
                ('done', models.BigIntegerField(default=0, verbose_name='已完成')),
                ('total', models.BigIntegerField(null=True, verbose_name='总数')),
                ('position', models.JSONField(null=True)),
                ('message', models.TextField(blank=True, verbose_name='说明')),
                ('state', models.CharField(choices=[('running', '进行中'), ('interrupted', '已中断，将继续'), ('done', '已完成'), ('failed', '未完成')], default='running', max_length=12, verbose_name='状态')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('changed_at', models.DateTimeField(verbose_name='最近变动')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('error', models.TextField(blank=True, verbose_name='错误')),
            ],
            options={
                'verbose_name': '进度',
                'indexes': [models.Index(fields=['finished_at'], name='progress_finished')],
            },
        ),
    ]

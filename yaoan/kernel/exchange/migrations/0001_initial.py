import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('access', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('importer', models.CharField(max_length=60)),
                ('at', models.DateTimeField(verbose_name='上传时间')),
                ('area', models.CharField(max_length=12, verbose_name='默认所在地')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sheet', models.CharField(blank=True, max_length=120, verbose_name='工作表')),
                ('head', models.JSONField(default=list)),
                ('columns', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('uploaded', '已上传，待确认列'), ('checking', '正在核对'), ('checked', '已核对，待确认'), ('applying', '正在写入'), ('done', '已完成'), ('failed', '未能读取'), ('dropped', '已放弃')], default='uploaded', max_length=12, verbose_name='状态')),
                ('counts', models.JSONField(default=dict)),
                ('position', models.IntegerField(default=0)),
                ('done', models.IntegerField(default=0, verbose_name='已写入')),
                ('refused', models.IntegerField(default=0, verbose_name='未能写入')),
                ('good_only', models.BooleanField(default=False, verbose_name='只导入正确的行')),
                ('notes', models.JSONField(default=list)),
                ('trouble', models.TextField(blank=True, verbose_name='问题')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='确认时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('cleared_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency', verbose_name='单位')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
            ],
            options={
                'verbose_name': '导入',
                'indexes': [models.Index(fields=['importer', '-id'], name='batch_importer'), models.Index(fields=['by', '-id'], name='batch_by')],
            },
        ),
        migrations.CreateModel(
            name='Row',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.IntegerField()),
                ('key', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('result', models.CharField(choices=[('new', '新增'), ('change', '变更'), ('same', '无变化'), ('error', '有错误')], max_length=8)),
                ('values', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('notes', models.JSONField(default=list)),
                ('record', models.BigIntegerField(null=True)),
                ('record_number', models.CharField(blank=True, max_length=40)),
                ('version', models.IntegerField(null=True)),
                ('refusal', models.TextField(blank=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='exchange.batch')),
            ],
            options={
                'indexes': [models.Index(fields=['batch', 'result', 'number'], name='row_batch_result')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='row_once')],
            },
        ),
    ]

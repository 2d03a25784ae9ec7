
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('campaigns', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('title', models.CharField(max_length=300, verbose_name='名称')),
                ('state', models.CharField(max_length=24, verbose_name='状态')),
                ('version', models.IntegerField(default=0)),
                ('area', models.CharField(max_length=12, verbose_name='所在地')),
                ('assisting', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='协办单位')),
                ('opened_at', models.DateTimeField(verbose_name='建立时间')),
                ('changed_at', models.DateTimeField(verbose_name='最近变动')),
                ('opened_on', models.DateField(verbose_name='发生日期')),
                ('stays', models.JSONField(default=list)),
                ('extensions', models.JSONField(default=dict)),
                ('evidence', models.JSONField(default=list)),
                ('head', models.BinaryField(default=bytes, max_length=32)),
                ('due_at', models.DateTimeField(null=True, verbose_name='最近期限')),
                ('template', models.CharField(max_length=40, verbose_name='报表类别')),
                ('covers_from', models.DateField(verbose_name='所属期起')),
                ('covers_until', models.DateField(verbose_name='所属期止')),
                ('due_on', models.DateField(null=True, verbose_name='报送期限')),
                ('document_number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('frozen_on', models.DateField(null=True, verbose_name='冻结日期')),
                ('submitted_on', models.DateField(null=True, verbose_name='报送日期')),
                ('figures', models.JSONField(default=dict, verbose_name='数字')),
                ('words', models.JSONField(default=dict, verbose_name='文字')),
                ('snapshot', models.CharField(blank=True, max_length=64, verbose_name='快照')),
                ('signature', models.CharField(blank=True, max_length=128, verbose_name='签名')),
                ('slips', models.JSONField(default=list, verbose_name='更正单')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency', verbose_name='责任单位')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign', verbose_name='专项行动')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审定人')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('owed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.return', verbose_name='对应的报送')),
                ('presented_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报请人')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency', verbose_name='报送到')),
            ],
            options={
                'verbose_name': '报表',
                'ordering': ['-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['area', '-id'], name='report_area'), models.Index(fields=['agency', '-id'], name='report_agency'), models.Index(condition=models.Q(('holder__isnull', False)), fields=['holder', '-id'], name='report_holder'), models.Index(fields=['state', '-id'], name='report_state'), models.Index(fields=['due_at', '-id'], name='report_due'), django.contrib.postgres.indexes.GinIndex(fields=['assisting'], name='report_assisting'), models.Index(fields=['template', 'area', 'covers_until'], name='report_series')],
            },
        ),
    ]


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
        ('subjects', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Signal',
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
                ('channel', models.CharField(max_length=24, verbose_name='渠道')),
                ('text', models.TextField(verbose_name='内容')),
                ('product_kind', models.CharField(blank=True, choices=[('drug', '药品'), ('device', '医疗器械'), ('cosmetic', '化妆品')], max_length=12, verbose_name='产品类别')),
                ('subject_name', models.CharField(blank=True, max_length=200, verbose_name='对象名称')),
                ('product_name', models.CharField(blank=True, max_length=200, verbose_name='产品名称')),
                ('batch', models.CharField(blank=True, max_length=60, verbose_name='批号')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='地点')),
                ('occurred_on', models.DateField(null=True, verbose_name='发生日期')),
                ('reporter', models.CharField(blank=True, max_length=36)),
                ('is_real_name', models.BooleanField(default=False, verbose_name='实名')),
                ('wants_answer', models.BooleanField(default=False, verbose_name='要求答复')),
                ('answered_on', models.DateField(null=True, verbose_name='答复日期')),
                ('finding', models.CharField(blank=True, choices=[('true', '属实'), ('partly', '部分属实'), ('false', '不属实'), ('unknown', '无法查实'), ('elsewhere', '不属本系统职责，已告知去处')], max_length=12, verbose_name='核查结论')),
                ('conclusion', models.TextField(blank=True, verbose_name='核查情况')),
                ('identity_open_until', models.DateField(null=True, verbose_name='可以查看到')),
                ('risk_id', models.BigIntegerField(null=True)),
                ('case_id', models.BigIntegerField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency', verbose_name='责任单位')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign', verbose_name='专项行动')),
                ('handed_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency', verbose_name='转出单位')),
                ('handed_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency', verbose_name='转办单位')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人')),
                ('identity_allowed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='同意查看人')),
                ('identity_asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请查看人')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='signals.signal', verbose_name='并入')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subjects.subject', verbose_name='对象')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核查人')),
            ],
            options={
                'verbose_name': '线索',
                'ordering': ['-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['area', '-id'], name='signal_area'), models.Index(fields=['agency', '-id'], name='signal_agency'), models.Index(condition=models.Q(('holder__isnull', False)), fields=['holder', '-id'], name='signal_holder'), models.Index(fields=['state', '-id'], name='signal_state'), models.Index(fields=['due_at', '-id'], name='signal_due'), django.contrib.postgres.indexes.GinIndex(fields=['assisting'], name='signal_assisting'), models.Index(fields=['channel', '-id'], name='signal_channel'), models.Index(fields=['subject', '-id'], name='signal_subject'), models.Index(fields=['campaign', '-id'], name='signal_campaign')],
            },
        ),
    ]

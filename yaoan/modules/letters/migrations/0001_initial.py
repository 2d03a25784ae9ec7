
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
        ('risks', '0001_initial'),
        ('subjects', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
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
                ('letter_kind', models.CharField(choices=[('risk_letter', '风险提示函'), ('admonition', '告诫信'), ('talk', '责任约谈'), ('platform', '平台协查函'), ('rectification', '责令改正'), ('suspension', '责令暂停')], max_length=16, verbose_name='函件种类')),
                ('product_kind', models.CharField(choices=[('drug', '药品'), ('device', '医疗器械'), ('cosmetic', '化妆品')], max_length=12, verbose_name='产品类别')),
                ('subject_name', models.CharField(blank=True, max_length=200, verbose_name='对象名称')),
                ('problems', models.TextField(blank=True, verbose_name='存在的问题')),
                ('basis', models.TextField(blank=True, verbose_name='法律依据')),
                ('measures', models.TextField(blank=True, verbose_name='要求和措施')),
                ('suspended', models.TextField(blank=True, verbose_name='暂停的活动或者产品')),
                ('asks_accountability', models.BooleanField(default=True, verbose_name='要求企业内部问责')),
                ('talk_on', models.DateField(null=True, verbose_name='约谈日期')),
                ('talk_place', models.CharField(blank=True, max_length=120, verbose_name='约谈地点')),
                ('document_number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('wording', models.TextField(blank=True, verbose_name='签发的文字')),
                ('issued_on', models.DateField(null=True, verbose_name='签发日期')),
                ('served_on', models.DateField(null=True, verbose_name='送达日期')),
                ('served_way', models.CharField(blank=True, choices=[('direct', '直接送达'), ('left', '留置送达'), ('post', '邮寄送达'), ('electronic', '电子送达'), ('entrusted', '委托送达'), ('announced', '公告送达')], max_length=12, verbose_name='送达方式')),
                ('receiver', models.CharField(blank=True, max_length=60, verbose_name='签收人')),
                ('reply_by', models.DateField(null=True, verbose_name='答复期限')),
                ('chased_count', models.IntegerField(default=0, verbose_name='催办次数')),
                ('minutes', models.TextField(blank=True, verbose_name='约谈记录')),
                ('attendees', models.TextField(blank=True, verbose_name='参加人员')),
                ('reply', models.TextField(blank=True, verbose_name='企业答复')),
                ('answered_on', models.DateField(null=True, verbose_name='答复日期')),
                ('accountability', models.TextField(blank=True, verbose_name='企业问责说明')),
                ('accountable', models.JSONField(default=list, verbose_name='企业问责的人员')),
                ('accountable_count', models.IntegerField(default=0, verbose_name='企业问责人数')),
                ('lifted_on', models.DateField(null=True, verbose_name='解除暂停日期')),
                ('result', models.CharField(blank=True, choices=[('right', '已经改正'), ('partly', '部分改正，其余列入日常检查'), ('wrong', '没有改正，另案处理')], max_length=12, verbose_name='核查结果')),
                ('conclusion', models.TextField(blank=True, verbose_name='核查意见')),
                ('closed_on', models.DateField(null=True, verbose_name='办结日期')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency', verbose_name='责任单位')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记答复的人')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign', verbose_name='专项行动')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核查人')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('risk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='risks.risk', verbose_name='起因隐患')),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subjects.subject', verbose_name='对象')),
            ],
            options={
                'verbose_name': '约谈和函件',
                'ordering': ['-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['area', '-id'], name='letter_area'), models.Index(fields=['agency', '-id'], name='letter_agency'), models.Index(condition=models.Q(('holder__isnull', False)), fields=['holder', '-id'], name='letter_holder'), models.Index(fields=['state', '-id'], name='letter_state'), models.Index(fields=['due_at', '-id'], name='letter_due'), django.contrib.postgres.indexes.GinIndex(fields=['assisting'], name='letter_assisting'), models.Index(fields=['subject', '-id'], name='letter_subject'), models.Index(condition=models.Q(('risk__isnull', False)), fields=['risk'], name='letter_risk'), models.Index(fields=['campaign', '-id'], name='letter_campaign')],
            },
        ),
    ]

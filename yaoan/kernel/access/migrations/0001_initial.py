import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='用户名')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='语言')),
                ('large_print', models.BooleanField(default=False, verbose_name='大字')),
                ('preferences', models.JSONField(blank=True, default=dict, verbose_name='偏好')),
                ('password_set_at', models.DateTimeField(blank=True, null=True, verbose_name='密码设置时间')),
                ('password_is_given', models.BooleanField(default=False, verbose_name='初始密码')),
            ],
            options={
                'verbose_name': '用户',
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='名称')),
                ('short', models.CharField(max_length=40, verbose_name='简称')),
                ('word', models.CharField(blank=True, max_length=40, verbose_name='机关代字')),
                ('kind', models.CharField(choices=[('nmpa', '国家药监局'), ('province', '省药品监督管理局'), ('branch', '省局检查分局'), ('city', '市市场监督管理局'), ('county', '县市场监督管理局'), ('station', '基层分局（所）'), ('section', '内设机构'), ('other', '其他部门')], max_length=12, verbose_name='类别')),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None, verbose_name='辖区')),
                ('line', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None, verbose_name='上级机构链')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='access.agency')),
            ],
            options={
                'verbose_name': '机构',
                'verbose_name_plural': '机构',
                'constraints': [models.UniqueConstraint(condition=models.Q(('word', ''), _negated=True), fields=('word',), name='agency_word')],
            },
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name='区划代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('full_name', models.CharField(max_length=200, verbose_name='全称')),
                ('keys', models.CharField(blank=True, max_length=300, verbose_name='拼音')),
            ],
            options={
                'verbose_name': '行政区划',
                'indexes': [models.Index(fields=['name'], name='access_divi_name_9a9803_idx')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40, verbose_name='角色')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='access.agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '授权',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='grant_dates')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='职务')),
                ('is_head', models.BooleanField(default=False, verbose_name='负责人')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='access.agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '岗位',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='post_dates')],
            },
        ),
        migrations.CreateModel(
            name='SignInAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('username', models.CharField(max_length=60)),
                ('address', models.GenericIPAddressField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['username', 'at'], name='access_sign_usernam_168c2c_idx')],
            },
        ),
    ]

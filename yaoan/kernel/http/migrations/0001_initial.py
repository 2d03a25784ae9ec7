
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
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='用途')),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('may_act', models.BooleanField(default=False, verbose_name='可以办理')),
                ('made_at', models.DateTimeField()),
                ('expires_on', models.DateField(verbose_name='有效期至')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('used_at', models.DateTimeField(null=True, verbose_name='最近使用')),
                ('minute', models.BigIntegerField(default=0)),
                ('count', models.IntegerField(default=0)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-id'], name='apitoken_user')],
            },
        ),
    ]


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField()),
                ('type', models.CharField(max_length=100)),
                ('stored_at', models.DateTimeField()),
                ('scanned_at', models.DateTimeField(null=True)),
                ('scan', models.CharField(default='none', max_length=12)),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('command_id', models.UUIDField()),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('purpose', models.CharField(max_length=40, verbose_name='用途')),
                ('added_by', models.BigIntegerField()),
                ('added_at', models.DateTimeField()),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='attachments.blob')),
            ],
            options={
                'indexes': [models.Index(fields=['record_id', 'id'], name='attachment_record')],
            },
        ),
    ]

"""The days of the reminders follow from the end of a licence and the law register; what is kept is when the firm was told."""

from django.db import migrations, models

TOLD_A_LAST_TIME = """
UPDATE subjects_licence SET urged_on = reminded_on WHERE state = 'reminded' AND urge_by IS NULL
"""
"""Until now an open last reminder was a day, and a closed one no day: then the day of the latest reminder was the last."""


class Migration(migrations.Migration):

    dependencies = [
        ('subjects', '0003_due_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='licence',
            name='urged_on',
            field=models.DateField(null=True, verbose_name='催办日期'),
        ),
        migrations.RunSQL(TOLD_A_LAST_TIME, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='licence',
            name='remind_by',
        ),
        migrations.RemoveField(
            model_name='licence',
            name='urge_by',
        ),
    ]

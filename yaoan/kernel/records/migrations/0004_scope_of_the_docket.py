from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from yaoan.kernel.records import migrating


class Migration(migrations.Migration):
    dependencies = [("records", "0003_words_beside_digits")]
    operations = [
        migrating.RemoveIndex(model_name="deadline", name="deadline_holder"),
        migrating.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["holder_id", "due_at"], name="deadline_holder", condition=models.Q(holder_id__isnull=False)
            ),
        ),
        migrating.RemoveIndex(model_name="deadline", name="deadline_due"),
        migrating.AddIndex(model_name="deadline", index=models.Index(fields=["due_at", "id"], name="deadline_due")),
        migrating.AddIndex(model_name="docket", index=models.Index(fields=["agency_id"], name="docket_agency")),
        migrating.AddIndex(
            model_name="docket",
            index=models.Index(fields=["holder_id"], name="docket_holder", condition=models.Q(holder_id__isnull=False)),
        ),
        migrating.AddIndex(
            model_name="docket", index=GinIndex(fields=["assisting"], name="docket_assisting", fastupdate=False)
        ),
        # Words go into the index at once: a list of words to be put in later makes one act in some hundred wait for all.
        migrations.RunSQL(
            "ALTER INDEX docket_words SET (fastupdate = off)",
            "ALTER INDEX docket_words RESET (fastupdate)",
            state_operations=[
                migrating.RemoveIndex(model_name="docket", name="docket_words"),
                migrating.AddIndex(
                    model_name="docket", index=GinIndex(fields=["words"], name="docket_words", fastupdate=False)
                ),
            ],
        ),
    ]

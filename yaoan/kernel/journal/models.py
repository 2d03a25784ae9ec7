"""The journal: one signed line for every act, chained per record, never changed."""

from django.db import models


class Entry(models.Model):
    """One act on one record. `hash` covers every other column and the hash of the record's entry before it."""

    id = models.BigAutoField(primary_key=True)
    record = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    seq = models.IntegerField()
    act = models.CharField(max_length=40)
    command_id = models.UUIDField(unique=True)
    cause = models.UUIDField(null=True)
    actor = models.BigIntegerField()
    agency = models.BigIntegerField(null=True)
    area = models.CharField(max_length=12)
    owner = models.BigIntegerField(null=True)
    from_state = models.CharField(max_length=24)
    to_state = models.CharField(max_length=24)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    facets = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "seq"], name="entry_once")]
        indexes = [
            models.Index(fields=["kind", "act", "effective_on"], name="entry_kind_act_day"),
            models.Index(fields=["actor", "-id"], name="entry_actor"),
            models.Index(fields=["number"], name="entry_first_number", condition=models.Q(seq=1)),
        ]

    def __str__(self) -> str:
        return f"{self.number} #{self.seq} {self.act}"


class Seal(models.Model):
    """A signed head over all entries up to `last`: the Merkle root of those since the seal before, chained to it.

    Seals count 1, 2, 3 without a gap, and each begins where the one before it ended; `head` covers all that and is what
    is signed, sent up a level and printed.
    """

    id = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    key = models.CharField(max_length=64)
    signature = models.BinaryField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["last"], name="seal_last_once"),
            models.UniqueConstraint(fields=["previous"], name="seal_chain_unforked"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} → {self.last}"


OPERATOR = 0
"""Who acts from the command line, without an account."""


class AccessLog(models.Model):
    """Who looked at what that not everyone may see; kept apart from the journal, which says who did what."""

    id = models.BigAutoField(primary_key=True)
    actor = models.BigIntegerField()
    record = models.BigIntegerField(null=True)
    what = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["record", "-id"], name="access_record"),
            models.Index(fields=["actor", "-id"], name="access_actor"),
            models.Index(fields=["what", "-id"], name="access_what"),
            models.Index(fields=["at"], name="access_at"),
        ]

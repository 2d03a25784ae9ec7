"""Personal data that must not stand in the journal: encrypted apart, each person under a key that can be destroyed."""

from django.db import models


class Key(models.Model):
    """A person's key, itself encrypted with the installation's key. Destroying it makes all that it sealed unreadable."""

    id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)


class Secret(models.Model):
    """Something sealed: only its id is ever written elsewhere."""

    id = models.UUIDField(primary_key=True)
    key = models.ForeignKey(Key, models.PROTECT)
    record = models.BigIntegerField(null=True)
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["record"], name="secret_record")]

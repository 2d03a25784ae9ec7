"""What is sealed can be opened with a right and a reason, until its key is destroyed."""

import pytest

from yaoan.kernel.journal.models import AccessLog
from yaoan.kernel.vault.models import Secret
from yaoan.kernel.vault.sealing import Unopened, destroy, seal, unseal

pytestmark = pytest.mark.django_db


def opened(secret_id, actor, reason="回访"):
    return unseal(secret_id, by=actor, permission="signals.unseal", area="990121", agency_id=None, reason=reason)


def test_a_sealed_value_is_unreadable_in_the_database(hire):
    secret_id = seal({"value": "李某某"})
    stored = Secret.objects.get(pk=secret_id)
    assert "李某某".encode() not in bytes(stored.ciphertext)
    assert opened(secret_id, hire("identity", "county"))["value"] == "李某某"


def test_a_right_elsewhere_does_not_open(hire):
    secret_id = seal({"value": "x"})
    with pytest.raises(Unopened):
        opened(secret_id, hire("identity", "other"))
    assert AccessLog.objects.get(what="unseal refused")


def test_a_destroyed_key_opens_nothing_for_anybody(hire):
    person, other = seal({"value": "甲"}), seal({"value": "乙"})
    actor = hire("identity", "county")
    destroy(person, by=actor, reason="保存期满")
    with pytest.raises(Unopened, match="销毁"):
        opened(person, actor)
    assert opened(other, actor)["value"] == "乙"

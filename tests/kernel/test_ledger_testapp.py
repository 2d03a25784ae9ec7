"""The parcel room itself holds together: a parcel goes from its announcement to a second person's confirmation."""

from datetime import date

import pytest

from tests.kernel.testapp.choices import Size, State
from tests.kernel.testapp.commands import Announce, Assign, Confirm, Deliver, Receive
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from yaoan.kernel.commands import NotAllowed, open_record, perform
from yaoan.kernel.records.models import Deadline


def announced(office: Office) -> Parcel:
    command = Announce(title="一箱试剂", size=Size.SMALL, area="980101101")
    return open_record(command, by=office.actor("keeper"))


def test_a_parcel_is_announced_received_delivered_and_confirmed_by_another(office: Office) -> None:
    keeper, chief = office.actor("keeper"), office.actor("chief")
    parcel = announced(office)
    assert parcel.number.startswith("PCL-") and Deadline.objects.get().act == "receive"
    parcel = perform(Receive(note="完好"), on=parcel, by=keeper)
    parcel = perform(Assign(holder_id=office.keeper.pk, deliver_by=date(2099, 1, 5)), on=parcel, by=keeper)
    assert Deadline.objects.get().holder_id == office.keeper.pk
    parcel = perform(Deliver(), on=parcel, by=keeper)
    with pytest.raises(NotAllowed):
        perform(Confirm(), on=parcel, by=keeper)
    assert perform(Confirm(), on=parcel, by=chief).state == State.CLOSED
    assert not Deadline.objects.exists()

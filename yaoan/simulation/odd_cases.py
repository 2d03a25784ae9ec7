"""Cases that came another way than from a risk of the county's ledger: sent back by the police, taken up by the city."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from yaoan.kernel.access.actor import Actor
from yaoan.modules.cases import commands as cases
from yaoan.modules.cases.choices import Grade, Penalty
from yaoan.simulation.prosecutions import CaseLife, breach_of

if TYPE_CHECKING:
    from yaoan.modules.risks.public import Risk
    from yaoan.simulation.county import County


class OddCase(CaseLife):
    """A case that came another way than from a risk of the ledger: it is filed, and goes on like any other."""

    def __init__(self, county: County, about: Risk, pair: tuple[Actor, Actor], chief: Actor, head: Actor) -> None:
        self.county, self.agenda, self.rng = county, county.agenda, Random(f"odd case {about.title}")
        self.risk, self.breach, self.value = about, breach_of(about), Decimal(1860)
        (self.officer, self.second), self.chief, self.head, self.case_id = pair, chief, head, 0
        self.decided: Callable[[], None] | None = None
        self.closed: Callable[[], None] | None = None

    def go_on(self, case_id: int) -> None:
        """File a case that is there, and what follows."""
        self.case_id = case_id
        self._file(4)

    def _reported(self) -> None:
        review = cases.PassReview(opinion="事实清楚，程序合法", is_legal=True)
        self._do(2, review, self.head, self._reviewed)

    def _told(self) -> None:
        """Long enough for the time to answer, over a week of holidays too."""
        self._do(18, cases.CloseDefence(), self.officer, self._ready)

    def _decided(self) -> None:
        super()._decided()
        if self.decided:
            self.decided()

    def _closed(self) -> None:
        super()._closed()
        if self.closed:
            self.closed()


class PaidCase(OddCase):
    """An odd case that goes straight on and whose party pays in time, so that it may ask for mercy later."""

    def _inquire(self) -> None:
        if self.must_be_tested:
            self._send_to_test()
        else:
            self._conclude(20)

    def _served(self) -> None:
        pay = cases.Pay(sum=self.fine, note="电子缴款")
        self._do(6, pay, self.officer, self._paid)


class GraveCase(PaidCase):
    """A case that draws a heavier penalty: the top of the band, and business stopped."""

    grade, reason = Grade.HEAVIER, "同一批次多次销售，拒不说明来源，依法从重"
    beside, beside_words = (Penalty.SUSPENSION,), "，责令停业整顿三十日"


class FarCase(PaidCase):
    """A case whose party is of another province: its penalty is sent there instead of being published here."""

    is_elsewhere = True

    def _published(self) -> None:
        push = cases.Push(to="西川省药品监督管理局")
        self._do(5, push, self.head)

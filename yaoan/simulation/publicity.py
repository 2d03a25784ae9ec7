"""What every story tells once of names made public: a firm on the list of serious violators, penalties across provinces, a
publication that ends early, a typical case, and decisions of others that are kept for comparison."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from yaoan.kernel.commands import Change, Step
from yaoan.modules.cases import commands as cases
from yaoan.modules.cases.choices import Heavier, Source
from yaoan.modules.cases.imports import draft_of, enter_of
from yaoan.modules.cases.rules.decisions import read_decision
from yaoan.modules.risks.public import Risk
from yaoan.simulation.agenda import Plan, Work
from yaoan.simulation.odd_cases import FarCase, GraveCase, OddCase, PaidCase
from yaoan.simulation.telling import Telling, Turn

PAPERS = Path(__file__).parent / "samples" / "decisions"
BREACHES = {"channel.txt": "channel", "substandard.txt": "substandard_sold"}
"""The line of the catalogue an officer chooses for each paper."""

YEAR = 366
FROM_AFAR = "西川省药品监督管理局"


class Publicity(Telling):
    """Each method is an episode; `begin` puts them on the agenda."""

    def begin(self) -> None:
        """Put every episode on its day: what lasts a year begins first."""
        told: tuple[tuple[float, Work], ...] = (
            (3, partial(self.listed, 59)),
            (5, partial(self.ended_early, 66)),
            (10, partial(self.sent_away, 75)),
            (16, partial(self.from_another_province, 83)),
            (23, partial(self.recalled_by_another_province, 91)),
            (30, self.not_of_this_province),
            *((37 + index, partial(self.kept, path)) for index, path in enumerate(sorted(PAPERS.iterdir()))),
        )
        for days, tell in told:
            self.agenda.on(self.start + timedelta(days=days), tell)

    def _goes(self, life: OddCase, about: Risk) -> Plan:
        return self._case(about, Source.INSPECTION, self.officer, lambda case: life.go_on(case.pk))

    # The list of serious violators.

    def listed(self, index: int) -> Plan:
        """A firm that drew a heavier penalty is listed, objects in vain, and leaves the list after a year of good conduct."""
        firm = self._firm(index)
        about = self._about(firm, f"{firm.title}多次销售劣药", "expired")
        life = GraveCase(self.county, about, (self.officer, self.second), self.chief, self.leader)

        def propose() -> Plan:
            command = cases.Propose(
                case_id=life.case_id, subject_id=firm.pk, subject_name=firm.title, subject_code=firm.code, ground="drug_fake",
                heavier=Heavier.BENCHMARK, is_vile=True, is_serious=True, is_harmful=True, area=firm.area,
                reason="多次销售同一批劣药，拒不说明来源，涉及老年慢病患者用药。", agency_id=about.agency_id,
            )  # fmt: skip
            return Plan(Step(command, by=self.officer), lambda entry: self._turns(entry.pk, *self._on_the_list()))

        life.decided = lambda: self.agenda.after(4, propose)
        return self._goes(life, about)

    def _on_the_list(self) -> Iterator[Turn]:
        text = "本店已更换负责人，请求不列入名单。"
        ask = cases.AskEarly(
            is_fulfilled=True,
            is_undone=True,
            is_clean=True,
            text="已缴清罚款，消除影响，一年内没有再受处罚，承诺守法经营。",
        )
        told: tuple[tuple[float, str, Change[Any]], ...] = (
            (1, "officer", cases.NotifyListing()),
            (4, "officer", cases.DefendListing(text=text, answer="不影响对性质和情节的认定。")),
            (7, "city", cases.Agree(opinion="同意列入。")),
            (1, "leader", cases.Enlist()),
            (5, "leader", cases.PublishListing(text="依照《市场监督管理严重违法失信名单管理办法》列入。")),
            (20, "officer", cases.Object(text="认为不属于性质恶劣。")),
            (10, "leader", cases.Answer(text="销售多次、拒不说明来源，异议不成立。")),
            (YEAR, "officer", ask),
            (8, "leader", cases.GrantEarly(opinion="经核实，符合提前移出条件。")),
        )
        people = {"officer": self.officer, "city": self.city, "leader": self.leader}
        for days, who, command in told:
            yield Turn(days, people[who], partial(_given, command))

    # Publication.

    def ended_early(self, index: int) -> Plan:
        """A penalty is published; its case becomes a typical one, and a year later publication ends early on application."""
        firm = self._firm(index)
        about = self._about(firm, f"{firm.title}从个人手中购进药品")
        life = PaidCase(self.county, about, (self.officer, self.second), self.chief, self.leader)
        feature = cases.Feature(note="来源追查到位，从轻情节认定清楚，可供同类案件参考。")
        ask = cases.AskStop(
            is_fulfilled=True, is_undone=True, is_clean=True, is_unlisted=True, reason="已履行处罚决定，承诺守法经营。"
        )
        grant = cases.GrantStop(opinion="经核实，符合提前停止公示条件。")
        life.closed = lambda: self._turns(
            life.case_id, Turn(3, self.leader, lambda: feature), Turn(YEAR + 30, self.leader, lambda: ask),
            Turn(6, self.leader, lambda: grant),
        )  # fmt: skip
        return self._goes(life, about)

    def sent_away(self, index: int) -> Plan:
        """The party is of another province: its penalty is sent there to be published."""
        about = self._about(self._firm(index), "西川省某医药公司异地配送来源不明药品")
        about.subject_id, about.subject_name = None, "西川恒达医药有限公司"
        return self._goes(FarCase(self.county, about, (self.officer, self.second), self.chief, self.leader), about)

    def _pushed(self, party: str, number: int, area: str, subject_id: int | None = None) -> cases.ReceivePushed:
        return cases.ReceivePushed(
            sender=FROM_AFAR, decision_number=f"西药监罚〔2025〕{number}号", subject_id=subject_id, subject_name=party, area=area,
            decided_on=date(2025, 5, 12), breach="从非法渠道购进药品", penalty="没收违法所得，罚款100000元。", agency_id=self.chief.agency_id,
        )  # fmt: skip

    def from_another_province(self, index: int) -> Plan:
        """Another province sends a penalty of a firm of this county, which publishes it."""
        firm = self._firm(index)
        command = self._pushed(firm.title, 31, firm.area, firm.pk)
        publish = cases.PublishPushed(text=f"{firm.title}：没收违法所得，罚款100000元。")
        return self._open(
            self.officer, command, lambda sent: self._turns(sent.pk, Turn(5, self.leader, lambda: publish))
        )

    def recalled_by_another_province(self, index: int) -> Plan:
        """What another province sent is published, annulled there, and withdrawn here."""
        firm = self._firm(index)
        publish = cases.PublishPushed(text=f"{firm.title}：没收违法所得，罚款100000元。")
        recall = cases.Recall(reason="西药监函〔2025〕9号：处罚决定经行政复议撤销。")
        end = cases.EndPublication(reason="处罚决定已被撤销。")
        return self._open(
            self.officer, self._pushed(firm.title, 47, firm.area, firm.pk),
            lambda sent: self._turns(
                sent.pk, Turn(6, self.leader, lambda: publish), Turn(70, self.officer, lambda: recall),
                Turn(2, self.leader, lambda: end),
            ),
        )  # fmt: skip

    def not_of_this_province(self) -> Plan:
        """A penalty of a firm that is not of this province goes back."""
        back = cases.GiveBack(reason="当事人登记地不在本省。")
        command = self._pushed("北原康健医药有限公司", 52, self.county.firms[0].area)
        return self._open(self.officer, command, lambda sent: self._turns(sent.pk, Turn(3, self.leader, lambda: back)))

    # What others decided.

    def kept(self, path: Path) -> Plan:
        """A published decision is read, its breach chosen by an officer, and kept for comparison."""
        reading = read_decision(path.read_bytes(), name=path.name)
        number = UUID(int=Random(f"paper {path.name}").getrandbits(128))
        said = draft_of(reading) | {"breach": BREACHES[path.name], "is_typical": "典型" in reading.text[:10]}
        command = enter_of(reading, {**said, "command_id": number, "name": path.name}, actor=self.officer)
        return Plan(Step(command, by=self.officer))


def _given(command: Change[Any]) -> Change[Any]:
    return command

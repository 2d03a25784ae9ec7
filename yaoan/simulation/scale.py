"""How large a simulated place is and how much happens there in a year: data, from the year of a real province in figures."""

from dataclasses import dataclass, replace

WORKING_DAYS = 250
COUNTIES = 100


@dataclass(frozen=True, slots=True)
class Rates:
    """What happens in one county in one year."""

    signals: float = 425
    """Complaints, reports, notices of other units; four in ten of them become a risk."""

    findings: float = 160
    """Risks that inspectors find by themselves. With those from signals and sweeps a county puts about 212 risks right:
    21,167 rectified defects in a province of 100 counties."""

    cases: float = 2.1
    """How many times as many risks become a case as in the county of the demonstration: 8,782 cases in the province."""

    letters: float = 0.25
    """How many times as many letters as in the county of the demonstration: 1,263 in the province."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The size of a simulated place. `counties` has one number a city: how many counties it has."""

    name: str
    counties: tuple[int, ...]
    townships: int = 15
    stations: int = 4
    firms: int = 1_200
    county_officers: int = 4
    station_inspectors: int = 4
    station_assistants: int = 3
    city_officers: int = 19
    province_officers: int = 119
    rates: Rates = Rates()

    @property
    def county_count(self) -> int:
        return sum(self.counties)

    def shrunk(self, share: float) -> "Scale":
        """The same places and people with only a share of the firms and of what happens."""
        rates = replace(self.rates, signals=self.rates.signals * share, findings=self.rates.findings * share)
        return replace(self, firms=max(12, round(self.firms * share)), rates=rates)


SCALES = {
    "county": Scale("county", (1,)),
    "city": Scale("city", (8,)),
    "province": Scale("province", (8, 8) + (7,) * 12),
}
"""A county; a city with its counties; a province: 14 cities, 100 counties, 1,500 townships, 120,000 firms, 3,000 officers."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """One figure of the province's year, what module it comes from, and how it is counted here (kind and act of the journal)."""

    what: str
    count: int
    module: str
    kind: str = ""
    act: str = ""


YARDSTICKS = (
    Yardstick("unit-visits of inspectors", 76_587, "inspections"),
    Yardstick("defects rectified", 21_167, "risks", "risks", "prove"),
    Yardstick("letters issued (talks, admonitions, risk letters)", 1_263, "letters", "letters", "issue"),
    Yardstick("persons held to account by their firms", 178, "letters", "letters", "hold_to_account"),
    Yardstick("risk consultations", 216, "consultations"),
    Yardstick("batches sampled", 6_082, "sampling"),
    Yardstick("cases", 8_782, "cases", "cases", "file"),
    Yardstick("cases transferred to the police", 137, "transfers", "transfers", "hand_over"),
    Yardstick("units supervised", 50, "assessment"),
    Yardstick("firms scored", 2_080, "credit"),
    Yardstick("matters handled online", 5_408, "permits"),
    Yardstick("warnings handled", 1_625, "alerts"),
)
"""The figures by which the simulated year is measured; those of modules that do not exist yet are named and left out."""

"""An invented city with its counties, stations and townships, the people who work there, and their firms.

Nothing here exists: province 东岭省, city 云河市, county 青溪县 and all names are made up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password

from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, Post, User
from yaoan.kernel.records.search import search_key

PROVINCE, CITY, HOME = "99", "9901", "990121"
COUNTIES = {"990121": "青溪县", "990122": "白石县", "990102": "城东区", "990123": "南川县"}
TOWNS = {
    "990121": (
        "城关镇", "柳林镇", "石桥镇", "双河镇", "大营镇", "马家店乡", "清泉乡", "凤台镇", "白杨镇", "三岔乡", "沙河镇", "东坡乡",
    ),
    "990122": ("白石镇", "上河乡", "盘山镇", "新集镇"),
    "990102": ("东关街道", "文昌街道", "铁路街道", "迎宾街道"),
    "990123": ("南川镇", "枣园乡", "龙泉镇", "汤头镇"),
}  # fmt: skip
STATIONS = {
    "城关分局": ("城关镇", "柳林镇", "东坡乡"),
    "石桥分局": ("石桥镇", "双河镇", "三岔乡"),
    "大营分局": ("大营镇", "马家店乡", "清泉乡"),
    "凤台分局": ("凤台镇", "白杨镇", "沙河镇"),
}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "明芳立远岚秋禾青川宁安平静文博雅松柏云海山林溪石兰梅竹菊春夏冬雪峰岭江河晨晓星月"
NEIGHBOURS = ("990122", "990123", "990102")
SINCE = date(2024, 1, 1)
ENFORCERS = frozenset({"officer", "inspector", "section", "head"})
"""The roles of those who hold a certificate of law enforcement."""
VALID_YEARS = 10


@dataclass
class World:
    """The people of one county of the simulation, and those above and beside it, by what they do."""

    rng: Random
    home: str = HOME
    name: str = COUNTIES[HOME]
    neighbours: tuple[str, ...] = NEIGHBOURS
    """The counties that are asked for assistance; their people are known as `head-CODE` and `far-officer-CODE`."""
    agencies: dict[str, Agency] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def of(self, prefix: str) -> list[Actor]:
        """The actors whose user name begins with `prefix`, in a fixed order."""
        return [actor for name, actor in sorted(self.actors.items()) if name.startswith(prefix)]

    def at(self, area: str) -> list[Actor]:
        """The inspectors of the station that covers a township of the home county."""
        for name, agency in self.agencies.items():
            if name.startswith("station") and any(area.startswith(prefix) for prefix in agency.areas):
                return self.of(f"{name}-")
        return self.of("officer")


def build(rng: Random, *, password: str) -> World:
    """Write places, agencies and people to the database; those of the home county and the city can sign in."""
    world = World(rng)
    _places()
    _agencies(world)
    _people(world, make_password(password))
    return world


def again(rng: Random) -> World:
    """The world as it was built before, read from the database."""
    world = World(rng)
    for agency in Agency.objects.all():
        world.agencies[_key(agency)] = agency
    for user in User.objects.exclude(username="system"):
        world.actors[user.username] = Actor.of(user)
    return world


def _places() -> None:
    rows = {PROVINCE: "东岭省", CITY: "云河市", **COUNTIES}
    for county, towns in TOWNS.items():
        rows.update({f"{county}{100 + index}": town for index, town in enumerate(towns)})
    staffing.add_places(rows.items(), key=search_key)


def _agencies(world: World) -> None:
    kinds = Agency.Kind
    province = _agency(world, "province", "东岭省药品监督管理局", "东岭省药监局", kinds.PROVINCE, None, [PROVINCE])
    city = _agency(world, "city", "云河市市场监督管理局", "云河市局", kinds.CITY, province, [CITY])
    for code, name in COUNTIES.items():
        short = f"{name[:-1]}{'区' if name.endswith('区') else '县'}局"
        _agency(world, f"county-{code}", f"{name}市场监督管理局", short, kinds.COUNTY, city, [code])
    home = world.agencies[f"county-{HOME}"]
    for index, (name, towns) in enumerate(STATIONS.items(), 1):
        areas = [f"{HOME}{100 + TOWNS[HOME].index(town)}" for town in towns]
        _agency(world, f"station{index}", f"青溪县市场监督管理局{name}", name, kinds.STATION, home, areas)


def _agency(
    world: World, key: str, name: str, short: str, kind: str, parent: Agency | None, areas: list[str]
) -> Agency:
    world.agencies[key] = staffing.add_agency(name, short, kind, areas, parent=parent)
    return world.agencies[key]


def _key(agency: Agency) -> str:
    if agency.kind in ("province", "city"):
        return agency.kind
    if agency.kind == "county":
        return f"county-{agency.areas[0]}"
    return f"station{list(STATIONS).index(agency.short) + 1}"


def _people(world: World, password: str) -> None:
    home = f"county-{HOME}"
    rows = [
        ("city-head", "city", "分管局长", ("head",), True),
        ("city-officer", "city", "药品科科长", ("officer", "section"), False),
        ("leader", home, "局长", ("head",), True),
        ("chief", home, "药械股股长", ("section", "identity"), True),
        ("officer1", home, "药械股干部", ("officer",), False),
        ("officer2", home, "药械股干部", ("officer",), False),
        ("auditor", home, "派驻纪检组", ("auditor", "liaison"), False),
        ("admin", home, "系统管理员", ("administrator", "viewer"), False),
    ]
    for number in range(1, 5):
        rows.append((f"station{number}-head", f"station{number}", "分局长", ("section",), True))
        rows += [(f"station{number}-{i}", f"station{number}", "执法人员", ("inspector",), False) for i in (1, 2)]
        rows += [(f"assistant{number}{i}", f"station{number}", "协管员", ("assistant",), False) for i in (1, 2, 3)]
    for code in (code for code in COUNTIES if code != HOME):
        rows += [
            (f"head-{code}", f"county-{code}", "分管局长", ("head",), True),
            (f"far-officer-{code}", f"county-{code}", "药械股干部", ("officer",), False),
        ]
    rows.append(("city-officer2", "city", "药品科干部", ("officer",), False))
    people_names = names(world.rng)
    for username, agency, title, roles, is_head in rows:
        user = staffing.add_person(username, next(people_names), hashed=password)
        staffing.appoint(user, world.agencies[agency], title, since=SINCE, is_head=is_head)
        for role in roles:
            staffing.grant(user, role, world.agencies[agency], since=SINCE)
        certify(user, roles, since=SINCE)
        world.actors[username] = Actor.of(user)


def certify(user: User, roles: Iterable[str], *, since: date) -> None:
    """Give those who enforce the law a certificate, numbered by the invented province: its code and eight digits."""
    if ENFORCERS.intersection(roles):
        until = since.replace(year=since.year + VALID_YEARS)
        staffing.certify(user, f"{PROVINCE}{user.pk:08}", since=since, until=until)


def names(rng: Random) -> Iterator[str]:
    """Names of people, none twice."""
    seen: set[str] = set()
    while True:
        name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2))))
        if name not in seen:
            seen.add(name)
            yield name


def sign_ins() -> list[tuple[str, str, str]]:
    """(user name, name, agency and post) of those who are worth signing in as, the first the county section chief."""
    names = (
        "chief", "officer1", "leader", "station1-head", "station1-1", "assistant11", "city-officer", "city-head",
        "head-990122", "auditor", "admin",
    )  # fmt: skip
    posts = {post.user.username: post for post in Post.objects.select_related("user", "agency")}
    return [(name, posts[name].user.name, str(posts[name])) for name in names if name in posts]

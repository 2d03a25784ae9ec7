"""`yaoan package …`: make a package for another level, take one in, and the heads that others sent."""

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from yaoan.config import postgres
from yaoan.config.cli import setup

if TYPE_CHECKING:
    from yaoan.kernel.access.actor import Actor
    from yaoan.modules.packages.public import Correspondent, Package


class Obstacle(Exception):
    """It was not done; the text says why and what helps."""


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan package …` command line: 0 done (or done before), 1 refused or not to be relied on, 2 called wrongly."""
    given = _parser().parse_args(argv)
    try:
        setup()
        do: Callable[[argparse.Namespace], int] = given.do
        return do(given)
    except (Obstacle, OSError, postgres.Unavailable) as obstacle:
        print(f"yaoan package: {obstacle}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yaoan package", description="Exchange with the levels above and below. 上下级数据交换。"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    key = commands.add_parser("key", help="the public key of this installation, to be given to others 本单位公钥")
    key.set_defaults(do=_key)
    make = commands.add_parser("make", help="make the next package for a unit 制作交换包")
    make.add_argument("--to", metavar="AGENCY", required=True, help="name of the unit, as entered 对方单位")
    make.add_argument("--files", action="store_true", help="with attachments 带附件")
    make.add_argument("--by", metavar="USERNAME", help="in whose name; the system's where it is left out 办理人")
    make.add_argument("file", metavar="FILE", type=Path, help="where to write it 文件名")
    make.set_defaults(do=_make)
    take = commands.add_parser("take", help="take a package in and check it; nothing is accepted yet 收取并核对")
    take.add_argument("--by", metavar="USERNAME", help="in whose name; the system's where it is left out 办理人")
    take.add_argument("file", metavar="FILE", type=Path, help="the package 交换包")
    take.set_defaults(do=_take)
    heads = commands.add_parser(
        "heads", help="the heads a unit has sent, for `yaoan journal verify --heads` 对方的日志头"
    )
    heads.add_argument("agency", metavar="AGENCY", help="name of the unit 对方单位")
    heads.add_argument("file", metavar="FILE", type=Path, help="where to write them 文件名")
    heads.set_defaults(do=_heads)
    return parser


def _key(_given: argparse.Namespace) -> int:
    from yaoan.kernel.journal import signing

    print(signing.public_key())
    return 0


def _make(given: argparse.Namespace) -> int:
    from yaoan.kernel import clock
    from yaoan.kernel.commands import Refused, perform
    from yaoan.kernel.journal import sealing
    from yaoan.modules.packages import public as packages

    if given.file.exists():
        raise Obstacle(f"{given.file} is there already; nothing was made.")
    other = _correspondent(given.to)
    try:
        sealing.seal(clock.now())
        perform(packages.Pack(with_files=given.files), on=other, by=_actor(given.by, other))
    except (Refused, sealing.Busy) as refusal:
        raise Obstacle(str(refusal)) from refusal
    made = packages.last_made(other)
    assert made is not None
    draft = given.file.with_name(f"{given.file.name}.part")
    shutil.copyfile(packages.file_of(made), draft)
    draft.replace(given.file)
    counts = made.counts
    print(
        f"{given.file}: {made.number}, no. {made.sequence}, {counts['records']:,} records, {counts['entries']:,} entries, "
        f"{counts['heads']:,} heads, {counts['files']:,} files"
    )
    if counts["remaining"]:
        print("There is more than one package holds: make the next one as well. 还有没装下的，请再制作一个。")
    return 0


def _take(given: argparse.Namespace) -> int:
    from yaoan.kernel.attachments.storage import NotStored, store
    from yaoan.kernel.commands import Refused, open_record
    from yaoan.modules.packages import public as packages

    try:
        claimed = packages.claimed(given.file)
        with given.file.open("rb") as file:
            evidence = store(iter(lambda: file.read(1 << 20), b""), name=given.file.name, purpose="package")
    except (packages.NotAPackage, NotStored) as obstacle:
        raise Obstacle(str(obstacle)) from obstacle
    before = packages.found_with(evidence.sha256)
    if before is not None:
        print(f"{before.number}: taken before, nothing was done 已收过，没有再做任何事")
        return 0
    sender = packages.correspondent_of(claimed["sender"])
    try:
        taken = open_record(packages.Receive(file=(evidence,)), by=_actor(given.by, sender))
    except Refused as refusal:
        raise Obstacle(str(refusal)) from refusal
    return _told(taken)


def _told(package: "Package") -> int:
    from yaoan.modules.packages import public as packages

    counts = ", ".join(f"{name} {count:,}" for name, count in package.counts.items())
    print(f"{package.number} {package.title}: {package.state_label} ({package.state}); {counts}")
    for found in package.findings:
        print(f"  {packages.sentence(found)}")
    return 1 if package.state == "faulty" else 0


def _heads(given: argparse.Namespace) -> int:
    from yaoan.modules.packages import public as packages

    lines = list(packages.heads_from(_correspondent(given.agency)))
    with given.file.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
    print(f"{given.file}: {len(lines):,} heads 日志头")
    return 0


def _correspondent(name: str) -> "Correspondent":
    from yaoan.modules.packages import public as packages

    found = packages.correspondent_with(name)
    if found is None:
        raise Obstacle(f"we exchange with nobody called {name}. Enter the unit with its public key first (交换单位).")
    return found


def _actor(username: str | None, correspondent: "Correspondent | None") -> "Actor":
    """A person, or the system on behalf of the unit that exchanges."""
    from yaoan.kernel.access.actor import Actor
    from yaoan.kernel.access.models import User

    if username is None:
        system = Actor.system()
        if correspondent is None:
            return system
        return replace(system, agency_id=correspondent.agency_id, agency_name=correspondent.agency.short)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Obstacle(f"nobody is called {username}.")
    return Actor.of(user)

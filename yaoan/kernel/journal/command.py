"""`yaoan journal COMMAND`. What only reads files needs neither database nor Django."""

import argparse
import os
import shutil
import sys
import tempfile
import zipapp
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from datetime import date
from pathlib import Path

from yaoan.kernel.journal.verify import command as verifying

VERIFIER = Path(verifying.__file__).parent
START = "import sys\nfrom verify.command import main\nsys.exit(main(sys.argv[1:]))\n"


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan journal …` command line; returns 0 done, 1 refused or tampering found, 2 called wrongly."""
    alone = {"verify": verifying.main, "heads-check": verifying.check_heads}
    if argv and argv[0] in alone:
        return alone[argv[0]](argv[1:], prog=f"yaoan journal {argv[0]}")
    given = _parser().parse_args(argv)
    if given.perform is not _pack:
        _set_up()
    from yaoan.kernel.journal.export import Unknown
    from yaoan.kernel.journal.sealing import Busy

    try:
        given.perform(given)
    except (Unknown, Busy, BrokenExecutor, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yaoan journal", description="The journal and its proof. 日志及其证明。")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    export = commands.add_parser("export", help="seal, then write the journal to a file 封印并导出日志")
    export.add_argument("file", metavar="FILE", type=Path, help=".jsonl, or .jsonl.gz to compress 文件名")
    export.add_argument(
        "--since", metavar="ID", type=int, default=0, help="leave out what is sealed up to ID 起始日志号"
    )
    export.add_argument(
        "--record", metavar="NUMBER", help="one record alone, with its paths to the seals 只导出一条记录"
    )
    export.set_defaults(perform=_export)
    seal = commands.add_parser("seal", help="seal what is not sealed yet 封印")
    seal.set_defaults(perform=_seal)
    heads = commands.add_parser("heads", help="write the heads, to be kept elsewhere 导出日志头，另处保存")
    heads.add_argument("file", metavar="FILE", nargs="?", type=Path, help="the screen where it is not given 文件名")
    heads.add_argument(
        "--day", metavar="DATE", type=date.fromisoformat, help="the head at the end of that day 某日日终"
    )
    heads.add_argument("--short", action="store_true", help="short heads, for paper 印在纸上的短格式")
    heads.set_defaults(perform=_heads)
    pack = commands.add_parser("verifier", help="pack the verifier into one file for a stick 打包独立核对程序")
    pack.add_argument("file", metavar="FILE.pyz", type=Path)
    pack.set_defaults(perform=_pack)
    commands.add_parser("verify", help="check an exported journal 核对导出的日志")
    commands.add_parser("heads-check", help="check a file of heads 核对日志头文件")
    return parser


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaoan.config.settings")
    import django

    django.setup()


def _export(given: argparse.Namespace) -> None:
    from yaoan.kernel import clock
    from yaoan.kernel.journal import export, sealing

    sealing.seal(clock.now())
    told = _told if sys.stderr.isatty() else None
    jobs = os.cpu_count() or 1
    manifest = export.write(given.file, since=given.since, number=given.record, jobs=jobs, told=told)
    print(f"{given.file}：{manifest['entries']:,} 笔日志，{manifest['seals']:,} 个封印 (entries, seals)")
    print(f"公钥 (public key)：{manifest['key']}")


def _seal(_given: argparse.Namespace) -> None:
    from yaoan.kernel import clock
    from yaoan.kernel.journal import heads, sealing

    made = sealing.seal(clock.now())
    if made is None:
        print("没有新的日志可封印 (nothing new to seal)")
    newest = made or sealing.newest()
    if newest:
        print(heads.printed(newest).text)


def _heads(given: argparse.Namespace) -> None:
    from yaoan.kernel.journal import heads, sealing
    from yaoan.kernel.journal.models import Seal

    seals = Seal.objects.order_by("id").iterator()
    if given.day:
        head = sealing.day_head(given.day)
        seals = iter([head] if head else [])
    lines = (heads.printed(seal).text if given.short else heads.as_json(seal) for seal in seals)
    if given.file is None:
        for line in lines:
            print(line)
        return
    with given.file.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def _pack(given: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(VERIFIER, Path(folder, "verify"), ignore=shutil.ignore_patterns("__pycache__"))
        Path(folder, "__main__.py").write_text(START, "utf-8")
        zipapp.create_archive(folder, given.file, compressed=True)
    print(f"python {given.file.name} JOURNAL.jsonl --heads HEADS.jsonl")


def _told(done: int, whole: int) -> None:
    print(f"\r{done:,} / {whole:,}", end="\n" if done == whole else "", file=sys.stderr, flush=True)

"""The command line of the verifier."""

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor

from .checking import verify, verify_heads
from .reading import NotAJournal


def main(argv: Sequence[str], *, prog: str | None = None) -> int:
    """Check an export; returns 0 when it is whole, 1 when something was found, 2 when it cannot be read at all."""
    given = _parser(prog).parse_args(argv)
    try:
        report = verify(
            given.file, heads=given.heads, keys=given.key, jobs=given.jobs, signatures=given.signatures,
            told=_told if sys.stderr.isatty() else None,
        )  # fmt: skip
    except (NotAJournal, BrokenExecutor, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if given.json:
        print(report.as_json(given.lang))
    else:
        print("\n".join(report.lines(given.lang)))
    return 0 if report.ok else 1


def check_heads(argv: Sequence[str], *, prog: str | None = None) -> int:
    """Check a file of heads, with the same exit status."""
    parser = argparse.ArgumentParser(prog=prog, description="Check a file of heads. 核对日志头文件。")
    parser.add_argument("file", metavar="FILE", help="heads as `yaoan journal heads` writes them 日志头文件")
    parser.add_argument(
        "--earlier", metavar="HEADS", help="heads kept before, which FILE must carry on 以前保存的日志头"
    )
    _add_common(parser)
    given = parser.parse_args(argv)
    try:
        findings, count = verify_heads(given.file, earlier=given.earlier, keys=given.key)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    for finding in findings:
        print(finding.text(given.lang))
    print(f"核对了 {count:,} 个日志头，{len(findings):,} 处问题 (heads, faults)")
    return 1 if findings else 0


def _parser(prog: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Check an exported journal. 核对导出的日志。 Exit status: 0 whole, 1 tampered with, 2 not readable.",
    )
    parser.add_argument("file", metavar="FILE", help="the export (.jsonl or .jsonl.gz) 导出的日志")
    parser.add_argument("--heads", metavar="HEADS", help="heads kept elsewhere: JSON lines or short heads 另存的日志头")
    parser.add_argument("--jobs", metavar="N", type=_jobs, default=os.cpu_count() or 1, help="processes 并行进程数")
    parser.add_argument("--signatures", action="store_true", help="check every signature (slow) 逐笔核对签名（慢）")
    parser.add_argument("--json", action="store_true", help="write the report as JSON 以 JSON 输出")
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key", metavar="HEX", action="append", default=[], type=str.lower,
        help="a public key you trust; may be repeated 可信的公钥",
    )  # fmt: skip
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the report 输出语言")


def _jobs(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _told(done: int, whole: int) -> None:
    print(f"\r{done}/{whole} …", end="\n" if done == whole else "", file=sys.stderr, flush=True)

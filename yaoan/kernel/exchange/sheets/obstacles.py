"""Why a file cannot be read, in words an officer can act upon, and how much of a file is read."""

from dataclasses import dataclass

from yaoan.kernel.words import _


class UnreadableSheet(Exception):
    """A file or sheet that cannot be read: ``obstacle`` says why, ``way_out`` what to do. Both are whole sentences."""

    def __init__(self, obstacle: str, way_out: str) -> None:
        super().__init__(f"{obstacle} {way_out}")
        self.obstacle = obstacle
        self.way_out = way_out


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much is read at most. The defaults let through 200,000 rows of real registers and stop what would hurt.

    ``unpacked_ratio`` is how many times its packed size a part of the file may have, checked from ``unpacked_free``
    bytes on: spreadsheets with much repetition reach a hundred, zip bombs a thousand and more.
    """

    file_bytes: int = 64 << 20
    unpacked_bytes: int = 1 << 30
    unpacked_free: int = 32 << 20
    unpacked_ratio: int = 300
    parts: int = 5_000
    row_bytes: int = 32 << 20
    sheets: int = 200
    rows: int = 200_000
    columns: int = 300
    cell_characters: int = 32_767


def too_large(megabytes: int) -> UnreadableSheet:
    return UnreadableSheet(
        _("文件超过 {megabytes} MB。").format(megabytes=megabytes),
        _("请拆成几个文件，或删去图片和无关工作表后再导入。").format(),
    )


def damaged() -> UnreadableSheet:
    return UnreadableSheet(
        _("文件已损坏或不完整。").format(), _("请用表格软件打开确认无误，另存为 .xlsx 后再导入。").format()
    )


def hostile() -> UnreadableSheet:
    return UnreadableSheet(
        _("文件解压后异常庞大，或含有不该有的内容，已拒绝读取。").format(),
        _("请把数据复制到新的工作簿，另存为 .xlsx 后再导入。").format(),
    )


def protected() -> UnreadableSheet:
    return UnreadableSheet(_("文件设有打开密码。").format(), _("请在表格软件中取消密码，另存后再导入。").format())


def wrong_kind(kind: str) -> UnreadableSheet:
    return UnreadableSheet(
        _("这不是表格，而是{kind}。").format(kind=kind), _("请导入 .xlsx、.xls、.ods 或 .csv 文件。").format()
    )


def empty(name: str) -> UnreadableSheet:
    return UnreadableSheet(_("“{name}”里没有数据。").format(name=name), _("请检查是否选对了文件和工作表。").format())


def headless(name: str) -> UnreadableSheet:
    return UnreadableSheet(
        _("“{name}”里找不到表头。").format(name=name),
        _("请在数据上面加一行，写明每一列的名称（可以下载模板对照），再导入。").format(),
    )

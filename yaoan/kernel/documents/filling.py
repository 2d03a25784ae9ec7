"""An office's own Word template, filled with words and numbers. Templates come from people: they can read values, not run code."""

import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError

from yaoan.kernel.words import _

_DAMAGE = (
    BadZipFile,
    KeyError,
    PackageNotFoundError,
    ValueError,
    LxmlError,
    AttributeError,
    zlib.error,
    EOFError,
    NotImplementedError,
)
"""What is raised on the way through a file that is no Word file, or a spoiled one."""


class BadTemplate(ValueError):
    """The template cannot be filled; the text says what is wrong with it and what helps."""


def fill(template: Path | bytes, values: Mapping[str, Any]) -> bytes:
    """The Word file that a template becomes. Raises BadTemplate, naming every placeholder that has no value."""
    opened = _opened(template)
    unknown = sorted(_placeholders(opened) - values.keys())
    if unknown:
        raise BadTemplate(
            _("模板里有系统不认识的占位符：{names}。请对照可用的名称改正模板。").format(names="、".join(unknown))
        )
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    file = BytesIO()
    try:
        opened.render(dict(values), jinja_env=environment, autoescape=True)
        opened.save(file)
    except TemplateError as error:
        raise BadTemplate(_("模板写法有误：{fault}。请在 Word 中改正后再用。").format(fault=error)) from error
    return file.getvalue()


def placeholders(template: Path | bytes) -> frozenset[str]:
    """The names a template asks for. Raises BadTemplate."""
    return _placeholders(_opened(template))


def _opened(template: Path | bytes) -> DocxTemplate:
    opened = DocxTemplate(BytesIO(template) if isinstance(template, bytes) else str(template))
    try:
        opened.init_docx()
    except _DAMAGE as error:
        raise BadTemplate(str(_("模板不是 Word 文件（docx）。请用 Word 另存为 docx 后再用。"))) from error
    return opened


def _placeholders(opened: DocxTemplate) -> frozenset[str]:
    try:
        found: set[str] = opened.get_undeclared_template_variables(SandboxedEnvironment())
    except TemplateError as error:
        raise BadTemplate(_("模板写法有误：{fault}。请在 Word 中改正后再用。").format(fault=error)) from error
    return frozenset(found)

"""Pdf files: the text layer, page by page."""

import io
import logging

from yaoan.kernel.words import _

from .errors import UnreadableFile
from .plain import is_chinese

_PAGES = 300
_CHARACTERS = 1_000_000

logging.getLogger("pypdf").setLevel(logging.ERROR)  # its remarks on odd fonts are no use to an officer


def read_pdf(data: bytes) -> str:
    """The text of the pages, each from a new line.

    Raises:
        UnreadableFile: encrypted, damaged, too long, or without a text layer.
    """
    from pypdf.errors import DependencyError, FileNotDecryptedError  # half of the reader's time to start, for pdf alone

    try:
        pages = _page_texts(data)
    except UnreadableFile:
        raise
    except (FileNotDecryptedError, DependencyError) as error:
        raise _encrypted() from error
    except Exception as error:  # pypdf raises whatever a broken file makes it stumble over, RecursionError included
        raise UnreadableFile(
            _("这个 PDF 文件已损坏，读不出来。请重新下载原文件，或在 WPS 中打开后另存为 docx 再试。")
        ) from error
    text = "\n".join(pages)
    if not is_chinese(text):
        raise UnreadableFile(
            _(
                "这个 PDF 里没有文字（可能是扫描件）。请用带文字识别（OCR）的软件转换成 docx 或 txt，"
                "或向发文单位索取电子文本。"
            )
        )
    return text


def _page_texts(data: bytes) -> list[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _encrypted()
    if len(reader.pages) > _PAGES:
        raise UnreadableFile(_("这个 PDF 超过 {pages} 页，不像一份文书。请只截取正文和附件再试。").format(pages=_PAGES))
    pages: list[str] = []
    left = _CHARACTERS
    for page in reader.pages:
        pages.append(page.extract_text())
        left -= len(pages[-1])
        if left < 0:
            break  # the reader refuses the excess by its own limit
    return pages


def _encrypted() -> UnreadableFile:
    return UnreadableFile(_("这个 PDF 加了密码。请用密码打开后另存为不加密的 PDF 或 docx 再试。"))

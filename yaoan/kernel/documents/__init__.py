"""Papers as offices write them: Word and print in the layout of GB/T 9704, tables in Excel, an office's own templates.

    paper = Paper("关于……的报告", (Section("工作开展情况", ("……",)),), issuer="青溪县市场监督管理局", date=date(2026, 1, 5))
    word(paper), page(paper), sheet((table,))

`official_document(title, sections, …)` is `word` for those who have only a title and sections.
"""

from yaoan.kernel.documents.drawings import spark
from yaoan.kernel.documents.filling import BadTemplate, fill, placeholders
from yaoan.kernel.documents.numerals import counted, day, document_number
from yaoan.kernel.documents.pages import fragment, page
from yaoan.kernel.documents.parts import Attachment, Block, Check, Column, Paper, Piece, Section, Table
from yaoan.kernel.documents.sheets import sheet
from yaoan.kernel.documents.word import official_document, word

__all__ = [
    "Attachment",
    "BadTemplate",
    "Block",
    "Check",
    "Column",
    "Paper",
    "Piece",
    "Section",
    "Table",
    "counted",
    "day",
    "document_number",
    "fill",
    "fragment",
    "official_document",
    "page",
    "placeholders",
    "sheet",
    "spark",
    "word",
]

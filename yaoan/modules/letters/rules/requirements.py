"""What a letter must say before it is signed."""

from collections.abc import Iterator
from typing import Any

from yaoan.kernel.words import Text, _
from yaoan.modules.letters.choices import Kind


def missing_parts(letter: Any) -> Iterator[Text]:
    """Labels of the parts a letter lacks, in the order of the paper.

    `letter` has `letter_kind`, `subject_id` or `subject_name`, `problems`, `article`, `demands`, and for a talk `talk_on` and `talk_place`.
    """
    if not (letter.subject_id or letter.subject_name.strip()):
        yield _("对象")
    for name, label in (("problems", _("存在的问题")), ("article", _("法律依据")), ("demands", _("要求和措施"))):
        if not getattr(letter, name).strip():
            yield label
    if letter.letter_kind == Kind.TALK:
        if letter.talk_on is None:
            yield _("约谈日期")
        if not letter.talk_place.strip():
            yield _("约谈地点")
    if letter.letter_kind == Kind.SUSPENSION and not letter.suspended.strip():
        yield _("暂停的活动或者产品")

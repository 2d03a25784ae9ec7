"""What the templates of an import need beside Django's own tags."""

from django import template

from yaoan.kernel.exchange.models import Result
from yaoan.kernel.exchange.preview import REFUSED
from yaoan.kernel.words import _

register = template.Library()


@register.filter
def result(name: str) -> str:
    """The word for a part of the rows."""
    return str(_("未能写入") if name == REFUSED else Result(name).label)

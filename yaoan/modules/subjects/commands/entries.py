"""What several commands on the entry of a firm do alike."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from yaoan.kernel.commands import Step
from yaoan.modules.subjects import queries
from yaoan.modules.subjects.commands.licences import FollowLicence, Grant
from yaoan.modules.subjects.commands.products import FollowProduct
from yaoan.modules.subjects.models import Licence, Product, Subject

DETAILS = (
    "subject_kind", "legal_representative", "controller", "phone", "parent_id", "chain", "scope", "founded_on", "longitude",
    "latitude",
)  # fmt: skip
LISTS = ("product_kinds", "suppliers", "tags")


def find_again(record: Subject) -> None:
    """Work out anew by what a possible double of this entry would be found."""
    record.keys = queries.keys_of(queries.party_of(record))


def rename(record: Subject, name: str, day: date) -> None:
    record.former_names = [*record.former_names, {"value": record.title, "until": day.isoformat()}]
    record.title = name


def move(record: Subject, address: str, day: date) -> None:
    if record.address:
        record.former_addresses = [*record.former_addresses, {"value": record.address, "until": day.isoformat()}]
    record.address = address


def first_licence(command: Any, record: Subject) -> Step:
    """The licence that was given with a firm, entered as a record of its own."""
    return Step(
        Grant(
            subject_id=record.pk,
            licence_kind=command.licence_kind,
            code=command.licence_code,
            issued_on=command.issued_on,
            expires_on=command.expires_on,
            area=record.area,
            agency_id=record.agency_id,
            effective_on=command.effective_on,
        )
    )


def licence_of(record: Subject, code: str) -> Licence | None:
    """The licence with that number which the firm has."""
    return Licence.objects.open().filter(subject_id__in=record.identity(), code=code).first()


def followers(record: Subject) -> Iterator[Step]:
    """Licences and products of a firm that moved go to its area and to the unit that answers for it."""
    here = {"area": record.area, "agency_id": record.agency_id}
    for licence in Licence.objects.filter(subject_id=record.pk).exclude(**here):
        yield Step(FollowLicence(area=record.area, agency_id=record.agency_id), on=licence.pk)
    for product in Product.objects.filter(owner_id=record.pk).exclude(**here):
        yield Step(FollowProduct(area=record.area, agency_id=record.agency_id), on=product.pk)

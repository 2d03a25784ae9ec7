"""What later modules may use of the register."""

from yaoan.modules.subjects.choices import LicenceKind, PostKind, ProductKind, Special, SubjectKind, SubjectState, Tie
from yaoan.modules.subjects.commands import (
    AmendPerson,
    Appoint,
    Bar,
    Cancel,
    Close,
    Dismiss,
    Distinguish,
    Enrol,
    Grant,
    Merge,
    Move,
    Register,
    RegisterProduct,
    Remind,
    Rename,
    Renew,
    Resume,
    Unbar,
    Unmerge,
    Update,
    Urge,
    Withdraw,
)
from yaoan.modules.subjects.models import Licence, Person, Product, Subject
from yaoan.modules.subjects.queries import (
    Double,
    Sibling,
    current_of,
    firms_of,
    licences_of,
    party_of,
    people_of,
    products_of,
    shops_of,
    siblings_by,
    subject_by_code,
    subjects_like,
    supplied_by,
)
from yaoan.modules.subjects.rules.likeness import Party

__all__ = [
    "AmendPerson", "Appoint", "Bar", "Cancel", "Close", "Dismiss", "Distinguish", "Double", "Enrol", "Grant", "Licence",
    "LicenceKind", "Merge", "Move", "Party", "Person", "PostKind", "Product", "ProductKind", "Register",
    "RegisterProduct", "Remind", "Rename", "Renew", "Resume", "Sibling", "Special", "Subject", "SubjectKind",
    "SubjectState", "Tie", "Unbar", "Unmerge", "Update", "Urge", "Withdraw", "current_of", "firms_of", "licences_of", "party_of",
    "people_of", "products_of", "shops_of", "siblings_by", "subject_by_code", "subjects_like", "supplied_by",
]  # fmt: skip

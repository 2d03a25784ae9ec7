"""Rules that the table itself keeps (a code that only one record may have), told as faults of the command."""

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint

from yaoan.kernel.commands.base import Command, asked
from yaoan.kernel.commands.errors import Invalid


def broken_rule(error: IntegrityError, command: Command) -> Invalid | None:
    """The refusal for a broken constraint that has a sentence of its own; None for any other error.

    The fault is that of the first of the constraint's fields which the command asks for.
    """
    name = _broken(error)
    constraint = _constraint(name) if name else None
    if constraint is None or constraint.violation_error_message == BaseConstraint.default_violation_error_message:
        return None
    questions = asked(type(command))
    field = next((item for item in getattr(constraint, "fields", ()) if item in questions), "")
    return Invalid({field: [str(constraint.violation_error_message)]})


def is_sent_twice(error: IntegrityError) -> bool:
    """Whether a command was written to the journal by another transaction while this one worked on the same."""
    return _broken(error) == "journal_entry_command_id_key"


def _broken(error: IntegrityError) -> str | None:
    """The name of the constraint that was broken."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)


def _constraint(name: str) -> BaseConstraint | None:
    found = (item for model in apps.get_models() for item in model._meta.constraints if item.name == name)
    return next(found, None)

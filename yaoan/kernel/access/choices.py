"""Permissions that belong to no module."""


class P:
    """Permissions of the kernel."""

    MANAGE = "access.manage"
    """Add people and agencies, give posts and roles."""
    JOURNAL = "journal.view"
    """Read, export and verify the journal, and read the access log."""
    CORRECT = "records.correct"
    """Take the latest act on a record back; the act and its taking back both stay in the journal."""
    HEALTH = "health.view"
    """Open the page on the health of the installation."""
    FIGURES = "figures.view"
    """Open the pages of figures; what they count is only what one may read."""

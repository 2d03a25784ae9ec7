"""The words of the figures' pages."""


class P:
    """Permissions of figures."""

    VIEW = "figures.view"
    """Open the pages of figures; what they count is only what one may read."""

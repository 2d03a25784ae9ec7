"""The words of the parcel room."""

from yaoan.kernel.words import Choice, Text


class State(Choice):
    """Where a parcel stands."""

    ANNOUNCED = "announced", Text("待接收", "Waiting for receipt")
    HELD = "held", Text("暂扣", "Held")
    STORED = "stored", Text("待发放", "Stored")
    DELIVERED = "delivered", Text("待确认", "Delivered")
    CLOSED = "closed", Text("已办结", "Closed")
    LOST = "lost", Text("已遗失", "Lost")


class Size(Choice):
    """How big a parcel is."""

    SMALL = "small", Text("小", "Small")
    MEDIUM = "medium", Text("中", "Medium")
    LARGE = "large", Text("大", "Large")


class P:
    """Permissions of the parcel room."""

    VIEW = "parcels.view"
    """Read parcels."""
    ANNOUNCE = "parcels.announce"
    """Announce a parcel."""
    HANDLE = "parcels.handle"
    """Receive, hold, assign and deliver parcels."""
    CONFIRM = "parcels.confirm"
    """Confirm a delivery as a second person."""
    LOSE = "parcels.lose"
    """Declare a parcel lost."""


ROLES = {
    "reader": {"label": {"zh": "查看", "en": "Reader"}, "permissions": [P.VIEW]},
    "keeper": {
        "label": {"zh": "保管员", "en": "Keeper"},
        "includes": ["reader"],
        "permissions": [P.ANNOUNCE, P.HANDLE],
    },
    "chief": {
        "label": {"zh": "负责人", "en": "Chief"},
        "includes": ["keeper"],
        "permissions": [P.CONFIRM, P.LOSE, "records.correct"],
    },
}
"""What law/roles.yaml is for the real modules."""

"""Nobody signs up: accounts are given."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficialsOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

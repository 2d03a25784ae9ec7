"""Pages of signing in and of one's own account."""

from yaoan.kernel.access.views.signing import (
    LANGUAGE_COOKIE,
    LARGE_PRINT_COOKIE,
    is_ours,
    keep_cookie,
    remember,
    sign_in_again,
    with_kept,
)

__all__ = ["LANGUAGE_COOKIE", "LARGE_PRINT_COOKIE", "is_ours", "keep_cookie", "remember", "sign_in_again", "with_kept"]

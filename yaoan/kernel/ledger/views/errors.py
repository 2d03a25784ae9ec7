"""A form whose protection token no longer fits: nothing was done, and nothing typed is lost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from yaoan.kernel.access import kept
from yaoan.kernel.access.views import sign_in_again, with_kept
from yaoan.kernel.ledger.pages import draw, typed_in


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django gives it; people need another
    """The token changed (a sign-in in another window) or is missing: show the form again with what was typed.

    The answers are taken only where the form proves that it was made for this person, so no other site can fill it.
    """
    typed = typed_in(request)
    if typed is None:
        sentence = gettext("页面打开太久或者已在别处重新登录，为安全起见没有办理。请返回刷新后再试。")
        return draw(request, "refused.html", {"title": gettext("没有办理"), "sentence": sentence}, status=403)
    if not request.user.is_authenticated:
        return sign_in_again(request, sealed=kept.sealed(typed), target=request.get_full_path())
    if typed.user_id != request.user.pk:
        sentence = gettext("这份表单是另一位用户填写的，没有办理。请从自己的页面重新填写。")
        return draw(request, "refused.html", {"title": gettext("没有办理"), "sentence": sentence}, status=403)
    messages.warning(request, gettext("页面打开太久，为安全起见刚才没有办理。填写的内容都在，请核对后再提交。"))
    response = HttpResponseRedirect(with_kept(request.path, kept.keep(request.session, typed), request))
    response.status_code = 303
    return response

"""Signing in with what one has: codes of an app, recovery codes, passkeys; and ending what is open elsewhere."""

import re
import time
from dataclasses import replace
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import Person

PERIOD = 30


def phone_shows(secret: str, *, steps: int = 0) -> str:
    """The six digits that an app with this secret shows now, or some steps of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + steps))


def test_codes_of_an_app_and_recovery_codes(arrive: Arrive) -> None:
    person = arrive("auditor")
    person.opens("/account/security/")
    person.sees("两步验证", "未开通")
    person.follows(re.compile(r"设置\s*动态口令"))
    expect(person.page.locator("svg.qr")).to_be_visible()
    person.page.get_by_text("扫不了？手工输入密钥").click()
    secret = person.page.locator("code.secret").inner_text().replace(" ", "")
    person.writes("输入手机上显示的6位数字", "000000")
    person.presses("开通")
    person.sees("数字不对")
    person.writes("输入手机上显示的6位数字", phone_shows(secret))
    person.presses("开通")
    codes = [code.replace(" ", "") for code in person.page.locator(".codes code").all_inner_texts()]
    assert len(codes) == 10
    person.follows("已经保存好了")
    person.sees("已开通", "还剩10个")

    by_code, by_recovery = arrive(telephone=True), arrive()
    for someone, answer in ((by_code, phone_shows(secret, steps=1)), (by_recovery, codes[0])):
        someone.opens("/sign-in/?next=/account/security/")
        someone.types_the_password_of("auditor")
        someone.sees("两步验证")
        someone.writes("动态口令或恢复码", "123456")
        someone.presses("登录")
        someone.sees("验证没有通过")
        someone.writes("动态口令或恢复码", answer)
        someone.presses("登录")
        someone.is_at("/account/security/$")
    by_recovery.sees("还剩9个")

    person.opens("/account/security/")
    person.follows("停用")
    person.presses("停用")
    person.sees("未开通")


def test_a_passkey_is_made_and_signs_in_alone(arrive: Arrive) -> None:
    person = at_a_device(arrive(telephone=True))
    person.signs_in("head-990122")
    person.opens("/account/security/")
    person.follows(re.compile(r"添加\s*通行密钥"))
    person.writes("名称", "办公室电脑")
    with_its_passkey(person, "添加", leads_to="/account/security/codes/$")
    person.follows("已经保存好了")
    person.sees("办公室电脑", "已开通")

    person.page.context.clear_cookies()
    person.opens("/sign-in/?next=/account/security/")
    with_its_passkey(person, "用通行密钥登录", leads_to=r"\d/account/security/$")
    expect(person.page.locator("details.account summary")).to_be_visible()

    person.page.context.clear_cookies()
    person.opens("/sign-in/?next=/account/security/")
    person.types_the_password_of("head-990122")
    with_its_passkey(person, "用通行密钥验证", leads_to=r"\d/account/security/$")
    person.sees("办公室电脑")

    person.page.get_by_role("link", name=re.compile("移除")).click()
    person.presses("移除")
    person.sees("未开通")


def test_a_browser_without_the_passkey_is_told_so(arrive: Arrive) -> None:
    person = at_a_device(arrive())
    person.opens("/sign-in/")
    person.presses("用通行密钥登录")
    person.sees("没有用上通行密钥")


def test_what_is_open_elsewhere_is_ended(arrive: Arrive) -> None:
    person, elsewhere, further = arrive("auditor"), arrive("auditor", telephone=True), arrive("auditor")
    person.opens("/account/security/")
    before = person.page.get_by_role("button", name=re.compile("^结束登录")).count()
    assert before >= 2
    person.page.get_by_role("button", name=re.compile("^结束登录")).first.click()
    person.sees("那一处登录已经结束")
    expect(person.page.get_by_role("button", name=re.compile("^结束登录"))).to_have_count(before - 1)
    person.presses("结束其他所有登录")
    person.sees("处登录已经结束")
    for other in (elsewhere, further):
        other.opens("/account/security/")
        other.is_at("/sign-in/")
    person.opens("/account/security/")
    person.sees("就是这里", "最近的登录和变动")


def test_the_page_of_account_security_needs_no_script(arrive: Arrive) -> None:
    person = arrive("auditor", script=False)
    person.opens("/account/security/")
    person.follows(re.compile(r"设置\s*动态口令"))
    expect(person.page.locator("svg.qr")).to_be_visible()


def with_its_passkey(person: Person, words: str, *, leads_to: str) -> None:
    """Press a button for which the device asks its owner, and go where the answer leads."""
    person.page.get_by_role("button", name=words, exact=True).click()
    person.page.wait_for_url(re.compile(leads_to))
    person.arrives()


def at_a_device(person: Person) -> Person:
    """A device that keeps passkeys. They are bound to a name, so the site is visited under one, not by its number."""
    person.house = replace(person.house, url=person.house.url.replace("127.0.0.1", "localhost"))
    devices: Any = person.page.context.new_cdp_session(person.page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return person

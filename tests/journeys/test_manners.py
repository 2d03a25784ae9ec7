"""How the site treats people: nothing typed is lost, both languages, large print, the keyboard, and no script."""

from playwright.sync_api import expect

from tests.journeys.acts import is_assessed, reports_a_risk
from tests.journeys.conftest import Arrive


def test_of_two_officers_at_once_the_second_keeps_every_word(arrive: Arrive) -> None:
    first, second = arrive("officer1"), arrive("chief")
    risk = reports_a_risk(first, "两人同时研判的隐患")
    second.opens(f"{risk}assess/")
    second.chooses("风险等级", "一般")
    second.writes("研判依据", "第二个人写的一大段研判依据。")
    first.does("remark", {"备注内容": "先补一条说明。"}, on=risk)
    second.sends()
    second.sees("在您打开页面之后已被改动", "先补一条说明。")
    expect(second.field("研判依据")).to_have_value("第二个人写的一大段研判依据。")
    second.presses("已核对，提交")
    second.sees_the_state("待定措施")
    second.sees("第二个人写的一大段研判依据。")


def test_a_form_sent_after_the_session_expired_loses_nothing(arrive: Arrive) -> None:
    officer = arrive("officer1")
    officer.opens("/risks/new/report/")
    officer.writes("隐患名称", "登录过期时正在写的隐患")
    officer.writes("隐患情况", "写了很久的情况。")
    officer.page.context.clear_cookies()
    officer.sends()
    officer.sees("您填写的内容都会回到表单里")
    officer.types_the_password_of("officer1")
    expect(officer.field("隐患名称")).to_have_value("登录过期时正在写的隐患")
    expect(officer.field("隐患情况")).to_have_value("写了很久的情况。")


def test_the_language_and_the_size_of_print_are_one_press_away(arrive: Arrive) -> None:
    officer = arrive("officer1")
    officer.opens("/risks/")
    officer.presses("English", within="header")
    officer.sees("Report a risk", "To be assessed")
    officer.is_at("/risks/$")
    expect(officer.page.locator("html")).to_have_attribute("lang", "en")
    officer.presses("中文", within="header")
    officer.sees("登记隐患")
    officer.presses("大字", within="header")
    assert officer.page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    officer.presses("大字", within="header")


def test_a_list_is_walked_and_opened_by_the_keyboard_alone(arrive: Arrive) -> None:
    officer = arrive("officer1")
    officer.opens("/risks/")
    keyboard = officer.page.keyboard
    keyboard.press("/")
    expect(officer.page.locator("#find")).to_be_focused()
    officer.page.locator("#find").blur()
    for key in ("j", "j", "k", "j"):
        keyboard.press(key)
    row = officer.page.locator("tr.here")
    number = row.locator("td:not(.c-unfold) a").first.inner_text()
    keyboard.press("Enter")
    officer.page.wait_for_url(f"**/risks/{number}/**")
    officer.arrives()


def test_without_a_script_the_main_acts_work(arrive: Arrive) -> None:
    officer = arrive("officer1", script=False)
    officer.opens("/risks/new/report/")
    for label, text in (("隐患名称", "没有脚本也能登记的隐患"), ("隐患情况", "见现场记录。")):
        officer.writes(label, text)
    officer.chooses("隐患类别", "其他")
    officer.chooses("产品类别", "药品")
    officer.chooses("发现渠道", "检查核查")
    place = officer.group("所在地")
    place.get_by_role("searchbox").fill("城关镇")
    place.get_by_role("button", name="查找").click()
    expect(officer.field("隐患名称")).to_have_value("没有脚本也能登记的隐患")
    officer.group("所在地").locator("label", has_text="城关镇").locator("input").first.check()
    officer.sends()
    officer.sees_the_state("待研判")
    is_assessed(officer, officer.where)


def test_on_a_telephone_nothing_runs_out_of_the_screen(arrive: Arrive) -> None:
    inspector = arrive("station1-1", telephone=True)
    for address in (
        "/",
        "/overview/",
        "/risks/",
        "/signals/",
        "/sweeps/",
        "/campaigns/",
        "/tasks/",
        "/subjects/",
        "/risks/new/report/",
    ):
        inspector.opens(address)
        wide = inspector.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is {wide} px too wide"

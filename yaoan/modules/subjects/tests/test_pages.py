"""The pages of the register: everything about a firm on one page, doubles before and after saving, sealed numbers."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import perform
from yaoan.kernel.journal.models import AccessLog
from yaoan.modules.subjects.choices import LicenceState, ProductKind, SubjectKind
from yaoan.modules.subjects.commands import Merge, Rename
from yaoan.modules.subjects.models import Licence, Subject
from yaoan.modules.subjects.tasks import lapse
from yaoan.modules.subjects.tests.factories import ELSEWHERE, HERE, credit_code, firm, licence, person

pytestmark = pytest.mark.django_db
KINDS = ("subjects", "licences", "products", "people")


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def client(officer) -> Client:
    return client_of(officer)


def text_of(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_everything_about_a_firm_stands_on_its_page(client, officer):
    head = firm(officer, "康民连锁总部", subject_kind=SubjectKind.CHAIN_HQ)
    shop = firm(officer, "康民第一店", subject_kind=SubjectKind.CHAIN_SHOP, parent_id=head.pk, suppliers=("云河医药",))
    supplier = firm(officer, "云河医药", subject_kind=SubjectKind.WHOLESALER)
    held = licence(officer, shop, expires_on=date(2099, 1, 1))
    owner = person(officer, shop)
    perform(Rename(title="康民城关店"), on=shop, by=officer)
    page = text_of(client, shop.get_absolute_url())
    for wanted in (head, supplier, held, owner):
        assert wanted.get_absolute_url() in page
    assert "康民第一店" in page and "曾用名" in page and "/licences/new/grant/?subject_id=" in page
    assert shop.get_absolute_url() in text_of(client, head.get_absolute_url())
    assert shop.get_absolute_url() in text_of(client, supplier.get_absolute_url())


def test_a_merged_entry_leads_to_the_one_that_stands_for_it(client, officer):
    one, other = firm(officer, "甲药店"), firm(officer, "乙药店")
    perform(Merge(into_id=one.pk, reason="同一家"), on=other, by=officer)
    assert one.get_absolute_url() in text_of(client, other.get_absolute_url())
    assert other.get_absolute_url() in text_of(client, one.get_absolute_url())


def list_of(client: Client, url: str, **query: str) -> str:
    """The part of a list page that shows rows."""
    return text_of(client, url, **query).split('id="list"')[1]


@pytest.mark.parametrize("kind", KINDS)
def test_lists_show_what_is_there_and_nothing_from_elsewhere(client, officer, stranger, kind):
    for actor, area, name in ((officer, HERE, "近处"), (stranger, ELSEWHERE, "别处")):
        subject = firm(actor, f"{name}的药店", area=area)
        licence(actor, subject, code=f"演DA99010000{len(name) + (area == ELSEWHERE)}")
        person(actor, subject, f"{name}人")
    assert "别处" not in text_of(client, f"/{kind}/")
    assert ("近处" in list_of(client, f"/{kind}/")) == (kind != "products")


def test_firms_are_filtered_by_any_of_their_product_kinds(client, officer):
    firm(officer, "卖药也卖械的店", product_kinds=(ProductKind.DRUG, ProductKind.DEVICE))
    firm(officer, "只卖妆的店", product_kinds=(ProductKind.COSMETIC,))
    page = list_of(client, "/subjects/", product_kinds="device")
    assert "卖药也卖械的店" in page and "只卖妆的店" not in page
    assert "卖药也卖械的店" in list_of(client, "/subjects/", product="drug")
    assert "卖药也卖械的店" not in list_of(client, "/subjects/", product="cosmetic")


def answers(**given: str) -> dict[str, str]:
    return {"title": "青溪县康和大药房", "subject_kind": "pharmacy", "area": HERE, **given}


def test_a_likely_double_is_shown_once_before_a_firm_is_saved(client, officer):
    known = firm(officer, "青溪县康和大药房有限公司", phone="13800990001")
    given = answers(phone="13800990001", author="x")
    shown = client.post("/subjects/new/register/", given)
    page = shown.content.decode()
    assert shown.status_code == 422 and Subject.objects.count() == 1
    assert known.get_absolute_url() in page and "电话相同" in page and "13800990001" in page
    saved = client.post("/subjects/new/register/", {**given, "_distinct": "1"})
    assert saved.status_code == 303 and Subject.objects.count() == 2


def test_a_firm_like_no_other_is_saved_at_once_and_a_wrong_form_comes_back(client):
    assert client.post("/subjects/new/register/", answers()).status_code == 303
    refusal = client.post("/subjects/new/register/", answers(code="123"))
    assert refusal.status_code == 422 and "填了 3 位" in refusal.content.decode()
    assert Subject.objects.count() == 1


def test_the_queue_of_doubles_leads_to_both_side_by_side(client, officer):
    one = firm(officer, "青溪县康和大药房有限公司", address="城关镇北大街12号", code=credit_code(1))
    other = firm(officer, "青溪县康和大药房", address="城关镇北大街12号")
    licence(officer, other)
    queue = text_of(client, "/subjects/doubles/")
    url = f"/subjects/doubles/{one.number}/{other.number}/"
    assert url in queue and "地址相同" in queue
    page = text_of(client, url)
    assert credit_code(1) in page and "演DA990100001" in page
    assert f"{other.get_absolute_url()}merge/?into_id={one.pk}" in page
    assert f"{one.get_absolute_url()}distinguish/?other_id={other.pk}" in page
    form = text_of(client, f"{other.get_absolute_url()}merge/", into_id=str(one.pk))
    assert one.number in form


def test_an_area_too_large_to_compare_at_once_says_so(client, officer, monkeypatch):
    from yaoan.modules.subjects import views

    firm(officer)
    monkeypatch.setattr(views, "MOST_FIRMS", 0)
    assert "企业太多" in text_of(client, "/subjects/doubles/")


def test_doubles_are_for_those_who_may_merge(hire, officer, stranger):
    one, other = firm(officer, "甲药店"), firm(officer, "乙药店")
    url = f"/subjects/doubles/{one.number}/{other.number}/"
    viewer = client_of(hire("viewer", "county"))
    assert viewer.get("/subjects/doubles/").status_code == 404
    assert "merge/" not in text_of(viewer, url)
    assert client_of(stranger).get(url).status_code == 404


def test_a_sealed_number_is_opened_with_a_reason_and_leaves_a_trace(officer, hire):
    number = "990121198507140026"
    from yaoan.kernel.reading.checksums import identity_check

    number = number[:17] + identity_check(number[:17])
    enrolled = person(officer, firm(officer), identity=number)
    url = f"{enrolled.get_absolute_url()}identity/"
    assert client_of(officer).get(url).status_code == 404
    assert number not in text_of(client_of(officer), enrolled.get_absolute_url())
    user = hire("identity", "county")
    from yaoan.kernel.access.models import Agency, Grant

    Grant.objects.create(
        user=User.objects.get(pk=user.user_id),
        role="viewer",
        agency=Agency.objects.get(short="青溪县局"),
        since="2018-01-01",
    )
    trusted = client_of(user)
    assert url in text_of(trusted, enrolled.get_absolute_url())
    assert number not in text_of(trusted, url)
    assert trusted.post(url, {"reason": " "}).status_code == 422
    opened = trusted.post(url, {"reason": "核对执业资格"})
    assert number in opened.content.decode() and "no-store" in opened.headers["Cache-Control"]
    assert list(AccessLog.objects.filter(what__startswith="unseal").order_by("pk").values_list("what", "reason")) == [
        ("unseal refused", ""),
        ("unseal", "核对执业资格"),
    ]


def test_licences_lapse_by_themselves_the_day_after(officer):
    held = licence(officer, firm(officer), expires_on=clock.today())
    lapse()
    assert Licence.objects.get(pk=held.pk).state == LicenceState.VALID
    with clock.told(datetime.now(clock.BEIJING) + timedelta(days=1)):
        lapse()
        lapse()
    assert Licence.objects.get(pk=held.pk).state == LicenceState.LAPSED
    assert Licence.objects.get(pk=held.pk).version == 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "url", ["/subjects/", "/licences/", "/products/", "/people/", "/subjects/doubles/", "/imports/subjects/"]
)
def test_every_page_comes_in_both_languages(client, officer, url, language):
    User.objects.filter(pk=officer.user_id).update(language=language)
    client.cookies["django_language"] = language
    firm(officer)
    assert text_of(client, url).startswith("<!doctype html>")

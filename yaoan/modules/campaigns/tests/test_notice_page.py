"""The page that reads a notice: the file is kept as it came, each field points at its words, and what was missed can be added."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.attachments.storage import read
from yaoan.modules.campaigns.models import Campaign

NOTICE = Path(__file__).resolve().parents[3] / "simulation/samples/notices/qingxi-plan-2025.txt"


@pytest.fixture
def desk(hire):
    actor = hire("head", "county", "马河远")
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(pk=actor.user_id), backend="yaoan.kernel.access.backends.GuardedBackend")
    return client


def sent(page: str) -> dict[str, str]:
    """What a browser would send back from a page as it is: hidden and typed fields, ticks and chosen options."""
    from lxml import html

    form = html.fromstring(page).xpath("//form[contains(@class, 'reader')]")[0]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def shown(desk: Client, data: bytes, name: str) -> str:
    answer = desk.post("/campaigns/read/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_file_is_kept_as_it_came_and_the_draft_is_made_of_it(desk):
    data = NOTICE.read_bytes()
    answer = desk.post("/campaigns/read/", sent(shown(desk, data, "方案.txt")))
    assert answer.status_code == 303, answer.content.decode()
    campaign = Campaign.objects.get()
    file = Attachment.objects.get(record_id=campaign.pk)
    assert (file.name, file.blob_id) == ("方案.txt", sha256(data).hexdigest())
    assert b"".join(read(file.blob_id)) == data
    assert (campaign.notice_name, len(campaign.plan)) == ("方案.txt", 14)


def test_what_was_mended_in_a_damaged_text_is_told_on_the_page_and_kept(desk, real):
    data = (real / "notices/county-plan-2023.as-published.txt").read_bytes()
    page = shown(desk, data, "方案.txt")
    assert "处网页损坏" in page
    desk.post("/campaigns/read/", sent(page))
    assert Campaign.objects.get().repairs


def test_each_link_to_the_words_of_a_field_leads_to_a_mark(desk):
    page = shown(desk, NOTICE.read_bytes(), "方案.txt")
    links = re.findall(r'class="origin" href="#([^"]+)"', page)
    assert {"doc_no-1", "date-1", "period-1", "focus.products-1", "tasks-1", "tasks-14"} <= set(links)
    assert all(f'<mark id="{place}"' in page for place in links)


def test_a_task_that_was_missed_is_added_by_hand(desk):
    given = sent(shown(desk, NOTICE.read_bytes(), "方案.txt"))
    given |= {"tasks-14-title": "走访村卫生室", "tasks-14-responsible": "各分局"}
    given.pop("tasks-3-keep")
    desk.post("/campaigns/read/", given)
    plan = Campaign.objects.get().plan
    assert len(plan) == 14
    assert (plan[-1]["title"], plan[-1]["responsible"]) == ("走访村卫生室", ["各分局"])


def test_pasted_text_is_read_and_kept_too(desk):
    page = desk.post("/campaigns/read/", {"text": NOTICE.read_text("utf-8")}).content.decode()
    assert desk.post("/campaigns/read/", sent(page)).status_code == 303
    assert Attachment.objects.get().blob.type == "text/plain"


def test_a_file_of_somebody_else_or_a_forged_one_is_not_taken(desk, hire):
    other = hire("head", "county", "周明")
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(pk=other.user_id), backend="yaoan.kernel.access.backends.GuardedBackend")
    given = sent(shown(desk, NOTICE.read_bytes(), "方案.txt"))
    for source in (given["source"], "forged"):
        answer = client.post("/campaigns/read/", {**given, "source": source})
        assert answer.status_code == 422 and "重新选择通知文件" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_faults_of_the_draft_are_told_and_nothing_typed_is_lost(desk):
    given = sent(shown(desk, NOTICE.read_bytes(), "方案.txt")) | {"title": "", "tasks-14-responsible": "各分局"}
    answer = desk.post("/campaigns/read/", given)
    assert answer.status_code == 422
    again = sent(answer.content.decode())
    assert (again["source"], again["tasks-14-responsible"]) == (given["source"], "各分局")

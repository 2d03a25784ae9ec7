"""What every test may ask for. The database is a real PostgreSQL of this run's own."""

import os
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("long")
"""What `tests/fuzz` is told to run for long: `--hypothesis-profile long`."""

REAL = Path(os.environ.get("YAOAN_REAL") or Path(__file__).resolve().parent / "../shared/real").resolve()


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real notices, registers and data; the test is skipped where it is absent."""
    if not REAL.is_dir():
        pytest.skip(f"real data are not here ({REAL.name}); set YAOAN_REAL to their folder")
    return REAL


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):  # noqa: ARG001
    """Once the owner has made the tables, tests run as the role that serves: it owns nothing and passes no policy."""
    from tests.database import serving

    with serving():
        yield


@pytest.fixture(autouse=True)
def in_sight():
    """A test looks at everything; what it asks as somebody, through pages and commands, sees what that person may see."""
    from yaoan.kernel import sight

    with sight.whole():
        yield


@pytest.fixture
def places(db):  # noqa: ARG001
    """An invented city with two counties, and an administration in each."""
    from yaoan.kernel.access.models import Agency, Division

    for code, name in (("99", "东岭省"), ("9901", "云河市"), ("990121", "青溪县"), ("990122", "白石县")):
        Division.objects.get_or_create(code=code, defaults={"name": name, "full_name": name})
    city = Agency.objects.create(name="云河市市场监督管理局", short="云河市局", kind="city", areas=["9901"])
    county = Agency.objects.create(
        name="青溪县市场监督管理局", short="青溪县局", kind="county", areas=["990121"], parent=city, line=[city.pk]
    )
    other = Agency.objects.create(
        name="白石县市场监督管理局", short="白石县局", kind="county", areas=["990122"], parent=city, line=[city.pk]
    )
    return {"city": city, "county": county, "other": other}


@pytest.fixture
def hire(places):
    """`hire("officer", "county")` gives an actor with that role in that agency."""
    from datetime import date

    from yaoan.kernel.access.actor import Actor
    from yaoan.kernel.access.models import Grant, Post, User

    def make(role: str, where: str, name: str = "") -> "Actor":
        agency = places[where]
        count = User.objects.count()
        user = User.objects.create_user(f"user{count}", "correct horse battery", name=name or f"{role}{count}")
        Post.objects.create(user=user, agency=agency, title="干部", since=date(2018, 1, 1), is_head=role == "head")
        Grant.objects.create(user=user, role=role, agency=agency, since=date(2018, 1, 1))
        return Actor.of(user)

    return make


@pytest.fixture
def officer(hire):
    return hire("officer", "county", "周明")


@pytest.fixture
def chief(hire):
    return hire("head", "county", "吴芳")


@pytest.fixture
def stranger(hire):
    return hire("head", "other", "郑远")


@pytest.fixture
def city_officer(hire):
    return hire("head", "city", "王岚")


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing passwords slowly is the point everywhere but here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_chinese():
    """Every test begins in the first language, whatever the one before it left on this thread."""
    from django.utils import translation

    translation.activate("zh-hans")
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def unwritten_times(monkeypatch):
    """How long pages took is written every few seconds, which is one query more for whichever request it meets: not here."""
    from yaoan.kernel.upkeep import timing

    monkeypatch.setattr(timing, "FLUSH_SECONDS", float("inf"))


@pytest.fixture(autouse=True)
def unsampled_docket(monkeypatch):
    """How common words are is asked every ten minutes, which is a query more for whichever search it meets: not here."""
    from yaoan.kernel.records import commonness

    monkeypatch.setattr(commonness.sample, "_until", float("inf"))
    monkeypatch.setattr(commonness.sample, "_texts", ())


@pytest.fixture(scope="session", autouse=True)
def emptied_journal():
    """Tests that commit are emptied afterwards, the journal too: for that moment its owner sets the guards aside."""
    from unittest.mock import patch

    from django.db.backends.postgresql.operations import DatabaseOperations

    from tests.database import SERVING

    flush = DatabaseOperations.sql_flush

    def unguarded(self, style, tables, **options):
        guarded = [table for table in ("journal_entry", "journal_seal", "journal_accesslog") if table in tables]
        aside = [f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only" for table in guarded]
        back = [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only" for table in guarded]
        return ["RESET ROLE", *aside, *flush(self, style, tables, **options), *back, f"SET ROLE {SERVING}"]

    with patch.object(DatabaseOperations, "sql_flush", unguarded):
        yield


def pytest_make_parametrize_id(val: object) -> str | None:
    """A name for bytes that is the same in each process of a run: a zip file holds the second in which it was packed."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None

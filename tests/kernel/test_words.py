"""Lazy texts read like plain Chinese without Django and like Django's own lazy texts with it."""

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import polib
import pytest
from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.migrations.writer import MigrationWriter
from django.template import Context, Engine
from django.test import override_settings
from django.utils import translation
from django.utils.functional import Promise, lazystr
from django.utils.html import format_html
from django.utils.text import format_lazy

from yaoan.kernel.words import Text, _

ASSESS = _("研判")
ENGLISH = {
    "研判": "Assess",
    "危险 <高>": "Danger <high>",
    "还剩 %(days)s 天": "%(days)s days left",
    "{n} 项": "{n} items",
}


@pytest.fixture(autouse=True)
def _catalogue(tmp_path: Path) -> Iterator[None]:
    """An English catalogue of a few texts, whatever project the tests run in."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.extend(polib.POEntry(msgid=chinese, msgstr=english) for chinese, english in ENGLISH.items())
    catalogue.save_as_mofile(str(folder / "django.mo"))
    with override_settings(LOCALE_PATHS=[tmp_path], USE_I18N=True):
        yield


def rendered(source: str, **values: object) -> str:
    return Engine().from_string(source).render(Context(values))


def test_without_django_the_chinese_is_read_and_django_is_not_imported() -> None:
    code = (
        "import sys; from yaoan.kernel.words import _; t = _('研判'); print(str(t), f'{t:>4}', isinstance(t, type(t)));"
        "print('django' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.splitlines() == ["研判   研判 True", "False"]


def test_django_imported_but_not_set_up_does_not_break_the_text() -> None:
    code = (
        "import django.utils.translation, django.apps, django.db.models; from yaoan.kernel.words import _;"
        "print(str(_('研判')))"
    )
    run = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.strip() == "研判"


def test_the_language_active_when_it_is_read_decides() -> None:
    with translation.override("en"):
        assert str(ASSESS) == "Assess"
        assert f"{ASSESS:>8}" == "  Assess"
        assert f"{ASSESS}: {_('无译文')}" == "Assess: 无译文"
        assert "%s!" % ASSESS == "Assess!"  # noqa: UP031 the old style must work too
        assert ASSESS + "!" == "Assess!" and "!" + ASSESS == "!Assess"
    with translation.override("zh-hans"):
        assert str(ASSESS) == "研判"


def test_blanks_are_filled_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert _("还剩 %(days)s 天") % {"days": 3} == "3 days left"
        assert _("{n} 项").format(n=2) == "2 items"


def test_equality_and_hash_do_not_depend_on_the_language() -> None:
    table = {ASSESS: 1}
    with translation.override("en"):
        assert table[_("研判")] == 1
        assert table["研判"] == 1  # type: ignore[index]  # a plain string finds the text too
        assert ASSESS == _("研判") == "研判"
        assert ASSESS not in ("Assess", _("验收"), 3)


def test_it_cannot_be_changed() -> None:
    for change in (lambda: setattr(ASSESS, "message", "x"), lambda: delattr(ASSESS, "message")):
        with pytest.raises(AttributeError, match="cannot be changed"):
            change()
    with pytest.raises(AttributeError):
        ASSESS.__class__ = str  # type: ignore[assignment]


@pytest.mark.parametrize("twin", [lambda t: pickle.loads(pickle.dumps(t)), copy.copy, copy.deepcopy])
def test_copies_and_pickles_stay_lazy(twin) -> None:  # type: ignore[no-untyped-def]
    copied = twin(ASSESS)
    assert type(copied) is Text and copied == ASSESS
    with translation.override("en"):
        assert str(copied) == "Assess"


def test_it_stands_in_frozen_dataclasses() -> None:
    @dataclass(frozen=True, slots=True)
    class Act:
        name: str
        label: Text = ASSESS

    assert hash(Act("assess")) == hash(Act("assess", _("研判")))
    assert asdict(Act("assess")) == {"name": "assess", "label": ASSESS}
    with translation.override("en"):
        assert rendered("{{ act.label }}", act=Act("assess")) == "Assess"


def test_templates_translate_and_escape_it() -> None:
    with translation.override("en"):
        assert rendered("{{ t }}|{{ t|upper }}|{% if t %}yes{% endif %}", t=ASSESS) == "Assess|ASSESS|yes"
        assert rendered("{{ t }}", t=_("危险 <高>")) == "Danger &lt;high&gt;"
        assert rendered("{% autoescape off %}{{ t }}{% endautoescape %}", t=_("危险 <高>")) == "Danger <high>"
        assert rendered("{{ a|default:t }}{{ t|add:'!' }}{{ t|length }}", a="", t=ASSESS) == "AssessAssess!6"
        assert format_html("<b>{}</b>", _("危险 <高>")) == "<b>Danger &lt;high&gt;</b>"


def test_form_labels_help_and_choices_are_read_at_display() -> None:
    class Form(forms.Form):
        grounds = forms.CharField(label=ASSESS, help_text=ASSESS)
        level = forms.ChoiceField(choices=[("h", _("危险 <高>")), (ASSESS, [("a", ASSESS)])])

    with translation.override("en"):
        page = str(Form())
    assert ">Assess:</label>" in page and "Danger &lt;high&gt;</option>" in page and 'label="Assess"' in page
    with translation.override("zh-hans"):
        assert ">研判" in str(Form()) and "Assess" not in str(Form())


def test_models_take_it_for_names_and_choices() -> None:
    class Level(models.TextChoices):
        HIGH = "h", _("危险 <高>")
        ASSESSED = "a", ASSESS

    field = models.CharField(ASSESS, max_length=1, choices=[("a", ASSESS)])
    field.set_attributes_from_name("level")
    assert list(field._check_choices()) == []  # type: ignore[attr-defined]
    assert field.get_prep_value(ASSESS) == "研判"
    with translation.override("en"):
        assert Level.ASSESSED.label == ASSESS and str(Level.ASSESSED.label) == "Assess"
        assert [str(label) for label in Level.labels] == ["Danger <high>", "Assess"]


def test_migrations_write_the_chinese() -> None:
    with translation.override(None):
        assert MigrationWriter.serialize(ASSESS) == ("'研判'", set())


def test_json_asks_for_str_or_djangos_encoder() -> None:
    with translation.override("en"):
        assert json.loads(json.dumps({"label": ASSESS}, cls=DjangoJSONEncoder)) == {"label": "Assess"}
        assert json.dumps(str(ASSESS)) == '"Assess"'
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps(ASSESS)


def test_it_meets_djangos_own_lazy_texts() -> None:
    assert isinstance(ASSESS, Promise) and isinstance(ASSESS, Text)
    with translation.override("en"):
        assert str(format_lazy("{}: {}", ASSESS, lazystr("x"))) == "Assess: x"
        assert lazystr("Assess") == ASSESS and lazystr("Danger") != ASSESS  # Django's rule: by the translation
        assert sorted([_("危险 <高>"), ASSESS]) == [ASSESS, _("危险 <高>")]
        assert "ss" in ASSESS and ASSESS[-1] == "s" and next(iter(ASSESS)) == "A"
        assert max(ASSESS, _("危险 <高>")) == "危险 <高>" and min(_("危险 <高>"), ASSESS) == ASSESS


def test_words_that_are_data_carry_their_english() -> None:
    clue = Text("线索核查", "Verification of a clue")
    assert clue.read("en-gb") == "Verification of a clue" and clue.read("zh") == clue.message
    assert ASSESS.read("en") == "研判"  # its English stands in the catalogue
    for copied in (clue, pickle.loads(pickle.dumps(clue))):
        with translation.override("en"):
            assert str(copied) == "Verification of a clue"
        with translation.override("zh-hans"):
            assert str(copied) == "线索核查"
        with translation.override(None):
            assert str(copied) == "线索核查"
    assert clue == Text("线索核查") and hash(clue) == hash("线索核查")


def test_its_repr_shows_the_source() -> None:
    assert repr(ASSESS) == "Text('研判')"

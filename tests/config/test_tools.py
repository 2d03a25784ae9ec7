"""Set-up, checks, translations and vendored assets do what they promise, and notice what is wrong."""

import ast
import gettext
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tools import bootstrap, check, compile_translations, environment, nightly, translations, vendor_assets
from tools.environment import Obstacle
from tools.translations import Catalogue, Message, collect, faults, messages, update

ROOT = Path(__file__).resolve().parents[2]


# Set-up


def test_the_first_step_can_be_read_by_old_interpreters() -> None:
    ast.parse((ROOT / "tools/bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_where_no_python_is_new_enough_the_message_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    assert bootstrap.main() == 1
    message = capsys.readouterr().err
    assert f"here is only {sys.version_info.major}.{sys.version_info.minor}" in message
    assert "apt install" in message


def test_a_shim_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    assert not bootstrap.is_new_enough(str(shim))
    assert not bootstrap.is_new_enough(str(tmp_path / "absent"))
    assert bootstrap.is_new_enough(sys.executable)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What would have been installed, in an environment of this test's own."""
    done: list[str] = []
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1"\n[project.scripts]\nyaoan = "x"\n')
    locks = {"use": tmp_path / "a.lock", "development": tmp_path / "b.lock"}
    for path in locks.values():
        path.write_text("one==1\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "LOCKS", locks)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "installed")
    monkeypatch.setattr(environment, "install", lambda purpose, uv: done.append(purpose))
    return done


def test_packages_are_installed_once_for_each_lock(installed: list[str]) -> None:
    environment.setup("use")
    environment.setup("use")
    assert installed == ["use"]
    environment.setup("development")
    environment.setup("development")
    environment.setup("use")
    assert installed == ["use", "development"], "the larger lock contains the smaller"


def test_a_changed_lock_is_installed(installed: list[str]) -> None:
    environment.setup("development")
    environment.LOCKS["use"].write_text("one==2\n")
    environment.setup("use")
    environment.LOCKS["development"].write_text("one==2\n")
    environment.setup("development")
    assert installed == ["development", "use", "development"]


def test_an_installation_that_failed_is_tried_again(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(purpose: str, uv: str | None) -> None:
        raise Obstacle("no way to an index")

    with monkeypatch.context() as patch:
        patch.setattr(environment, "install", fail)
        with pytest.raises(Obstacle):
            environment.setup("use")
    environment.setup("use")
    assert installed == ["use"]


def test_without_ensurepip_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(environment, "_succeeds", lambda command: False)
    with pytest.raises(Obstacle, match=rf"apt install python3\.{sys.version_info.minor}-venv"):
        environment.make_environment(uv=None)


@pytest.mark.parametrize(
    "target",
    ["demo", "serve", "worker", "test", "check", "nightly", "bench", "module", "translations", "lock", "clean"],
)
def test_every_target_is_there(target: str) -> None:
    assert make("-n", target).returncode == 0


def test_the_demo_gets_its_options() -> None:
    plain = make("-n", "demo").stdout
    assert "yaoan demo" in plain
    assert not {"--fresh", "--notice", "--no-serve"} & set(plain.split())
    told = make("-n", "demo", "NOTICE=方案 2025.txt", "FRESH=yes", "SERVE=no", "PORT=8100").stdout
    assert 'yaoan demo --notice "方案 2025.txt" --fresh --no-serve --port 8100' in told


def make(*words: str) -> subprocess.CompletedProcess[str]:
    environment_ = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *words], cwd=ROOT, env=environment_, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(("user", "chromium", "said"), [("0", True, ""), ("1000", False, "going on without")])
def test_the_ci_script_passes_the_outcome_on(tmp_path: Path, user: str, chromium: bool, said: str) -> None:
    tree, folder = tmp_path / "tree", tmp_path / "bin"
    (tree / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/run", tree / ".ci/run")
    folder.mkdir()
    programs = {"make": 'read -r x && echo "has input"; echo "make $1 CI=$CI"; exit 7', "python3": "exit 0"}
    programs |= {"fc-list": "echo Noto Sans CJK SC", "id": f"echo {user}", "dirname": 'echo "${1%/*}"'}
    programs |= {"chromium": "exit 0"} if chromium else {}
    for name, body in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    bash = shutil.which("bash")
    assert bash
    done = subprocess.run(
        [bash, str(tree / ".ci/run")],
        env={"PATH": str(folder)},
        input="x\n",
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 7, done.stderr
    assert "make check CI=true" in done.stdout
    assert "has input" not in done.stdout
    assert said in done.stdout


# Checks


def test_every_step_runs_and_the_table_names_those_that_failed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def step(name: str, program: str) -> check.Step:
        return check.Step(name, (sys.executable, "-c", program))

    planned = (
        step("first", "raise SystemExit(3)"),
        step("second", "import os; print('home', os.environ['YAOAN_HOME'])"),
    )
    monkeypatch.setattr(check, "steps", lambda words: planned)
    assert check.main([]) == 1
    output = capfd.readouterr().out
    assert "home " in output
    assert "FAILED (3)" in output
    assert output.endswith("1 of 2 failed: first\n")
    assert check.summary([("first", 0, 1.0)]).endswith("all 1 passed")


def test_the_night_lasts_as_long_as_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[check.Step] = []
    monkeypatch.setattr(nightly, "run", lambda steps: planned.extend(steps) or 0)
    monkeypatch.setattr(os, "environ", {"YAOAN_LEAK_COUNT": "7"})
    assert nightly.main(["--collect-only"]) == 0
    assert [step.name for step in planned] == ["faults", "fuzz", "journal", "leaks"]
    assert "--count 7 " in " ".join(planned[-1].command) and os.environ["YAOAN_TRIALS"] == "1000"
    assert all("--collect-only" in step.command for step in planned[:-1])


def test_the_locks_answer_to_the_project_and_name_no_host() -> None:
    assert list(check.lock_faults()) == []


def test_a_host_and_a_missing_package_in_a_lock_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lines = environment.LOCKS["use"].read_text(encoding="utf-8").replace("django==5.2", "django==5.1")
    lock.write_text(
        "--index-url https://mirror.example/\n"
        + lines.replace("\nasgiref==", "\nasgiref-not==").replace("\npolib==", "\nplib==")
    )
    monkeypatch.setattr(check, "LOCKS", {"use": lock})
    found = "\n".join(check.lock_faults())
    assert "names a host" in found
    assert "Django 5.1" in found
    assert "polib not at all" in found


# Translations


def entry(text: str, english: str = "", **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=text, msgstr=english, **more)


def catalogue(path: Path, *entries: polib.POEntry) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = polib.POFile()
    file.metadata = translations.HEAD
    file.extend(entries)
    file.save(str(path))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small program: one app with a page, and a file outside any app."""
    app = tmp_path / "yaoan" / "modules" / "risks"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").touch()
    (app / "rules.py").write_text('from x import _\na = _("研判")\nb = ngettext("%(n)s 天", "%(n)s 天们", 2)\n')
    (app / "templates" / "page.html").write_text(
        "{% load i18n %}\n    <p>{% translate '销号' %} it's</p>\n  {% blocktranslate with n=x %}共 {{ n }} 项"
        "{% endblocktranslate %}\n        {# '#}{% translate '级' context '等级' %}\n"
    )
    (tmp_path / "yaoan" / "clock.py").write_text('from x import _\nt = _("今天")\n')
    return tmp_path / "yaoan"


def test_texts_are_read_from_python_and_templates(package: Path) -> None:
    app = package / "modules" / "risks"
    assert list(messages(app / "rules.py")) == [Message("研判"), Message("%(n)s 天", "%(n)s 天们")]
    page = [Message("销号"), Message("共 %(n)s 项"), Message("级", context="等级")]
    assert list(messages(app / "templates" / "page.html")) == page
    homes = {found.path.relative_to(package).parts[:-4]: len(found.used) for found in collect(package)}
    assert homes == {("modules", "risks"): 5, (): 1}


def test_every_kind_of_fault_is_found(package: Path) -> None:
    app = package / "modules" / "risks" / translations.CATALOGUE
    catalogue(
        app,
        entry("研判"),
        entry("销号", "销号"),
        entry("共 %(n)s 项", "%(count)s items"),
        entry("级", "level", msgctxt="等级", flags=["fuzzy"]),
        entry("多余", "left over"),
        entry("旧", "old", obsolete=True),
    )
    catalogue(package / translations.CATALOGUE, entry("今天", "today"), entry("研判", "Assessment"))
    found = "\n".join(faults(collect(package)))
    for sentence in (
        "'研判' has no English",
        "'销号' is not translated",
        "'共 %(n)s 项' and its English differ in %(count)s, %(n)s",
        "'级' is marked as uncertain",
        "'多余' is used nowhere",
        "'旧' was given up",
        "'%(n)s 天' (modules/risks/rules.py) is missing",
        "'研判' has more than one English",
    ):
        assert sentence in found
    assert "今天" not in found


def test_updating_adds_what_is_missing_and_drops_what_is_not_used(package: Path) -> None:
    app = package / "modules" / "risks" / translations.CATALOGUE
    catalogue(app, entry("研判", "Assessment"), entry("多余", "left over"))
    found = collect(package)
    for one in found:
        update(one, found)
    after = {item.msgid: item.msgstr for item in polib.pofile(str(app))}
    assert after == {"研判": "Assessment", "%(n)s 天": "", "销号": "", "共 %(n)s 项": "", "级": ""}
    before = app.read_bytes()
    for one in found:
        update(one, found)
    assert app.read_bytes() == before, "a second update changes nothing"
    assert (package / translations.CATALOGUE).exists()


def test_an_english_in_another_app_is_good_for_all(package: Path) -> None:
    catalogue(package / translations.CATALOGUE, entry("今天", "today"), entry("研判", "Assessment"))
    found = collect(package)
    risks = next(one for one in found if "risks" in one.path.parts)
    update(risks, found)
    assert Message("研判") not in Catalogue(risks.path).entries()


def test_compiled_catalogues_are_read_by_gettext_and_leave_out_what_is_uncertain(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    catalogue(source, entry("研判", "Assessment"), entry("销号", "Guess", flags=["fuzzy"]))
    with compile_translations.compile_catalogue(source).open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("研判") == "Assessment"
    assert read.gettext("销号") == "销号"


def test_catalogues_edited_since_are_compiled_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "yaoan/app/locale/en/LC_MESSAGES/django.po"
    catalogue(source, entry("研判", "Assessment"))
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    assert environment.stale_catalogues() == [source]
    compile_translations.compile_catalogue(source)
    assert environment.stale_catalogues() == []
    os.utime(source, (2**31, 2**31))
    assert environment.stale_catalogues() == [source]


# Vendored assets


def test_vendored_files_are_what_was_fetched() -> None:
    assert list(vendor_assets.faults()) == []


def test_a_changed_a_missing_and_a_foreign_file_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    folder.mkdir()
    record = {
        "x": {"version": "1", "files": {name: vendor_assets.digest(b"good") for name in ("a.js", "b.js", "c.js")}}
    }
    (folder / vendor_assets.RECORD).write_text(json.dumps(record))
    (folder / "a.js").write_bytes(b"good")
    (folder / "b.js").write_bytes(b"bad")
    (folder / "d.js").write_bytes(b"good")
    assert list(vendor_assets.faults(folder)) == [
        "d.js is recorded nowhere",
        "b.js is not the file that was fetched",
        "c.js is missing",
    ]


def test_the_sum_is_in_the_notation_of_browsers() -> None:
    assert vendor_assets.digest(b"").startswith(
        "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kx"
    )

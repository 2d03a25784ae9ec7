"""Messages to other systems: signed as the standard says, sent only where one may, and told truly what became of them."""

import base64
import hashlib
import hmac
import ipaddress
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from yaoan.kernel.outbox import posting, reach, sending, signature
from yaoan.kernel.outbox.models import State
from yaoan.kernel.outbox.posting import Answer

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
WHEN = datetime(2021, 2, 25, 15, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch) -> Iterator[None]:
    """`YAOAN_WEBHOOK_HOSTS` as a test sets it."""
    monkeypatch.delenv("YAOAN_WEBHOOK_HOSTS", raising=False)
    reach.within.cache_clear()
    yield
    reach.within.cache_clear()


@pytest.fixture
def loopback(monkeypatch, surroundings) -> None:
    monkeypatch.setenv("YAOAN_WEBHOOK_HOSTS", "127.0.0.0/8")


def listening(speak) -> int:
    """A port on which one connection is accepted and handed to `speak`."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server, server.accept()[0] as line:
            speak(line)

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1]


# Signatures


def test_the_signature_is_that_of_the_published_example() -> None:
    told = signature.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", WHEN, b'{"test": 2432232314}', [SECRET])
    assert told == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_with_two_secrets_either_proves_it() -> None:
    other = signature.fresh()
    told = signature.headers("msg_1_2", WHEN, b"{}", [SECRET, other])["webhook-signature"].split(" ")
    for secret, one in zip([SECRET, other], told, strict=True):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        proof = hmac.new(key, b"msg_1_2.1614265330.{}", hashlib.sha256).digest()
        assert one == "v1," + base64.b64encode(proof).decode()


def test_a_fresh_secret_is_one_and_never_the_same() -> None:
    made = {signature.fresh() for _ in range(20)}
    assert len(made) == 20 and all(signature.fault_of(one) is None for one in made)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_密钥密钥",
                                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!", "whsec_" + "A" * 100])  # fmt: skip
def test_what_is_no_secret_says_so(secret: str) -> None:
    assert signature.fault_of(secret) is not None


# Which addresses may be called


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1",
])  # fmt: skip
def test_what_lies_within_is_not_called(monkeypatch, address: str) -> None:
    monkeypatch.setattr(reach, "_addresses", lambda _host, _port: [reach._plain(address)])
    with pytest.raises(reach.Barred, match="YAOAN_WEBHOOK_HOSTS"):
        reach.target_of("https://hooks.example.com/in")


def test_one_address_within_is_enough_to_bar_a_name(monkeypatch) -> None:
    found = [ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("10.0.0.1")]
    monkeypatch.setattr(reach, "_addresses", lambda _host, _port: found)
    with pytest.raises(reach.Barred):
        reach.target_of("https://hooks.example.com/")


@pytest.mark.parametrize("spelled", ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/"])
def test_other_spellings_of_loopback_are_barred_as_well(spelled: str) -> None:
    with pytest.raises(reach.Barred):
        reach.target_of(spelled)


def test_outside_only_tls_is_spoken_and_the_address_looked_at_is_the_one_called(monkeypatch) -> None:
    monkeypatch.setattr(reach, "_addresses", lambda _host, _port: [ipaddress.ip_address("8.8.8.8")])
    target = reach.target_of("https://hooks.example.com:8443/in?a=1")
    assert target == reach.Target("hooks.example.com", "8.8.8.8", 8443, "/in?a=1", False)
    with pytest.raises(reach.Barred, match="https"):
        reach.target_of("http://hooks.example.com/in")


def test_what_is_listed_may_be_called_even_plainly(monkeypatch) -> None:
    monkeypatch.setenv("YAOAN_WEBHOOK_HOSTS", "10.20.0.0/16, platform.lan")
    lan = {"platform.lan": "192.168.7.7", "hooks.lan": "10.20.3.4", "other.lan": "10.21.0.1"}
    monkeypatch.setattr(reach, "_addresses", lambda host, _port: [ipaddress.ip_address(lan[host])])
    assert reach.target_of("http://platform.lan/").address == "192.168.7.7"
    assert reach.target_of("http://hooks.lan/").is_plain
    with pytest.raises(reach.Barred):
        reach.target_of("http://other.lan/")


@pytest.mark.parametrize("url", ["", "ftp://a.example/", "https://", "https://user:word@a.example/", "https://a.example/#x",
                                 "https://a.example:99999/", "https://a.example/ b", "https://例子.example/",
                                 "https://a.example/" + "x" * 500, "javascript:alert(1)", "//a.example/"])  # fmt: skip
def test_what_is_no_address_says_so(url: str) -> None:
    assert reach.fault_of(url) is not None


# Receivers of every kind


def sent(port: int) -> sending.Outcome:
    return sending.send(f"http://127.0.0.1:{port}/in", "msg_1_2", b"{}", [SECRET])


def test_a_receiver_that_closes_at_once_has_not_answered(loopback) -> None:
    outcome = sent(listening(lambda line: line.close()))
    assert (outcome.state, outcome.is_down) == (State.WAITING, True) and outcome.trouble


def test_a_receiver_that_talks_nonsense_has_not_answered(loopback) -> None:
    def babble(line) -> None:
        line.recv(65536)
        line.sendall(b"\x16\x03\x01 what?\r\n\r\n")

    outcome = sent(listening(babble))
    assert outcome.is_down and "BadStatusLine" in outcome.trouble


def test_nobody_there_is_said(loopback) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "refused" in sent(port).trouble.lower()


def test_a_receiver_that_drips_is_cut_off_when_its_time_is_over(loopback, monkeypatch) -> None:
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.5)
    stopped = threading.Event()

    def drip(line) -> None:
        line.recv(65536)
        line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        try:
            while not stopped.wait(0.1):
                line.sendall(b"x")
        except OSError:
            return

    began = datetime.now(UTC)
    outcome = sent(listening(drip))
    stopped.set()
    assert outcome.is_down and datetime.now(UTC) - began < timedelta(seconds=3)


def test_a_certificate_that_does_not_name_the_host_is_refused(loopback) -> None:
    """A receiver that speaks plainly, or with a certificate of nobody we know, gets nothing."""
    heard: list[bytes] = []

    def listen(line) -> None:
        heard.append(line.recv(65536))
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    outcome = sending.send(f"https://127.0.0.1:{listening(listen)}/", "msg_1_2", b"secret-body", [SECRET])
    assert outcome.is_down and "SSL" in outcome.trouble and b"secret-body" not in b"".join(heard)


@pytest.mark.parametrize(("status", "state", "is_down"), [
    (200, State.DELIVERED, False), (204, State.DELIVERED, False), (301, State.WAITING, False), (307, State.WAITING, False),
    (400, State.WAITING, False), (401, State.WAITING, False), (404, State.WAITING, False), (410, State.WAITING, False),
    (408, State.WAITING, True), (429, State.WAITING, True), (500, State.WAITING, True), (503, State.WAITING, True),
])  # fmt: skip
def test_what_each_answer_means(status: int, state: State, is_down: bool) -> None:
    outcome = sending.judged(Answer(status, 7))
    assert (outcome.state, outcome.is_down, outcome.status) == (state, is_down, status)
    assert outcome.wait == (timedelta(seconds=7) if is_down else timedelta())

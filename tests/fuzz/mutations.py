"""Real-shaped files, spoiled: cut off, bits turned, pieces repeated or left out, another file inside, another encoding."""

import io
import zipfile
from collections.abc import Callable

from hypothesis import strategies as st

ENCODINGS = ("gb18030", "utf-16", "utf-16-be", "utf-7", "big5", "latin-1")


@st.composite
def spoiled(draw: st.DrawFn, sample: bytes, *, others: tuple[bytes, ...] = ()) -> bytes:
    """A sample after one to three mishaps; packed files may be spoiled within, and come packed in themselves."""
    data = sample
    for _mishap in range(draw(st.integers(1, 3))):
        ways: list[Callable[..., bytes]] = [_cut, _turned, _repeated, _left_out, _filled]
        ways += [_within, _nested] if data.startswith(b"PK\x03\x04") else [_encoded]
        data = draw(st.sampled_from(ways))(draw, data)
    if others and draw(st.integers(0, 9)) == 0:
        data += draw(st.sampled_from(others))
    return data


def _place(draw: st.DrawFn, data: bytes) -> int:
    return draw(st.integers(0, max(0, len(data) - 1)))


def _cut(draw: st.DrawFn, data: bytes) -> bytes:
    return data[: _place(draw, data)]


def _turned(draw: st.DrawFn, data: bytes) -> bytes:
    made = bytearray(data)
    for _bit in range(draw(st.integers(1, 8))):
        if made:
            made[_place(draw, made)] ^= 1 << draw(st.integers(0, 7))
    return bytes(made)


def _repeated(draw: st.DrawFn, data: bytes) -> bytes:
    start = _place(draw, data)
    piece = data[start : start + draw(st.integers(1, 64))]
    return data[:start] + piece * draw(st.integers(2, 200)) + data[start:]


def _left_out(draw: st.DrawFn, data: bytes) -> bytes:
    start = _place(draw, data)
    return data[:start] + data[start + draw(st.integers(1, 64)) :]


def _filled(draw: st.DrawFn, data: bytes) -> bytes:
    start, length = _place(draw, data), draw(st.integers(1, 64))
    return data[:start] + draw(st.sampled_from([b"\0", b"\xff", b"<", b"9"])) * length + data[start + length :]


def _encoded(draw: st.DrawFn, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(draw(st.sampled_from(ENCODINGS)), "replace")


def _within(draw: st.DrawFn, data: bytes) -> bytes:
    """One member of a packed file spoiled, and all packed again with sums that fit."""
    members = _members(data)
    if not members:
        return data
    name = draw(st.sampled_from(sorted(members)))
    way = draw(st.sampled_from((_cut, _turned, _repeated, _left_out, _filled, _encoded)))
    return _packed({**members, name: way(draw, members[name])})


def _nested(draw: st.DrawFn, data: bytes) -> bytes:
    members = _members(data)
    return _packed({**members, draw(st.sampled_from(sorted(members))): data}) if members else data


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {info.filename: packed.read(info) for info in packed.infolist() if info.file_size < 1 << 22}
    except Exception:  # what an earlier mishap has left is no packed file any more
        return {}


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()

"""Parts that were compressed one by one read back as one whole."""

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from layers.mvt import Effort, gzipped, pressed

EFFORTS = st.sampled_from(Effort)
CONTENTS = st.one_of(
    st.binary(max_size=400),
    st.builds(lambda part, times: part * times, st.binary(max_size=40), st.integers(0, 3_000)),
)


@given(st.lists(st.tuples(CONTENTS, EFFORTS), max_size=6))
def test_parts_read_back_in_a_row(parts: list[tuple[bytes, Effort]]) -> None:
    whole = b"".join(content for content, _ in parts)
    packed = gzipped([pressed(content, effort) for content, effort in parts])
    assert gzip.decompress(packed) == whole  # checks the sum and the length as well
    # A single member: browsers and proxies stop at the end of the first.
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert reader.decompress(packed) == whole
    assert reader.eof
    assert reader.unused_data == b""


def test_the_same_bytes_without_a_time() -> None:
    def packed() -> bytes:
        parts = [(b"tile" * 1000, Effort.KEPT), (b"other" * 9, Effort.ONCE)]
        return gzipped([pressed(content, effort) for content, effort in parts])

    assert packed() == packed()
    assert packed()[4:8] == bytes(4)  # the time of a gzip member, RFC 1952
    assert len(packed()) < 100


def test_a_part_may_stand_in_any_company() -> None:
    kept = pressed(b"kept" * 500, Effort.KEPT)
    for news in (b"", b"kept" * 3, b"quite another"):
        assert gzip.decompress(gzipped([pressed(news, Effort.ONCE), kept])) == news + kept.content

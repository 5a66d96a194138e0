"""Compression that gives the same bytes for the same tile."""

import gzip

from layers import mvt


def test_compression_reads_back_and_carries_no_time() -> None:
    content = b"tile" * 1000
    packed = mvt.compress(content)
    assert gzip.decompress(packed) == content
    assert len(packed) < len(content) // 10
    assert packed[4:8] == bytes(4)  # the time of a gzip member, RFC 1952
    assert packed == mvt.compress(content)

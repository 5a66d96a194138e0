from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.imports.uploads import (
    KEPT,
    Upload,
    UploadCutShort,
    Uploads,
    UploadTooLarge,
    UploadUnknown,
    plain_name,
)

if TYPE_CHECKING:
    from pathlib import Path

    from desk.imports.uploads import Arriving

MOST = 10


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", MOST)


def sent(uploads: Uploads, content: bytes = b"abc", name: str = "客户.csv") -> Upload:
    with uploads.arriving(name) as arriving:
        arriving.write(content)
    return uploads.find(arriving.token)


def break_off(arriving: Arriving) -> None:
    arriving.write(b"abc")
    raise ConnectionError


def test_what_has_arrived_is_found_by_its_token_only(uploads: Uploads) -> None:
    upload = sent(uploads)
    assert upload.name == "客户.csv"
    assert upload.size == 3
    assert upload.path.read_bytes() == b"abc"
    assert upload.token not in upload.name


def test_two_files_of_one_name_are_two_uploads(uploads: Uploads) -> None:
    assert sent(uploads).token != sent(uploads).token


def test_a_name_can_come_late(uploads: Uploads) -> None:
    with uploads.arriving("") as arriving:
        arriving.write(b"abc")
        arriving.call("../工单.csv")
    assert uploads.find(arriving.token).name == "工单.csv"


def test_too_much_leaves_nothing(uploads: Uploads, tmp_path: Path) -> None:
    with pytest.raises(UploadTooLarge), uploads.arriving("a.csv") as arriving:
        list(map(arriving.write, [b"x" * MOST, b"x"]))
    assert list((tmp_path / "uploads").iterdir()) == []


def test_too_much_is_refused_before_it_comes(uploads: Uploads) -> None:
    with pytest.raises(UploadTooLarge), uploads.arriving("a.csv") as arriving:
        arriving.expect(MOST + 1)


def test_an_upload_that_breaks_off_leaves_nothing(uploads: Uploads, tmp_path: Path) -> None:
    with pytest.raises(ConnectionError), uploads.arriving("a.csv") as arriving:
        break_off(arriving)
    assert list((tmp_path / "uploads").iterdir()) == []


def test_less_than_announced_is_refused(uploads: Uploads) -> None:
    with pytest.raises(UploadCutShort), uploads.arriving("a.csv") as arriving:
        arriving.complete(4)


@pytest.mark.parametrize("token", ["", "..", "../uploads", "a" * 22, "/etc", "a" * 21 + "/"])
def test_other_tokens_find_nothing(uploads: Uploads, token: str) -> None:
    sent(uploads)
    with pytest.raises(UploadUnknown):
        uploads.find(token)
    uploads.discard(token)


def test_a_discarded_upload_is_gone(uploads: Uploads) -> None:
    upload = sent(uploads)
    uploads.discard(upload.token)
    with pytest.raises(UploadUnknown):
        uploads.find(upload.token)
    uploads.discard(upload.token)


def test_after_a_day_what_nobody_imported_is_removed(uploads: Uploads, tmp_path: Path) -> None:
    old, young = sent(uploads), sent(uploads)
    left = tmp_path / "uploads" / "crash.part"
    left.mkdir()
    now = datetime.now(UTC)
    long_ago = (now - KEPT - timedelta(minutes=1)).timestamp()
    for folder in (old.path.parent, left):
        os.utime(folder, (long_ago, long_ago))
    uploads.sweep(now)
    assert uploads.find(young.token) == young
    assert {folder.name for folder in (tmp_path / "uploads").iterdir()} == {young.token}


def test_sweeping_before_anything_came_is_fine(uploads: Uploads) -> None:
    uploads.sweep(datetime.now(UTC))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("客户 (2026).csv", "客户 (2026).csv"),
        ("C:\\Users\\me\\工单.xlsx", "工单.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("<b>x</b>.csv", "b>.csv"),
        ("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
        ("=HYPERLINK(1).csv", "=HYPERLINK(1).csv"),
        (".bashrc", "bashrc"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("gpj\u202evsc.exe", "gpj_vsc.exe"),
        ("...", "upload"),
        ("", "upload"),
    ],
)
def test_a_name_is_only_a_name(given_name: str, kept: str) -> None:
    assert plain_name(given_name) == kept


@given(st.text(max_size=400))
def test_any_name_fits_a_file_system(name: str) -> None:
    plain = plain_name(name)
    assert plain
    assert "/" not in plain
    assert "\x00" not in plain
    assert not plain.startswith(".")
    assert len(plain.encode()) <= 255


def test_a_long_name_keeps_its_ending() -> None:
    assert plain_name("户" * 300 + ".csv").endswith("户.csv")

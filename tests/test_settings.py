"""What the environment decides, and how nonsense in it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import BattlemapError
from settings import Settings


def test_defaults() -> None:
    settings = Settings.from_environment({})
    assert settings.port == 8050
    assert settings.host == "127.0.0.1"
    assert settings.data_dir == Path("var").resolve()
    assert settings.database_url.startswith("sqlite:///")
    assert settings.demo


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PORT", "0", "setting.bad"),
        ("PORT", "99999", "setting.bad"),
        ("PORT", "-1", "setting.bad"),
        ("PORT", "eight", "setting.bad"),
        ("BATTLEMAP_DEMO_CUSTOMERS", "1000001", "setting.bad"),
        ("BATTLEMAP_MAX_FILE_MB", "1.5", "setting.bad"),
        ("BATTLEMAP_TIMEZONE", "Mars/Olympus", "setting.timezone"),
        ("BATTLEMAP_TIMEZONE", "../etc/passwd", "setting.timezone"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(name: str, value: str, code: str) -> None:
    with pytest.raises(BattlemapError) as refused:
        Settings.from_environment({name: value})
    assert refused.value.code == code


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "PORT": "9000",
            "BATTLEMAP_DATA_DIR": str(tmp_path),
            "BATTLEMAP_DATABASE_URL": "postgresql://somebody@db/map",
            "BATTLEMAP_DEMO": "0",
        }
    )
    assert (settings.port, settings.data_dir, settings.demo) == (9000, tmp_path, False)
    assert settings.database_url == "postgresql://somebody@db/map"

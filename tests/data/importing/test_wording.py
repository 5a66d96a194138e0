"""Every code that an import can utter has a sentence in both languages, and every fact fits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.importing import Stage, errors
from data.importing.suspicions import COMPASS, REMEDIES
from geo.datum import Datum
from geo.mending import GeometryFault
from rules.codes import Kind
from texts import Tongue, texts

PACKAGE = Path(errors.__file__).parent
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
MENDED = {GeometryFault.UNCLOSED, GeometryFault.UNTANGLED}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def codes(pattern: str) -> set[str]:
    found = set(re.findall(pattern, SOURCE))
    assert len(found) > 2
    return found


def rejections() -> set[str]:
    said = codes(r"\.reject\(\s*[^,]+,\s*[^,]+,\s*\"(\w+)\"") | {"row_shape", "feature_broken"}
    said |= codes(r"DegreeFault\.\w+, \"(position_\w+)\"")
    return said | {fault.value for fault in GeometryFault if fault not in MENDED}


def findings() -> set[str]:
    said = codes(r"\.find\(\s*[^,]+,\s*[^,]+,\s*\"(\w+)\"")
    said |= codes(r"finding\(batch, [^,]+(?:\([^)]*\))?, \"(\w+)\"")
    said |= set(re.findall(r"Finding\(\s*\"(\w+)\"", SOURCE))
    said |= set(re.findall(r"\"(transformer_(?:unfed|looped))\"", SOURCE))
    said |= set(
        re.findall(r"\"((?:datum_by|crs)_(?:places|areas|position|passed|of_file))\"", SOURCE)
    )
    return said | {fault.value for fault in MENDED}


@pytest.mark.parametrize("tongue", Tongue)
def test_every_code_has_a_sentence(tongue: Tongue) -> None:
    words = texts(tongue)
    keys = {f"import.reject.{code}" for code in rejections()}
    keys |= {f"import.finding.{code}" for code in findings()}
    keys |= {f"import.kind.{kind.value}" for kind in Kind}
    keys |= {f"import.stage.{stage.value}" for stage in Stage}
    keys |= {f"import.direction.{direction}" for direction in COMPASS}
    keys |= {f"import.remedy.datum_{remedy}" for remedy in REMEDIES}
    keys |= {f"import.datum.name.{datum}" for datum in Datum}
    keys |= {f"error.{error.code}" for error in vars(errors).values() if hasattr(error, "code")} - {
        "error.unexpected"
    }
    assert {key for key in keys if not words.has(key)} == set()


def test_both_languages_say_the_same_with_the_same_facts() -> None:
    chinese, english = (texts(tongue).messages for tongue in Tongue)
    keys = {key for key in chinese if key.startswith(("import.", "error.import."))}
    assert keys == {key for key in english if key.startswith(("import.", "error.import."))}
    for key in keys:
        assert set(PLACEHOLDER.findall(chinese[key])) == set(PLACEHOLDER.findall(english[key])), key


def test_no_sentence_is_for_nothing() -> None:
    said = {key for key in texts(Tongue.ENGLISH).messages if key.startswith("import.")}
    known = {f"import.reject.{code}" for code in rejections()}
    known |= {f"import.finding.{code}" for code in findings()} | {"import.finding.with_examples"}
    spare = {k for k in said if k.startswith(("import.reject.", "import.finding."))} - known
    assert spare == set()

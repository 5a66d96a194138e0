"""What is said of an upload, a report, and the imports of the past."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.import_report import report_out
from data.import_runs import report_from_json
from data.importing import ImportOptions
from data.importing.mapping import match
from data.importing.options import Stage
from data.importing.sieve import Finding, Rejection
from desk.imports import history
from desk.imports.checking import checked, options_of
from desk.imports.choices import DATUMS, OTHER, Choices
from desk.imports.doors import ON_TERMINAL, on_screen, on_terminal
from desk.imports.guide import TemplateForm, fields, headers, template
from desk.imports.telling import label, told
from desk.imports.veiling import veiled_finding, veiled_rejection
from rules.codes import Kind
from tests.exports import (
    HEADERS,
    bureau_zip,
    cells_geojson,
    customer_rows,
    customers_csv,
    in_gcj02,
    zipped,
)
from tests.viewers import DISPATCHER
from texts import Tongue, texts

if TYPE_CHECKING:
    from data.importing import ImportReport
    from desk.desk import Desk
    from desk.imports.uploads import Upload

CHINESE, ENGLISH = on_screen(Tongue.CHINESE), on_screen(Tongue.ENGLISH)


def sent(desk: Desk, name: str, content: bytes) -> Upload:
    with desk.imports.uploads.arriving(name) as arriving:
        arriving.write(content)
    return desk.imports.uploads.find(arriving.token)


def imported(
    desk: Desk, name: str, content: bytes, options: ImportOptions | None = None
) -> ImportReport:
    given = options or ImportOptions()
    return desk.imports.run(DISPATCHER, sent(desk, name, content), given, lambda _: None)


def test_headers_in_gb18030_are_understood(desk: Desk) -> None:
    upload = sent(desk, "客户档案2026.csv", customers_csv())
    (file,) = checked(desk.imports, DISPATCHER, upload, Choices(), CHINESE).files
    assert file.kind is Kind.CUSTOMERS
    assert file.encoding == "gb18030"
    assert file.headers == HEADERS
    assert file.fields == ("account", "name", "sensitivity", "sensitivity_reason", "cell", "x", "y")
    assert file.rows[0][1] == "杨某0"
    assert file.ready


def test_a_missing_field_is_named_and_can_be_given(desk: Desk) -> None:
    upload = sent(desk, "客户.csv", customers_csv(headers=("用户标识", *HEADERS[1:])))
    before = checked(desk.imports, DISPATCHER, upload, Choices(), CHINESE)
    assert before.files[0].missing == ("account",)
    assert not before.ready
    after = checked(
        desk.imports, DISPATCHER, upload, Choices(mapping={"用户标识": "account"}), CHINESE
    )
    assert after.ready
    assert after.files[0].chosen == {"用户标识"}


def test_what_is_wrong_is_told_and_never_raised(desk: Desk) -> None:
    metres = [(*row[:-2], "500000", "2900000") for row in customer_rows()]
    upload = sent(desk, "客户.csv", customers_csv(metres))
    (file,) = checked(desk.imports, DISPATCHER, upload, Choices(), CHINESE).files
    assert "坐标系" in file.problem
    assert "--crs" not in file.problem
    projected = checked(desk.imports, DISPATCHER, upload, Choices(crs=OTHER, epsg="4545"), CHINESE)
    assert projected.ready
    nonsense = checked(desk.imports, DISPATCHER, upload, Choices(crs=OTHER, epsg="hello"), ENGLISH)
    assert not nonsense.ready
    broken = sent(desk, "客户.csv", b'"a\n')
    assert checked(desk.imports, DISPATCHER, broken, Choices(), CHINESE).problem


def test_of_a_bureau_no_single_file_is_set_up(desk: Desk) -> None:
    upload = sent(desk, "本局.zip", bureau_zip())
    form = Choices(kind="customers", sheet="a", mapping={"a": "name"}, encoding="utf-8")
    options = options_of(desk.imports, upload, form, Tongue.CHINESE)
    assert (options.kind, options.sheet, dict(options.mapping)) == (None, None, {})
    found = checked(desk.imports, DISPATCHER, upload, Choices(), CHINESE)
    assert found.bureau
    assert found.ready


def test_files_left_aside_are_named(desk: Desk) -> None:
    files = {"客户.csv": customers_csv(), "说明.csv": b"x\n"}
    upload = sent(desk, "本局.zip", zipped(files))
    assert checked(desk.imports, DISPATCHER, upload, Choices(), CHINESE).ignored == ("说明.csv",)


def test_a_report_is_told_in_the_words_of_the_screen(desk: Desk) -> None:
    rows = customer_rows()
    rows[2] = (*rows[2][:2], "特别特别", *rows[2][3:])
    report = imported(desk, "客户.csv", customers_csv(rows))
    (kind,) = told(report, CHINESE).kinds
    assert kind.name == "客户"
    (row,) = kind.rows
    assert row.rejection.row == 4
    assert row.rejection.column == "敏感类别"
    assert "敏感类别" in row.reason
    assert "特别特别" in row.reason


def test_warnings_come_first_and_suspicions_have_a_name(desk: Desk) -> None:
    imported(desk, "网格.geojson", cells_geojson())
    moved = customers_csv(in_gcj02(customer_rows(200)))
    report = imported(desk, "客户.csv", moved, ImportOptions(dry_run=True))
    words = told(report, CHINESE)
    (suspicion,) = words.suspicions
    assert (suspicion.datum, suspicion.here) == ("gcj02", True)
    remarks = words.kinds[0].remarks
    assert [remark.warning for remark in remarks] == sorted(
        (remark.warning for remark in remarks), reverse=True
    )
    (sentence,) = [r.text for r in remarks if "datum" in r.finding.code]
    assert "“坐标系”改为 GCJ-02" in sentence
    for say, remedy in ((texts, "加 crs=customers=gcj02 "), (on_terminal, "--crs customers=gcj02")):
        kinds = told(report, say(Tongue.CHINESE)).kinds
        (plain,) = [r.text for r in kinds[0].remarks if "datum" in r.finding.code]
        assert remedy in plain


def test_a_report_comes_back_from_the_store_as_it_was(desk: Desk) -> None:
    rows = customer_rows()
    rows[2] = (*rows[2][:2], "特别特别", *rows[2][3:])
    report = imported(desk, "客户.csv", customers_csv(rows))
    assert report.run is not None
    kept = history.report(desk, DISPATCHER, report.run)
    assert kept == report_from_json(report.to_json(), report.run)
    assert kept.to_json() == report.to_json()
    assert (
        told(kept, CHINESE).kinds[0].rows[0].reason == told(report, CHINESE).kinds[0].rows[0].reason
    )


def test_the_last_imports_stand_first(desk: Desk) -> None:
    imported(desk, "网格.geojson", cells_geojson())
    imported(desk, "客户.csv", customers_csv())
    newest, older = history.latest(desk, DISPATCHER)
    assert (newest.path, newest.kinds, newest.added) == ("客户.csv", (Kind.CUSTOMERS,), 6)
    assert older.path == "网格.geojson"
    assert history.latest(desk, DISPATCHER, 1) == (newest,)


def test_rejected_rows_are_a_file_of_their_run(desk: Desk) -> None:
    rows = customer_rows()
    rows[2] = (*rows[2][:2], "=cmd()", *rows[2][3:])
    run = imported(desk, "客户.csv", customers_csv(rows)).run
    assert run is not None
    text = history.rejected_rows(desk, DISPATCHER, run, Kind.CUSTOMERS).text
    assert "'=cmd()" in text
    with pytest.raises(history.NothingRejected):
        history.rejected_rows(desk, DISPATCHER, run, Kind.CELLS)
    with pytest.raises(history.RunUnknown):
        history.rejected_rows(desk, DISPATCHER, run + 1, Kind.CUSTOMERS)


def test_names_of_files_and_headers_tell_of_nobody(desk: Desk) -> None:
    name, header = "陈癌症13812340000.csv", "手机13812345555 癌症"
    rows = [(*row, "x") for row in customer_rows()]
    rows[2] = (*rows[2][:2], "特别特别", *rows[2][3:])
    content = customers_csv(rows, headers=(*HEADERS, header))
    report = imported(desk, name, content, ImportOptions(kind=Kind.CUSTOMERS))
    assert report.run is not None
    shown = told(report, CHINESE).report
    (kind,) = shown.kinds
    assert (shown.path, kind.file) == ("陈***138****0000.csv",) * 2
    assert kind.unknown == ("手机138****5555 ***",)
    assert kind.rejections[0].column == "敏感类别"
    assert history.latest(desk, DISPATCHER)[0].path == "陈***138****0000.csv"
    text = history.rejected_rows(desk, DISPATCHER, report.run, Kind.CUSTOMERS).text
    assert "陈***138****0000.csv,4,敏感类别" in text
    assert "13812340000" not in text + str(report_out(report, CHINESE))
    assert "癌症" not in text + str(report_out(report, CHINESE))


def test_a_header_that_is_rejected_by_tells_of_nobody_unless_it_is_known() -> None:
    own = Rejection(4, "手机13812345555", "x", "number", {})
    assert veiled_rejection(own).column == "手机138****5555"
    assert veiled_rejection(replace(own, column="生命支持设备")).column == "生命支持设备"
    twice = Finding("column_twice", 1, facts={"column": "户名", "other": "户名13812345555"})
    assert veiled_finding(twice).facts == {"column": "户名", "other": "户名138****5555"}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("tongue", Tongue)
def test_every_field_has_a_name_and_every_template_is_understood(
    kind: Kind, tongue: Tongue
) -> None:
    names = [guide.name for guide in fields(kind)]
    assert all(label(on_screen(tongue), kind, name) != name for name in names)
    found = match(kind, headers(kind, tongue), {}, file="", shaped=False)
    assert list(found.fields) == names


def test_templates_are_files_of_their_form() -> None:
    assert template(Kind.CUSTOMERS, Tongue.CHINESE, TemplateForm.XLSX).startswith(b"PK")
    text = template(Kind.CUSTOMERS, Tongue.CHINESE, TemplateForm.CSV).decode("utf-8-sig")
    assert text.startswith("户号,户名,")
    assert text.count("\n") == 1


def test_the_screen_says_it_in_its_own_words_where_it_has_some() -> None:
    for tongue in Tongue:
        say = on_screen(tongue)
        for key, text in texts(tongue).messages.items():
            if key.startswith("imports.on_screen."):
                plain = key.removeprefix("imports.on_screen.")
                assert texts(tongue).has(plain), key
                assert say.messages[plain] == text
                assert "--" not in text


OPTION = re.compile(r"--\w|\b(?:map|crs|kind|encoding|sheet|dry_run)=")


@pytest.mark.parametrize("tongue", Tongue)
def test_each_door_names_only_what_can_be_done_there(tongue: Tongue) -> None:
    plain, screen, terminal = texts(tongue), on_screen(tongue), on_terminal(tongue)
    spoken = [k for k in plain.messages if k.startswith(("import.", "error.import."))]
    assert len(spoken) > 100
    for key in spoken:
        assert "--" not in plain.messages[key], key
        assert not OPTION.search(screen.messages[key]), key
        if OPTION.search(plain.messages[key]):
            assert "--" in terminal.messages[key], key
    own = [key for key in plain.messages if key.startswith(ON_TERMINAL)]
    assert len(own) > 10
    assert all(plain.has(key.removeprefix(ON_TERMINAL)) for key in own)


def test_whatever_the_import_reports_the_screen_has_words_for() -> None:
    for say in (CHINESE, ENGLISH):
        assert all(say.has(f"import.kind.{kind}") for kind in Kind)
        assert all(say.has(f"imports.kind.{kind}") for kind in Kind)
        assert all(say.has(f"import.stage.{stage}") for stage in Stage)
        assert all(say.has(f"imports.crs.{name}") for name in (*DATUMS, OTHER))

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data.demo.reasons import REASONS
from data.demo.sensitivity import SHARES
from rules.codes import LIFE_SUPPORT, Consent, CustomerKind, Equipment, Language

if TYPE_CHECKING:
    import pandas as pd

    from data.demo.bureau import Bureau


@pytest.fixture(scope="module")
def customers(bureau: Bureau) -> pd.DataFrame:
    """Give the customers of the larger bureau."""
    return bureau.customers


@pytest.mark.parametrize("name", ["small", "bureau"])
def test_sensitivity_has_the_shares_asked_for(name: str, request: pytest.FixtureRequest) -> None:
    customers = request.getfixturevalue(name).customers
    counts = customers["sensitivity"].value_counts()
    for level, share in SHARES.items():
        assert counts[level.name.lower()] == round(share * len(customers))


def test_the_sensitive_have_a_reason_and_only_they(customers: pd.DataFrame) -> None:
    ordinary = customers["sensitivity"] == "ordinary"
    assert (customers["sensitivity_reason"] == "").equals(ordinary)


def test_reasons_belong_to_their_level(customers: pd.DataFrame) -> None:
    levels = {reason.text: reason.level.name.lower() for reason in REASONS}
    sensitive = customers[customers["sensitivity"] != "ordinary"]
    assert sensitive["sensitivity_reason"].map(levels).equals(sensitive["sensitivity"])


def test_reasons_fit_the_kind_of_customer(customers: pd.DataFrame) -> None:
    for reason in REASONS:
        mine = customers[customers["sensitivity_reason"] == reason.text]
        assert set(mine["kind"]) <= {str(kind) for kind in reason.kinds}, reason.text


def test_every_reason_of_households_occurs(customers: pd.DataFrame) -> None:
    wanted = {each.text for each in REASONS if CustomerKind.HOUSEHOLD in each.kinds}
    assert wanted <= set(customers["sensitivity_reason"])


def test_equipment_is_known_and_has_a_backup_time(customers: pd.DataFrame) -> None:
    having = customers[customers["equipment"] != ""]
    devices = set(chain.from_iterable(each.split(";") for each in having["equipment"]))
    assert devices <= {str(each) for each in Equipment}
    assert devices & {str(each) for each in LIFE_SUPPORT}
    assert having["equipment"].str.contains(";").any()
    assert customers["backup_hours"].notna().equals(customers["equipment"] != "")
    assert having["backup_hours"].between(0, 24).all()


def test_spoken_miao_is_common_and_more_so_far_away(customers: pd.DataFrame) -> None:
    miao = customers["language"] == Language.MIAO_SPOKEN
    assert miao.mean() == pytest.approx(0.35, abs=0.03)
    urban = customers["address"].str.contains("社区")
    assert miao[~urban].mean() > 1.3 * miao[urban].mean()
    assert set(customers["language"]) == {str(language) for language in Language}


def test_consent_and_kinds_vary(customers: pd.DataFrame) -> None:
    assert set(customers["consent"]) == {str(consent) for consent in Consent}
    kinds = customers["kind"].value_counts()
    assert kinds.index[0] == CustomerKind.HOUSEHOLD
    assert len(kinds) >= 8


def test_phones_are_plainly_invented(bureau: Bureau) -> None:
    columns = (
        bureau.customers["phone"],
        bureau.relays["phone"],
        bureau.cells["manager_phone"],
    )
    for column in columns:
        numbers = column[column != ""].str.split(";").explode()
        assert numbers.str.fullmatch(r"000-1\d{3}-\d{4}").all()


def test_some_have_no_phone_some_several_some_a_neighbours(customers: pd.DataFrame) -> None:
    phone = customers["phone"]
    assert 0.02 < (phone == "").mean() < 0.06
    assert 0.05 < phone.str.contains(";").mean() < 0.13
    assert 0.02 < phone[phone != ""].duplicated(keep=False).mean() < 0.2


def test_accounts_are_digits_of_one_length_and_some_begin_with_zero(
    customers: pd.DataFrame,
) -> None:
    assert customers["account"].str.fullmatch(r"\d{12}").all()
    assert customers["account"].str.startswith("0").any()


def test_addresses_go_from_county_to_house(customers: pd.DataFrame) -> None:
    pattern = r"云溪县.{2}[镇乡].{3}(村|社区)\d+组\d+号"
    assert customers["address"].str.fullmatch(pattern).all()


def test_customers_are_in_the_cell_that_they_name(customers: pd.DataFrame, bureau: Bureau) -> None:
    shapes = dict(zip(bureau.cells["code"], bureau.cells["geometry"], strict=True))
    for cell, mine in customers[customers["cell"] != ""].groupby("cell"):
        points = shapely.points(mine[["x", "y"]].to_numpy())
        assert shapely.covers(shapes[cell], points).all()


@pytest.mark.parametrize("name", ["small", "bureau"])
def test_the_deliberate_faults_are_there(name: str, request: pytest.FixtureRequest) -> None:
    bureau: Bureau = request.getfixturevalue(name)
    county = shapely.union_all(bureau.cells["geometry"].to_numpy(dtype=object))
    points = shapely.points(bureau.customers[["x", "y"]].to_numpy())
    outside = ~shapely.covers(county, points)
    assert 3 <= outside.sum() <= 5
    assert ((bureau.customers["cell"] == "").to_numpy() == outside).all()
    assert (bureau.customers["transformer"] == "").sum() == 2
    assert (bureau.cells["manager"] == "").sum() == 1
    assert ((bureau.cells["manager"] == "") == (bureau.cells["manager_phone"] == "")).all()


def test_relays_are_officers_and_groups_with_reliability(bureau: Bureau) -> None:
    relays = bureau.relays
    assert set(relays["kind"]) == {"officer", "group"}
    assert relays["reliability"].between(0.2, 1).all()
    assert (relays["kind"] == "group").sum() == len(bureau.cells)
    assert ((relays["phone"] == "") == (relays["kind"] == "group")).all()
    assert np.isfinite(relays[["x", "y"]].to_numpy()).all()

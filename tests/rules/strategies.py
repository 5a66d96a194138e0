"""Random customers, issues, times and parameters for the tests of the rules."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from rules.codes import (
    CustomerClass,
    CustomerId,
    CustomerKind,
    Equipment,
    Sensitivity,
    Urgency,
)
from rules.parameter_specs import specs
from rules.parameters import Parameters
from rules.policy import Criterion, OverdueGrowth
from rules.priority import Standing
from rules.sensitivity import CustomerFacts
from rules.urgency import IssueFacts

ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "Asia/Shanghai",  # summer time until 1991
        "Europe/Berlin",
        "America/Sao_Paulo",  # its clocks changed at midnight
        "Asia/Kathmandu",
        "Pacific/Apia",  # left out a whole day in 2011
    )
)
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(1985, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.one_of(st.none(), st.floats(0, 300, width=32))

limits = st.one_of(
    st.sampled_from(["same_day", "same_month"]),
    st.integers(1, 500).map("{}h".format),
    st.integers(1, 366).map("{}d".format),
)
issue_settings = {
    **{f"issue.limit.{u.name.lower()}": limits for u in Urgency if u},
    "issue.limit.least_hours": st.floats(0, 72).map("{:.3f}".format),
    "issue.growth.percent": st.integers(1, 100).map(str),
    "issue.growth.highest": st.sampled_from(["key", "special", "sensitive", "emergency"]),
    "issue.growth.overdue": st.sampled_from([str(growth) for growth in OverdueGrowth]),
}


def _any_of(key: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(list(specs()[key].choices)), max_size=4).map(";".join)


customer_settings = {
    **{key: _any_of(key) for key, spec in specs().items() if spec.type == "list"},
    "sensitivity.life_support.backup_hours": st.integers(0, 240).map(str),
    "sensitivity.life_support.backed_up": st.sampled_from(["sensitive", "special"]),
    "sensitivity.complaints.count": st.integers(1, 5).map(str),
    "sensitivity.complaints.level": st.sampled_from([s.name.lower() for s in Sensitivity]),
}

issue_parameters = st.fixed_dictionaries({}, optional=issue_settings).map(Parameters.from_overrides)
customer_parameters = st.fixed_dictionaries({}, optional=customer_settings).map(
    Parameters.from_overrides
)
order_parameters = st.permutations(list(Criterion)).map(
    lambda order: Parameters.from_overrides({"priority.order": ";".join(order)})
)

customers = st.builds(
    CustomerFacts,
    kind=st.sampled_from(CustomerKind),
    class_=st.sampled_from(CustomerClass),
    sensitivity=st.sampled_from(Sensitivity),
    sensitivity_reason=st.sampled_from(["", "independent living, 83"]),
    equipment=st.frozensets(st.sampled_from(Equipment), max_size=4),
    backup_hours=hours,
    complaints=st.integers(0, 6),
)
open_issues = st.builds(
    IssueFacts, urgency=st.sampled_from(Urgency), opened_at=moments, closed_at=st.none()
)
issues = st.builds(
    IssueFacts,
    urgency=st.sampled_from(Urgency),
    opened_at=moments,
    closed_at=st.one_of(st.none(), moments),
)
standings = st.builds(
    Standing,
    id=st.integers(0, 2**32 - 1).map(CustomerId),
    life_support=st.booleans(),
    backup_hours=hours,
    sensitivity=st.sampled_from(Sensitivity),
    class_=st.sampled_from(CustomerClass),
    urgency=st.sampled_from(Urgency),
)

"""The words that the bureau counts with, as codes. Their names in both languages are texts.

Ordered scales are integers (higher is worse or more important), so that the worst of many is
a maximum; the rest are strings as they stand in the store. The scales of urgency and
sensitivity are part of the contract with other programs and never change their numbers.
"""

from enum import IntEnum, StrEnum
from typing import NewType

CustomerId = NewType("CustomerId", int)
CellId = NewType("CellId", int)
FeederId = NewType("FeederId", int)
TransformerId = NewType("TransformerId", int)
SwitchId = NewType("SwitchId", int)
SectionId = NewType("SectionId", int)
RelayId = NewType("RelayId", int)
IssueId = NewType("IssueId", int)


class Kind(StrEnum):
    """What a file can hold: the kinds of an import, in the order in which they depend."""

    CELLS = "cells"
    SOURCES = "sources"
    SECTIONS = "sections"
    SWITCHES = "switches"
    TRANSFORMERS = "transformers"
    CUSTOMERS = "customers"
    RELAYS = "relays"
    ISSUES = "issues"
    LINES = "lines"


class Sensitivity(IntEnum):
    """敏感分类: how much a failure of service would hurt; local practice, with a reason."""

    ORDINARY = 0
    KEY_ATTENTION = 1
    SENSITIVE = 2
    SPECIAL = 3


class Urgency(IntEnum):
    """问题紧急程度: of an issue by its class and its deadline; of a place by its worst issue."""

    NONE = 0
    ORDINARY = 1
    KEY = 2
    SPECIAL = 3
    SENSITIVE = 4
    EMERGENCY = 5


class CustomerClass(IntEnum):
    """重要电力用户等级, by contract."""

    ORDINARY = 0
    TEMPORARY = 1
    SECOND = 2
    FIRST = 3
    SPECIAL = 4


class CustomerKind(StrEnum):
    """What the customer is."""

    HOUSEHOLD = "household"
    SHOP = "shop"
    FACTORY = "factory"
    FARM = "farm"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    GOVERNMENT = "government"
    UTILITY = "utility"
    HOTEL = "hotel"
    OTHER = "other"


class Language(StrEnum):
    """The language in which a customer understands a message.

    Spoken Miao is a language of its own here: most who need it do not read written Miao.
    """

    CHINESE = "zh"
    MIAO_SPOKEN = "miao"
    BILINGUAL = "bilingual"
    OTHER = "other"


class Consent(StrEnum):
    """What the customer agreed to be contacted by."""

    ALL = "all"
    CALLS = "calls"
    SMS = "sms"
    NONE = "none"
    UNKNOWN = "unknown"


class Equipment(StrEnum):
    """Equipment that needs power to keep somebody or something alive."""

    VENTILATOR = "ventilator"
    OXYGEN = "oxygen"
    DIALYSIS = "dialysis"
    SUCTION = "suction"
    MONITOR = "monitor"
    COLD_CHAIN = "cold_chain"
    AERATOR = "aerator"
    INCUBATOR = "incubator"
    LIFT = "lift"
    OTHER = "other"


LIFE_SUPPORT = frozenset(
    {
        Equipment.VENTILATOR,
        Equipment.OXYGEN,
        Equipment.DIALYSIS,
        Equipment.SUCTION,
        Equipment.MONITOR,
    }
)


class Ownership(StrEnum):
    """Whose a distribution transformer is (公变, 专变)."""

    PUBLIC = "public"
    PRIVATE = "private"


class SwitchState(StrEnum):
    """Normal state of a switch as operated."""

    CLOSED = "closed"
    OPEN = "open"


class RelayKind(StrEnum):
    """Who passes a message on: an information officer (供电信息员) or a group (客户服务群)."""

    OFFICER = "officer"
    GROUP = "group"


class Channel(StrEnum):
    """Where an issue came from."""

    VISIT = "visit"
    INTERNAL = "internal"
    BILINGUAL_HOTLINE = "bilingual_hotline"
    HOTLINE_95598 = "95598"
    SURVEY = "survey"
    GOVERNMENT_MAILBOX = "government_mailbox"
    CONGRESS = "congress"
    HOTLINE_12345 = "12345"


class DemandType(StrEnum):
    """诉求类型, the eight."""

    ENQUIRY = "enquiry"
    OPINION = "opinion"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    WRONGDOING = "wrongdoing"
    PRAISE = "praise"
    BUSINESS = "business"
    FAULT = "fault"


class Field(StrEnum):
    """专业: the department that an issue belongs to."""

    PRODUCTION = "production"
    INFRASTRUCTURE = "infrastructure"
    MARKETING = "marketing"
    REPAIR = "repair"
    CUSTOMER_SAFETY = "customer_safety"


class LineKind(StrEnum):
    """Lines drawn for orientation only."""

    ROAD = "road"
    RIVER = "river"
    BOUNDARY = "boundary"


class OutageKind(StrEnum):
    """停电性质."""

    PLANNED = "planned"
    TEMPORARY = "temporary"
    FAULT = "fault"
    ARREARS = "arrears"


class Surroundings(StrEnum):
    """What the surroundings of a bureau are like: by them a crew's arrival is promised."""

    CITY = "city"
    RURAL = "rural"
    REMOTE = "remote"


class Company(StrEnum):
    """Whose rule a row of the rule pack is."""

    NATIONAL = "national"
    CSG = "csg"
    SGCC = "sgcc"
    LOCAL = "local"

"""The words that files write for codes: Chinese, English, and the numbers of the scales.

Words are compared as :func:`data.importing.forms.folded` reduces them. The list is written out
for people in ``docs/import.md``; a test keeps the two equal.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.importing.forms import folded
from rules.codes import (
    Channel,
    Consent,
    CustomerClass,
    CustomerKind,
    DemandType,
    Equipment,
    Field,
    Language,
    LineKind,
    Ownership,
    RelayKind,
    Sensitivity,
    SwitchState,
    Urgency,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

TIE = "tie"
"""The kind of switch that joins two feeders and is normally open."""

WORDS: Mapping[type[Enum], Mapping[Enum, tuple[str, ...]]] = MappingProxyType(
    {
        Sensitivity: {
            Sensitivity.ORDINARY: ("普通", "一般", "正常", "不敏感", "否", "无", "normal", "no"),
            Sensitivity.KEY_ATTENTION: ("重点关注", "重点", "关注", "key", "attention"),
            Sensitivity.SENSITIVE: ("敏感", "敏感客户", "是", "yes"),
            Sensitivity.SPECIAL: ("特殊", "特殊客户", "特殊敏感", "生命支持"),
        },
        Urgency: {
            Urgency.ORDINARY: ("一般", "普通", "无", "normal", "low"),
            Urgency.KEY: ("重点", "重要", "medium"),
            Urgency.SPECIAL: ("特殊", "high"),
            Urgency.SENSITIVE: ("敏感",),
            Urgency.EMERGENCY: ("紧急", "特急", "加急", "urgent"),
        },
        CustomerClass: {
            CustomerClass.ORDINARY: ("普通", "一般", "普通客户", "非重要", "否", "无", "no"),
            CustomerClass.TEMPORARY: ("临时", "临时性", "临时重要", "临时性重要"),
            CustomerClass.SECOND: ("二级", "二级重要", "2级"),
            CustomerClass.FIRST: ("一级", "一级重要", "1级"),
            CustomerClass.SPECIAL: ("特级", "特级重要"),
        },
        CustomerKind: {
            CustomerKind.HOUSEHOLD: (
                "居民",
                "居民生活",
                "城镇居民",
                "乡村居民",
                "住户",
                "residential",
            ),
            CustomerKind.SHOP: ("商业", "商铺", "商店", "一般工商业", "commercial"),
            CustomerKind.FACTORY: ("工业", "工厂", "企业", "大工业", "industrial"),
            CustomerKind.FARM: ("农业", "农业生产", "养殖", "种植", "agricultural"),
            CustomerKind.SCHOOL: ("学校", "教育", "幼儿园"),
            CustomerKind.HOSPITAL: ("医院", "卫生院", "诊所", "医疗", "clinic"),
            CustomerKind.GOVERNMENT: ("政府", "机关", "党政机关", "村委会", "public"),
            CustomerKind.UTILITY: ("公用事业", "水厂", "通信", "通信基站", "市政"),
            CustomerKind.HOTEL: ("酒店", "宾馆", "旅馆", "民宿", "农家乐"),
            CustomerKind.OTHER: ("其他", "其它"),
        },
        Language: {
            Language.CHINESE: ("汉语", "普通话", "中文", "汉", "chinese", "mandarin"),
            Language.MIAO_SPOKEN: ("苗语", "苗", "苗语口语", "hmong", "hmu"),
            Language.BILINGUAL: ("双语", "汉苗双语", "苗汉双语", "both"),
            Language.OTHER: ("其他", "其它"),
        },
        Consent: {
            Consent.ALL: ("全部", "同意", "都可以", "是", "yes"),
            Consent.CALLS: ("电话", "仅电话", "通话", "call"),
            Consent.SMS: ("短信", "仅短信", "text"),
            Consent.NONE: ("拒绝", "不同意", "否", "no"),
            Consent.UNKNOWN: ("未知", "未征询", "不详"),
        },
        Equipment: {
            Equipment.VENTILATOR: ("呼吸机", "有创呼吸机", "无创呼吸机"),
            Equipment.OXYGEN: ("制氧机", "氧气机", "吸氧机", "oxygen_concentrator"),
            Equipment.DIALYSIS: ("透析机", "透析", "腹膜透析", "腹透机"),
            Equipment.SUCTION: ("吸痰器", "吸痰机"),
            Equipment.MONITOR: ("监护仪", "心电监护", "心电监护仪"),
            Equipment.COLD_CHAIN: ("冷库", "冷链", "冷藏", "疫苗冰箱"),
            Equipment.AERATOR: ("增氧机", "增氧泵", "鱼塘增氧"),
            Equipment.INCUBATOR: ("孵化机", "孵化器", "保温箱"),
            Equipment.LIFT: ("电梯", "elevator"),
            Equipment.OTHER: ("其他", "其它"),
        },
        Ownership: {
            Ownership.PUBLIC: ("公变", "公用", "公用变", "公", "公用变压器"),
            Ownership.PRIVATE: (
                "专变",
                "专用",
                "专用变",
                "专",
                "专用变压器",
                "用户专变",
                "customer",
            ),
        },
        SwitchState: {
            SwitchState.CLOSED: ("闭合", "合", "合闸", "合位", "合上", "1", "true", "on"),
            SwitchState.OPEN: ("断开", "分", "分闸", "分位", "开", "拉开", "0", "false", "off"),
        },
        RelayKind: {
            RelayKind.OFFICER: (
                "信息员",
                "供电信息员",
                "村长",
                "村支书",
                "物业",
                "联络员",
                "person",
            ),
            RelayKind.GROUP: ("群", "微信群", "客户服务群", "客户群", "服务群", "wechat"),
        },
        Channel: {
            Channel.VISIT: ("走访", "客户走访", "上门走访"),
            Channel.INTERNAL: ("内部", "内部发现", "自查", "主动发现"),
            Channel.BILINGUAL_HOTLINE: ("双语热线", "苗汉双语热线", "双语"),
            Channel.HOTLINE_95598: ("95598热线", "供电服务热线"),
            Channel.SURVEY: ("第三方满意度调查", "满意度调查", "第三方调查", "第三方"),
            Channel.GOVERNMENT_MAILBOX: (
                "政府信箱",
                "县长信箱",
                "市长信箱",
                "州长信箱",
                "领导信箱",
            ),
            Channel.CONGRESS: ("人大政协", "两会", "人大", "政协", "人大代表", "政协提案"),
            Channel.HOTLINE_12345: ("12345热线", "政务热线", "消费者热线", "12315"),
        },
        DemandType: {
            DemandType.ENQUIRY: ("咨询查询", "咨询", "查询", "question"),
            DemandType.OPINION: ("意见",),
            DemandType.SUGGESTION: ("建议",),
            DemandType.COMPLAINT: ("投诉",),
            DemandType.WRONGDOING: ("举报",),
            DemandType.PRAISE: ("表扬",),
            DemandType.BUSINESS: ("业务办理", "业务申请", "业扩报装", "办理"),
            DemandType.FAULT: ("故障报修", "报修", "故障", "fault_report"),
        },
        Field: {
            Field.PRODUCTION: ("生产", "运检", "生产运行", "设备"),
            Field.INFRASTRUCTURE: ("基建", "建设", "工程"),
            Field.MARKETING: ("营销", "营销服务", "市场营销", "客户服务", "marketing_service"),
            Field.REPAIR: ("抢修", "维修", "配网抢修"),
            Field.CUSTOMER_SAFETY: ("客户用电安全", "用电安全", "安全用电", "用电检查"),
        },
        LineKind: {
            LineKind.ROAD: (
                "道路",
                "公路",
                "路",
                "国道",
                "省道",
                "县道",
                "乡道",
                "highway",
                "street",
            ),
            LineKind.RIVER: ("河流", "河", "水系", "江", "溪", "stream", "water"),
            LineKind.BOUNDARY: ("边界", "界线", "行政区划", "行政边界", "县界", "乡界", "border"),
        },
    }
)
"""The words of each code, besides its own name, its name in code and, on a scale, its number.

By list first: codes of different scales are the same number.
"""

SWITCH_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        TIE: ("联络开关", "联络", "tie_switch", "环网联络"),
        "section": ("分段开关", "分段", "sectionalizer"),
        "breaker": ("断路器", "柱上断路器", "出线开关", "circuit_breaker"),
        "load_break": ("负荷开关", "柱上负荷开关", "load_break_switch"),
        "disconnector": ("隔离开关", "刀闸", "隔离刀闸"),
        "fuse": ("熔断器", "跌落式熔断器", "跌落保险"),
    }
)
"""The words of kinds of switches; what is not here is kept as the file writes it."""


def spoken(code: Enum) -> tuple[str, ...]:
    """Return every word of a code: its value, its name in code, and its further words."""
    own = (str(code.value), code.name.lower())
    return tuple(dict.fromkeys((*own, *WORDS[type(code)].get(code, ()))))


@cache
def codes_by_word(words: type[Enum]) -> Mapping[str, Enum]:
    """Return the codes of a list by their folded words."""
    return MappingProxyType({folded(word): code for code in words for word in spoken(code)})


@cache
def switch_kinds_by_word() -> Mapping[str, str]:
    """Return the kinds of switches by their folded words."""
    return MappingProxyType(
        {folded(word): kind for kind, more in SWITCH_KINDS.items() for word in (kind, *more)}
    )


def fallback_of(words: type[Enum]) -> Enum | None:
    """Return the code that stands for every word nobody knows, where a list has one.

    Scales have none: a customer whose sensitivity cannot be read must not pass as ordinary.
    """
    if issubclass(words, IntEnum):
        return None
    return next((code for code in words if code.name == "OTHER"), None)


DEFAULTS: Mapping[type[Enum], Enum] = MappingProxyType(
    {
        Sensitivity: Sensitivity.ORDINARY,
        Urgency: Urgency.ORDINARY,
        CustomerClass: CustomerClass.ORDINARY,
        CustomerKind: CustomerKind.OTHER,
        Language: Language.CHINESE,
        Consent: Consent.UNKNOWN,
        Ownership: Ownership.PUBLIC,
        RelayKind: RelayKind.OFFICER,
        Channel: Channel.INTERNAL,
        DemandType: DemandType.ENQUIRY,
        Field: Field.MARKETING,
        LineKind: LineKind.ROAD,
    }
)
"""What an empty cell means. The state of a switch has no default: nobody guesses that."""

"""What customers say: demands as they stand in tickets, short. ``{}`` is the village."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from rules.codes import DemandType as Wants
from rules.codes import Field as For


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title and a text of a demand, and the field that it belongs to."""

    wants: Wants
    field: For
    title: str
    text: str


OUTAGE_REPORTS = (
    Phrase(Wants.FAULT, For.REPAIR, "停电报修", "{}整片停电，左右邻居都没电，请尽快派人抢修。"),
    Phrase(Wants.FAULT, For.REPAIR, "停电报修", "客户反映家中停电，表前开关没跳，请派人到{}查看。"),
    Phrase(Wants.FAULT, For.REPAIR, "雷雨后停电", "{}打雷后停电，客户询问何时来电。"),
    Phrase(Wants.FAULT, For.PRODUCTION, "线路跳闸", "{}一带线路跳闸，客户称听到响声后停电。"),
    Phrase(Wants.FAULT, For.REPAIR, "家有老人，停电求助", "{}停电，客户家中有老人，请优先处理。"),
)
PLANNED_QUESTIONS = (
    Phrase(Wants.ENQUIRY, For.PRODUCTION, "询问计划停电", "客户询问{}计划停电几点送电。"),
    Phrase(
        Wants.ENQUIRY, For.MARKETING, "未收到停电通知", "客户称没有收到停电通知，询问{}停电范围。"
    ),
    Phrase(Wants.OPINION, For.PRODUCTION, "停电时间太长", "客户对{}计划停电时间过长有意见。"),
)
EMERGENCIES = (
    Phrase(Wants.FAULT, For.REPAIR, "断线落地", "{}路边电线断落在地，有人畜触电危险，请立即处理。"),
    Phrase(Wants.FAULT, For.REPAIR, "变压器冒烟", "{}变压器冒烟并有异响，村民已围观，请立即派人。"),
    Phrase(Wants.FAULT, For.REPAIR, "电杆倾倒", "{}电杆被树压倒，压在路上，车辆无法通行。"),
    Phrase(
        Wants.FAULT,
        For.CUSTOMER_SAFETY,
        "电表箱起火",
        "{}电表箱起火，火已扑灭，线头裸露，请立即断电处理。",
    ),
    Phrase(Wants.FAULT, For.REPAIR, "线路起火", "{}线路打火烧到竹林，火势有蔓延危险，请立即断电。"),
)
LIFE_SUPPORT = (
    Phrase(
        Wants.FAULT,
        For.REPAIR,
        "生命支持设备断电",
        "{}停电，患者靠设备维持，备用电池即将用完，请立即恢复。",
    ),
    Phrase(
        Wants.FAULT, For.REPAIR, "呼吸病人停电求助", "{}停电，家中病人呼吸困难，请求发电机支援。"
    ),
)
COMPLAINTS = (
    Phrase(
        Wants.COMPLAINT, For.PRODUCTION, "频繁停电", "客户投诉{}近两个月停电多次，没有说明原因。"
    ),
    Phrase(
        Wants.COMPLAINT,
        For.PRODUCTION,
        "电压偏低",
        "{}晚上电压低，电饭锅煮不熟饭，多次反映未解决。",
    ),
    Phrase(Wants.COMPLAINT, For.REPAIR, "抢修到场慢", "客户投诉{}报修后三小时才有人到场。"),
    Phrase(
        Wants.COMPLAINT, For.MARKETING, "电费有疑问", "客户对本月电费突增不认可，要求到{}核对电表。"
    ),
    Phrase(Wants.COMPLAINT, For.MARKETING, "服务态度", "客户投诉工作人员在{}解释不耐烦。"),
    Phrase(
        Wants.COMPLAINT, For.INFRASTRUCTURE, "施工未恢复路面", "{}立杆施工后路面未恢复，影响通行。"
    ),
)
DAILY = (
    Phrase(Wants.ENQUIRY, For.MARKETING, "查询电费", "客户查询本月电费及电量明细。"),
    Phrase(Wants.ENQUIRY, For.MARKETING, "询问阶梯电价", "客户询问阶梯电价如何计算。"),
    Phrase(
        Wants.ENQUIRY, For.MARKETING, "询问缴费方式", "老人不会用手机，询问{}附近哪里可以缴费。"
    ),
    Phrase(Wants.ENQUIRY, For.MARKETING, "查询户号", "客户忘记户号，要求查询。"),
    Phrase(Wants.ENQUIRY, For.MARKETING, "办电咨询", "客户咨询新房装表需要哪些材料。"),
    Phrase(Wants.ENQUIRY, For.PRODUCTION, "询问改造计划", "客户询问{}线路改造什么时候动工。"),
    Phrase(Wants.ENQUIRY, For.MARKETING, "光伏并网咨询", "客户咨询屋顶光伏并网手续。"),
    Phrase(Wants.BUSINESS, For.MARKETING, "新装用电", "{}客户新建房屋申请装表。"),
    Phrase(Wants.BUSINESS, For.MARKETING, "更名过户", "客户申请更名过户。"),
    Phrase(Wants.BUSINESS, For.MARKETING, "增容", "{}加工点申请增容到三相。"),
    Phrase(Wants.BUSINESS, For.INFRASTRUCTURE, "迁移电杆", "{}客户申请迁移宅基地内电杆。"),
    Phrase(Wants.BUSINESS, For.MARKETING, "校验电表", "客户申请校验电表。"),
    Phrase(Wants.FAULT, For.REPAIR, "单户无电", "客户一户无电，邻居正常，请到{}检查。"),
    Phrase(Wants.FAULT, For.REPAIR, "电压不稳", "{}灯忽明忽暗，电器不能正常使用。"),
    Phrase(Wants.FAULT, For.REPAIR, "电表不亮", "客户电表屏不亮，请检查。"),
    Phrase(Wants.FAULT, For.CUSTOMER_SAFETY, "进户线老化", "{}客户进户线老化漏电，请求检查。"),
    Phrase(Wants.FAULT, For.PRODUCTION, "树碰线", "{}竹木碰到线路，刮风时打火。"),
    Phrase(
        Wants.FAULT, For.CUSTOMER_SAFETY, "漏电保护频跳", "客户漏电保护器频繁跳闸，请指导排查。"
    ),
    Phrase(Wants.OPINION, For.PRODUCTION, "供电可靠性", "客户对{}一下雨就停电有意见。"),
    Phrase(
        Wants.OPINION,
        For.MARKETING,
        "通知不及时",
        "客户认为停电通知只发短信，老人看不懂，建议用苗语通知。",
    ),
    Phrase(Wants.OPINION, For.INFRASTRUCTURE, "线路跨房", "{}客户反映线路跨越屋顶，担心安全。"),
    Phrase(Wants.SUGGESTION, For.MARKETING, "增设缴费点", "建议在{}设代收点，方便老人缴费。"),
    Phrase(Wants.SUGGESTION, For.PRODUCTION, "避开农忙停电", "建议{}检修避开打谷和烤茶时节。"),
    Phrase(Wants.SUGGESTION, For.MARKETING, "双语服务", "建议上门服务时带会苗语的工作人员。"),
    Phrase(Wants.PRAISE, For.REPAIR, "表扬抢修人员", "{}村民表扬抢修人员冒雨连夜恢复供电。"),
    Phrase(Wants.PRAISE, For.MARKETING, "表扬网格经理", "客户表扬网格经理上门为老人办理业务。"),
    Phrase(Wants.WRONGDOING, For.MARKETING, "举报窃电", "匿名举报{}有人私拉乱接窃电。"),
    Phrase(Wants.WRONGDOING, For.MARKETING, "举报乱收费", "举报{}有人冒充电工收取费用。"),
)
PHRASES = (
    *OUTAGE_REPORTS,
    *PLANNED_QUESTIONS,
    *EMERGENCIES,
    *LIFE_SUPPORT,
    *COMPLAINTS,
    *DAILY,
)
DAILY_SHARES = MappingProxyType(
    {
        Wants.ENQUIRY: 0.40,
        Wants.BUSINESS: 0.19,
        Wants.FAULT: 0.19,
        Wants.OPINION: 0.09,
        Wants.COMPLAINT: 0.03,
        Wants.SUGGESTION: 0.05,
        Wants.PRAISE: 0.04,
        Wants.WRONGDOING: 0.01,
    }
)
"""Shares of what customers want on an ordinary day."""

"""Columns of the files about customers and what they ask for."""

from data.importing.forms import Column, Form
from data.importing.shared_columns import PHONE_NAMES, PLACE, REQUIRED_PLACE
from rules.codes import (
    Channel,
    Consent,
    CustomerClass,
    CustomerKind,
    DemandType,
    Equipment,
    Field,
    Language,
    RelayKind,
    Sensitivity,
    Urgency,
)

CUSTOMERS = (
    Column(
        "account",
        Form.KEY,
        (
            "户号",
            "客户编号",
            "用户编号",
            "用电户号",
            "客户户号",
            "缴费户号",
            "account_no",
            "account_number",
        ),
        required=True,
        longest=64,
    ),
    Column("name", Form.TEXT, ("户名", "客户名称", "用户名称", "客户姓名", "姓名", "customer")),
    Column(
        "transformer",
        Form.CODE,
        ("台区编号", "台区编码", "台区", "所属台区", "变压器", "变压器编号", "配变编号"),
        longest=64,
    ),
    Column(
        "second_transformer",
        Form.CODE,
        ("第二台区", "第二电源台区", "备用台区", "备用电源", "第二电源", "双电源台区"),
        longest=64,
    ),
    Column(
        "cell",
        Form.CODE,
        ("网格编号", "网格编码", "网格", "所属网格", "服务网格", "grid", "cell_code"),
        longest=64,
    ),
    Column(
        "kind",
        Form.WORD,
        ("客户类型", "用户类型", "客户类别", "用电类别", "行业", "type"),
        words=CustomerKind,
    ),
    Column(
        "class",
        Form.WORD,
        ("重要等级", "重要电力用户等级", "重要用户等级", "重要性等级", "客户等级", "重要客户等级"),
        words=CustomerClass,
    ),
    Column(
        "sensitivity",
        Form.WORD,
        ("敏感类别", "敏感分类", "敏感等级", "敏感程度", "敏感客户类别", "敏感客户"),
        words=Sensitivity,
    ),
    Column(
        "sensitivity_reason",
        Form.TEXT,
        ("敏感原因", "敏感理由", "敏感说明", "reason"),
        longest=400,
    ),
    Column("language", Form.WORD, ("语言", "语种", "使用语言", "沟通语言"), words=Language),
    Column("phone", Form.PHONES, (*PHONE_NAMES, "联系方式", "phones"), longest=64),
    Column(
        "address",
        Form.TEXT,
        ("地址", "用电地址", "客户地址", "住址", "详细地址"),
        longest=400,
    ),
    Column(
        "consent",
        Form.WORD,
        ("告知意愿", "联系意愿", "同意", "授权", "接收方式", "联系授权"),
        words=Consent,
    ),
    Column(
        "equipment",
        Form.WORDS,
        ("生命支持设备", "重要设备", "特殊设备", "设备", "用电设备", "医疗设备"),
        words=Equipment,
    ),
    Column(
        "backup_hours",
        Form.NUMBER,
        ("备用时长", "备用电源时长", "自备电源小时", "备电小时", "备用小时"),
    ),
    *REQUIRED_PLACE,
)
RELAYS = (
    Column(
        "code",
        Form.KEY,
        ("信息员编号", "联络人编号", "群编号", "编号", "编码", "relay", "id"),
        required=True,
        longest=64,
    ),
    Column("kind", Form.WORD, ("联络类型", "类型", "类别", "联络人类型", "type"), words=RelayKind),
    Column("name", Form.TEXT, ("信息员姓名", "信息员", "联络人", "群名称", "姓名", "名称")),
    Column("phone", Form.PHONES, PHONE_NAMES, longest=64),
    Column("language", Form.WORD, ("语言", "语种", "使用语言"), words=Language),
    Column("reliability", Form.NUMBER, ("可靠度", "可靠性", "转达率", "送达率")),
    Column("serves", Form.CODES, ("服务对象", "覆盖对象", "服务范围", "覆盖范围", "负责范围")),
    *PLACE,
)
ISSUES = (
    Column(
        "number",
        Form.KEY,
        ("工单编号", "工单号", "问题编号", "受理编号", "编号", "ticket", "ticket_no", "id"),
        required=True,
        longest=64,
    ),
    Column(
        "account",
        Form.CODE,
        ("户号", "客户编号", "用户编号", "用电户号", "account_no", "account_number"),
        longest=64,
    ),
    Column(
        "channel",
        Form.WORD,
        ("来源渠道", "渠道", "受理渠道", "问题来源", "来源", "source"),
        words=Channel,
    ),
    Column(
        "demand_type",
        Form.WORD,
        ("诉求类型", "业务类型", "工单类型", "诉求", "type"),
        words=DemandType,
    ),
    Column(
        "field",
        Form.WORD,
        ("专业", "责任专业", "专业类别", "所属专业", "department"),
        words=Field,
    ),
    Column(
        "urgency",
        Form.WORD,
        ("紧急程度", "紧急等级", "问题等级", "等级", "level", "priority"),
        words=Urgency,
    ),
    Column("title", Form.TEXT, ("标题", "主题", "问题标题", "subject"), longest=400),
    Column(
        "text",
        Form.PROSE,
        ("内容", "问题描述", "受理内容", "诉求内容", "描述", "description"),
        longest=20_000,
    ),
    Column(
        "opened_at",
        Form.MOMENT,
        ("受理时间", "创建时间", "发生时间", "开始时间", "受理日期", "opened", "created_at"),
        required=True,
    ),
    Column(
        "closed_at",
        Form.MOMENT,
        ("办结时间", "完成时间", "归档时间", "关闭时间", "结束时间", "销单时间", "closed"),
    ),
    *PLACE,
)

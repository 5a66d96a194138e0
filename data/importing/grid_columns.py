"""Columns of the files about the territory and the network."""

from data.importing.forms import Column, Form
from data.importing.shared_columns import ENDS, FEEDER_NAMES, PHONE_NAMES, PLACE, SHAPE_NAMES
from rules.codes import LineKind, Ownership, SwitchState

CELLS = (
    Column(
        "code",
        Form.KEY,
        ("网格编号", "网格编码", "网格代码", "编号", "编码", "网格", "cell", "cell_code", "id"),
        required=True,
        longest=64,
    ),
    Column("name", Form.TEXT, ("网格名称", "名称", "cell_name")),
    Column("station", Form.TEXT, ("供电所", "所属供电所", "供电所名称", "supply_station")),
    Column(
        "manager",
        Form.TEXT,
        ("网格经理", "网格客户经理", "客户经理", "台区经理", "负责人", "grid_manager"),
    ),
    Column(
        "manager_phone",
        Form.PHONES,
        ("经理电话", "网格经理电话", "客户经理电话", "负责人电话", *PHONE_NAMES),
        longest=64,
    ),
    Column("geometry", Form.SHAPE, SHAPE_NAMES, required=True),
)
SOURCES = (
    Column(
        "node",
        Form.KEY,
        ("节点", "电源点", "母线", "起始节点", "节点编号", "母线编号", "source", "bus"),
        required=True,
        longest=64,
    ),
    Column("feeder", Form.CODE, FEEDER_NAMES, required=True, longest=64),
    Column("feeder_name", Form.TEXT, ("馈线名称", "线路名称", "name", "名称")),
    Column("substation", Form.TEXT, ("变电站", "变电站名称", "所属变电站", "厂站")),
)
SECTIONS = (
    Column(
        "code",
        Form.KEY,
        ("线段编号", "分段编号", "区段编号", "编号", "编码", "section", "section_code", "id"),
        required=True,
        longest=64,
    ),
    Column("feeder", Form.CODE, FEEDER_NAMES, longest=64),
    *ENDS,
    Column("geometry", Form.SHAPE, ("走向", "路径", *SHAPE_NAMES)),
)
SWITCHES = (
    Column(
        "code",
        Form.KEY,
        ("开关编号", "开关编码", "设备编号", "编号", "编码", "switch", "switch_code", "id"),
        required=True,
        longest=64,
    ),
    *ENDS,
    Column(
        "state",
        Form.WORD,
        ("状态", "开关状态", "运行状态", "正常状态", "分合状态", "status", "position"),
        required=True,
        words=SwitchState,
    ),
    Column("kind", Form.TEXT, ("开关类型", "类型", "设备类型", "type"), longest=64),
    Column("name", Form.TEXT, ("开关名称", "设备名称", "名称", "switch_name")),
    *PLACE,
)
TRANSFORMERS = (
    Column(
        "code",
        Form.KEY,
        (
            "台区编号",
            "台区编码",
            "变压器编号",
            "配变编号",
            "编号",
            "编码",
            "台区",
            "transformer",
            "transformer_code",
            "id",
        ),
        required=True,
        longest=64,
    ),
    Column(
        "node",
        Form.CODE,
        ("节点", "接入点", "接入节点", "节点编号", "所在节点", "bus"),
        required=True,
        longest=64,
    ),
    Column("name", Form.TEXT, ("台区名称", "变压器名称", "配变名称", "名称", "transformer_name")),
    Column(
        "ownership",
        Form.WORD,
        ("产权", "公专变", "公变专变", "公专变标志", "产权归属", "owner", "变压器性质"),
        words=Ownership,
    ),
    *PLACE,
)
LINES = (
    Column("kind", Form.WORD, ("类型", "类别", "线类型", "type", "class"), words=LineKind),
    Column("name", Form.TEXT, ("名称", "线路名称", "道路名称", "河流名称")),
    Column("geometry", Form.SHAPE, SHAPE_NAMES, required=True),
)

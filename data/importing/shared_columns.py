"""Columns that several kinds of files have."""

from data.importing.forms import Column, Form

PLACE = (
    Column("x", Form.DEGREES, ("经度", "东经", "lon", "lng", "long", "longitude", "X坐标")),
    Column("y", Form.DEGREES, ("纬度", "北纬", "lat", "latitude", "Y坐标")),
)
REQUIRED_PLACE = tuple(
    Column(column.name, column.form, column.names, required=True) for column in PLACE
)
SHAPE_NAMES = ("wkt", "几何", "图形", "边界", "空间范围", "geom", "the_geom", "shape")
ENDS = (
    Column(
        "from_node",
        Form.CODE,
        ("起点", "起始节点", "首端节点", "起点编号", "from", "node_from", "bus0"),
        required=True,
        longest=64,
    ),
    Column(
        "to_node",
        Form.CODE,
        ("终点", "终止节点", "末端节点", "终点编号", "to", "node_to", "bus1"),
        required=True,
        longest=64,
    ),
)
FEEDER_NAMES = (
    "馈线编号",
    "馈线",
    "线路编号",
    "线路",
    "所属馈线",
    "所属线路",
    "10kV线路",
    "feeder_code",
)
PHONE_NAMES = ("电话", "联系电话", "手机", "手机号", "手机号码", "tel", "mobile", "telephone")

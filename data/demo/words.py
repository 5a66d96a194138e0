"""The words that the demo bureau is made of. Every name is invented.

Names of places are three characters drawn from lists of plants, weather and birds, so that
they sound right and are nowhere. Telephone numbers begin with 000, which no network assigns:
nobody can be called by mistake.
"""

COUNTY = "云溪"
COUNTY_NAME = "云溪县"
TOWNS = (
    "云溪镇",
    "雾杉镇",
    "听泉镇",
    "枕霞乡",
    "月梭镇",
    "鹿吟乡",
    "星坪镇",
    "萤谷乡",
    "芦笙镇",
    "鸢尾乡",
    "鹤汀镇",
    "霜枫乡",
    "蓝靛镇",
    "竹语乡",
    "松涛镇",
    "梨雪乡",
)
"""The county town first."""
PLACE_FIRST = "雾月星霞鹿鹤鸢萤竹杉枫梨桐兰松岚翠碧霜露云虹雁莺蝉柚樟芦茶麦稻蓝笙荷"
PLACE_LAST = "坪冲坳湾溪塘田坝岭岩谷渡桥沟垭坡"
RIVER_LAST = "河溪"
MAIN_RIVER = "云溪河"
HIGHWAY, COUNTY_ROAD, VILLAGE_ROAD = "云溪干线公路", "县道", "村道"
BORDER = "云溪县界"
STATION, SUBSTATION, FEEDER, CELL = "{}供电所", "110kV{}变电站", "10kV{}线", "{}网格"
NUMBERS = "一二三四五六七八九十"
PUBLIC_AREA, PRIVATE_AREA = "{}{}号公变台区", "{}{}号专变"
VILLAGE, QUARTER = "{}村", "{}社区"
ADDRESS = "云溪县{}{}"
GROUP, DOOR = "组", "号"
PHONE = "000-{:04d}-{:04d}"
FIRST_PHONE = 1_000_0000
"""The first number after the 000; what comes before looks like a country code."""

SURNAMES = "杨吴龙潘王李张欧石田姜顾陆罗熊马刘陈黄周唐蒋邰余莫韦侯廖彭蒙"
"""The earlier, the more of them."""
GIVEN = (
    "阿安柏冰昌成春达丹德冬恩芳飞峰福刚高根贵桂国海浩和红宏华慧吉佳建健江杰金晶静军康兰乐丽"
    "莲良林玲龙美妹敏明宁朋萍平琪启强琴青清庆秋荣瑞山生胜世寿淑树松涛天婷文武喜祥晓新兴秀旭雪"
    "亚艳燕阳英永勇友玉元云泽珍正志忠珠"
)
SHOPS = (
    "便民超市",
    "百货店",
    "早餐店",
    "农资店",
    "五金店",
    "米粉店",
    "酸汤鱼馆",
    "理发店",
    "药房",
    "鲜肉冷藏店",
    "银饰坊",
    "刺绣坊",
)
FACTORIES = (
    "茶叶加工厂",
    "木材加工厂",
    "砂石厂",
    "酒厂",
    "食品冷链有限公司",
    "新型建材有限责任公司",
    "生态农产品深加工与冷链仓储配送有限责任公司",
)
FARMS = ("生猪养殖场", "冷水鱼养殖基地", "种禽孵化场", "蓝莓种植专业合作社", "食用菌农民专业合作社")
SCHOOLS = (
    "小学",
    "中学",
    "幼儿园",
    "民族中学",
    "九年一贯制寄宿学校",
    "中等职业技术学校实训基地",
)
HOSPITALS = ("卫生院", "卫生室", "中心卫生院", "人民医院", "民族医院暨医养结合康复护理中心")
GOVERNMENTS = ("村民委员会", "人民政府", "派出所", "便民服务中心", "消防救援站")
UTILITIES = ("自来水厂", "污水处理站", "通信基站", "广播电视站", "提灌泵站")
HOTELS = ("农家乐", "民宿", "宾馆", "苗家客栈", "温泉度假酒店")
OTHERS = ("灌溉用电", "路灯", "老年活动中心", "农村淘宝服务站", "文化广场")
RELAY_TRADES = ("村支书", "村主任", "物业", "小卖部", "护林员", "乡村医生")
AND = "、"
"""What stands between the codes that a relay serves."""
CUSTOMER_GROUP = "{}客户服务群"

PLANNED_CAUSES = ("线路检修", "设备更换", "配网改造", "业扩接入", "通道清障", "变电站检修")
TEMPORARY_CAUSES = ("紧急消缺", "配合抢险", "树障处理", "用户设备故障隔离")
STORM_CAUSES = ("雷击", "大风倒树", "暴雨滑坡", "断线")
ICE_CAUSES = ("覆冰断线", "覆冰跳闸", "冰雪倒树")
FAULT_CAUSES = (
    "设备老化",
    "外力破坏",
    "鸟害",
    "用户设备故障",
    "绝缘子击穿",
    "过负荷跳闸",
    "不明原因",
)

SWITCH_NAMES = {
    "breaker": "{}出线断路器",
    "section": "{}{}分段开关",
    "load_break": "{}{}分支开关",
    "tie": "{}{}联络开关",
}

APPROVED_ALL_THE_SAME = "设备缺陷须尽快消除，已安排逐户告知"
PROMISED_LATER = "抢修中发现电缆接头烧损，需更换后送电"
"""Why a promise of the demo's running fault was made later."""

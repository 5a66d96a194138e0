"""Why a customer is sensitive: local practice, one reason a row.

Levels follow the bureau's own list (重点关注, 敏感, 特殊); shares are of the level.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.codes import CustomerKind as Of
from rules.codes import Equipment as Needs
from rules.codes import Sensitivity as Level


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason and whom it can be true of.

    ``equipment`` lists what such customers have, one of the lists at random, several devices
    in each; ``hours`` is the range that backup power lasts, none without equipment.
    ``elderly`` marks reasons that old people have, who mostly speak Miao.
    """

    level: Level
    text: str
    share: float
    kinds: tuple[Of, ...] = (Of.HOUSEHOLD,)
    equipment: tuple[tuple[Needs, ...], ...] = ()
    hours: tuple[float, float] = (0.0, 0.0)
    elderly: bool = False
    urban: bool = False


ANYBODY = (Of.HOUSEHOLD, Of.SHOP, Of.FARM, Of.FACTORY, Of.HOTEL)
COMPLAINER = "多次投诉：一年内三次以上"
REASONS = (
    Reason(
        Level.SPECIAL,
        "住家呼吸机",
        0.12,
        equipment=(
            (Needs.VENTILATOR,),
            (Needs.VENTILATOR, Needs.SUCTION),
            (Needs.VENTILATOR, Needs.OXYGEN, Needs.MONITOR),
        ),
        hours=(1.0, 8.0),
    ),
    Reason(
        Level.SPECIAL,
        "家用制氧机，慢阻肺患者",
        0.20,
        equipment=((Needs.OXYGEN,), (Needs.OXYGEN, Needs.MONITOR)),
        hours=(0.5, 4.0),
        elderly=True,
    ),
    Reason(
        Level.SPECIAL,
        "居家腹膜透析",
        0.08,
        equipment=((Needs.DIALYSIS,),),
        hours=(0.5, 3.0),
    ),
    Reason(
        Level.SPECIAL,
        "重症监护与手术用电",
        0.04,
        kinds=(Of.HOSPITAL,),
        equipment=(
            (Needs.VENTILATOR, Needs.OXYGEN, Needs.MONITOR),
            (Needs.DIALYSIS, Needs.MONITOR),
        ),
        hours=(4.0, 24.0),
    ),
    Reason(Level.SPECIAL, "独居老人，无人照料", 0.32, elderly=True),
    Reason(Level.SPECIAL, "重度残疾，行动不便", 0.17),
    Reason(
        Level.SPECIAL,
        "失能老人，长期卧床",
        0.07,
        equipment=((Needs.SUCTION,),),
        hours=(0.0, 1.0),
        elderly=True,
    ),
    Reason(Level.SENSITIVE, COMPLAINER, 0.16, kinds=ANYBODY),
    Reason(
        Level.SENSITIVE,
        "冷链：断电后货品变质",
        0.14,
        kinds=(Of.SHOP, Of.FACTORY),
        equipment=((Needs.COLD_CHAIN,),),
        hours=(2.0, 12.0),
    ),
    Reason(
        Level.SENSITIVE,
        "疫苗冷藏",
        0.03,
        kinds=(Of.HOSPITAL,),
        equipment=((Needs.COLD_CHAIN,), (Needs.COLD_CHAIN, Needs.OXYGEN)),
        hours=(6.0, 24.0),
    ),
    Reason(
        Level.SENSITIVE,
        "水产养殖，增氧不能停",
        0.08,
        kinds=(Of.FARM,),
        equipment=((Needs.AERATOR,),),
        hours=(0.3, 2.0),
    ),
    Reason(
        Level.SENSITIVE,
        "种禽孵化",
        0.06,
        kinds=(Of.FARM,),
        equipment=((Needs.INCUBATOR,), (Needs.INCUBATOR, Needs.OTHER)),
        hours=(0.5, 3.0),
    ),
    Reason(
        Level.SENSITIVE,
        "高层住宅电梯困人风险",
        0.10,
        equipment=((Needs.LIFT,),),
        hours=(0.3, 1.0),
        urban=True,
    ),
    Reason(Level.SENSITIVE, "曾向政务热线12345反映", 0.19, kinds=ANYBODY),
    Reason(Level.SENSITIVE, "频繁停电，情绪较大", 0.24, kinds=ANYBODY),
    Reason(Level.KEY_ATTENTION, "高考考生家庭", 0.12),
    Reason(Level.KEY_ATTENTION, "家有新生儿或孕产妇", 0.16),
    Reason(Level.KEY_ATTENTION, "慢性病患者", 0.22, elderly=True),
    Reason(Level.KEY_ATTENTION, "留守儿童家庭", 0.16),
    Reason(Level.KEY_ATTENTION, "低保户", 0.14),
    Reason(Level.KEY_ATTENTION, "曾反映电压偏低", 0.12, kinds=ANYBODY),
    Reason(Level.KEY_ATTENTION, "考点学校", 0.02, kinds=(Of.SCHOOL,)),
    Reason(Level.KEY_ATTENTION, "防汛与应急值班", 0.02, kinds=(Of.GOVERNMENT, Of.UTILITY)),
    Reason(Level.KEY_ATTENTION, "旅游旺季接待", 0.04, kinds=(Of.HOTEL,)),
)

"""Numbers in Chinese."""

from __future__ import annotations

import re
from decimal import Decimal

from yearbook.numerals.grammar import (
    ARABIC,
    DATE_IN_DIGITS,
    HAN_DIGITS,
    ITEM_NUMBER,
    SIGN,
    SPACE,
    TELEPHONE,
    Grammar,
    any_of,
    codes,
)

# Words that hold the sign of a number and say none.
IDIOMS = """
一次性 一些 一起 一般 一定 一样 一致 一直 一旦 一切 一同 一并 一系列 一体 一带一路 一方面 一贯制 一把手
一分钱 一步 一线 一对一 一流 一手 一下 一时 一度 一路 一个个 一件件 一项项 一批批 一站式 一条龙 一条心
一盘棋 一张网 一点 一刻 一半 一代 一家人 一户一策 一人一策 一生一策 一校一策 一村一 一票否决 一岗双责
一个对象 一个项目 一个孩子 一名学生 一个学生 下一步 进一步 每一 统一 唯一 单一 万一 逐一 第一时间 第一线
第一书记 第三方 双一流 三全育人 三位一体 三农 三好 三通两平台 三个不能少 一个不能少 两不愁三保障
两免一补 两个确保 四个全面 四个意识 四有 五大发展理念 五位一体 五育 九年一贯制 十三五 十四五 十五五
十九大 二十大 六一 七一 八一 五一 百姓 百分点 百年 百日 千方百计 千家万户 千秋 万众 万事 半数
""".split()  # noqa: SIM905 - a list to read and to add to
# After these a number in words is a figure of speech: 五个方面, 四大体系.
SPEECH = "个方面|大体系|大类|大原则|个精准"
MEASURES = """
人次 户次 册次 名次 人 名 位 个 所 家 户 项 件 台 套 间 座 处 册 本 班 街 镇 乡 村 县 市 区 省 届 期 轮
场 类 种 条 批 对 支 张 辆 株 吨 岁 年 个月 天 日 周 小时 分钟 课时 学时 倍 级 层 份 块 笔 幅 篇 部 组
遍 趟 校 园 节 门 次 分 点 孔 口 字 片 桌 床 餐 厅 室 栋 幢 只 颗 封 刻 版 集 员 堂 元 美元 平方米 平米
㎡ m² m2 平方公里 km² km2 公里 公顷 亩 千米 米 千克 公斤 克 % ‰ 成 个百分点 百分点
""".split()  # noqa: SIM905
# What begins like a measure word and is none.
NO_MEASURE = "年级|个不能少|人民|区域|次性|名称|部门|项目|条件|部分|分之"

BEFORE = codes(
    about="约|大约|大概|约为|约有",
    nearly="近|将近|接近|不足|不到",
    more_than="超过|超|逾|突破|多于",
    at_least="至少|不少于|不低于",
    at_most="不超过|不多于|不高于|至多|最多",
)
AFTER = codes(about="左右|上下", at_least="以上|及以上|或以上", at_most="以下|及以下|以内", more_than="余")
AMONG = codes(more_than="余|多|来", nearly="上")
# 最近, 节约, 合约: here the last character is no hedge.
NO_HEDGE_AFTER = "最附远亲临节公合签预大"

SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5,
    "万": 10**4, "千": 1000, "百": 100,
}  # fmt: skip

_HAN = f"[{HAN_DIGITS}十百千万亿]"
_MONTH = rf"(?:(?<!\d)\d{{1,2}}|(?<!{_HAN})[一二三四五六七八九十]{{1,2}}){SPACE}月"
_DAY = rf"{SPACE}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){SPACE}[日号]"
_YEAR = rf"(?:\d{{4}}|[{HAN_DIGITS}]{{4}}){SPACE}年{SPACE}"
_DOCUMENT = rf"[〔\[【(（](?:19|20)\d\d[〕\]】)）]{SPACE}第?\d+号?|\d+号(?:文|楼|令)?"
_LATIN = r"(?<![A-Za-z\d])[A-Za-z][A-Za-z.-]*[ ]?-?\d[\w.-]*"
_LONG = rf"{ARABIC}(?:亿|万){ARABIC}万?(?={SPACE}[余多元人名])"

GRAMMAR = Grammar(
    pattern=re.compile(
        rf"""
        (?P<idiom>{any_of(IDIOMS)}|[几数][十百千万亿]+|{_HAN}+(?:{SPEECH}))
        |(?P<date>{DATE_IN_DIGITS}|(?:{_YEAR})?{_MONTH}(?:份|底|初|末|{_DAY})?)
        |(?P<ordinal>第{SPACE}(?:\d+|{_HAN}+)(?:{any_of(MEASURES)})?)
        |(?P<label>{_DOCUMENT}|{_LATIN}|{ITEM_NUMBER}|{TELEPHONE})
        |(?P<statistic>
            (?:(?<![{NO_HEDGE_AFTER}])(?P<before>{any_of(BEFORE)}|上(?=[百千万亿])){SPACE})?
            (?:(?P<money>人民币|[¥￥]){SPACE})?
            (?:(?P<share>{_HAN}+)分之)?
            (?P<minus>{SIGN}|负)?
            (?P<number>{_LONG}|{ARABIC}|(?<![几数]){_HAN}+(?![几数分]))
            (?P<more>[余多]|(?<=[十0])来)?
            (?:{SPACE}(?P<scale>{any_of(SCALES)})(?!米)(?P<more_small>[余多])?)?
            (?:{SPACE}(?P<unit>(?!{NO_MEASURE})(?:{any_of(MEASURES)}))(?P<per>/[人生名户天年])?)?
            (?:{SPACE}(?P<after>{any_of(AFTER)}))?
            (?P<range>(?=[-—–~～至到](?:\d|{_HAN})))?
        )""",
        re.VERBOSE,
    ),
    scales={word: Decimal(factor) for word, factor in SCALES.items()},
    hedges={**BEFORE, **AFTER, **AMONG},
    durations=frozenset(("年", "个月", "天", "日", "周", "小时", "分钟")),
    of_years=frozenset(("年", "届", "级")),
    money="元",
    between=re.compile(r"\s?[-—–~～至到]{1,2}\s?"),
)

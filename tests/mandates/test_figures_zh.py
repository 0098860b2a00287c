"""Chinese quantities: a classifier makes a number a count; 万 and 亿, 多 and 以上, modifiers with 的."""

from __future__ import annotations

import pytest

from isonomia.mandates.figures import figures_of_text

COUNTED = [
    # (sentence, [(value, upper end, unit, qualifier, printed words)])
    ("已在49个会员国建立了70多个港口管制组。",
     [(49, None, "member_states", None, "49个会员国"),
      (70, None, "port_control_units", "more_than", "70多个港口管制组")]),
    ("缉获了5.1吨海洛因、321,697公斤曲马多和701件假冒商品，超过6.2亿支卷烟。",
     [(5.1, None, "t", None, "5.1吨海洛因"), (321697, None, "kg", None, "321,697公斤曲马多"),
      (701, None, "items", None, "701件假冒商品"), (620_000_000, None, "cigarettes", "more_than", "超过6.2亿支卷烟")]),
    ("缉获量从2016年的12吨增至2017年的31.5吨。", [(12, None, "t", None, "12吨"), (31.5, None, "t", None, "31.5吨")]),
    ("基金收到了三百五十万欧元和200万瑞士法郎。",
     [(3_500_000, None, "EUR", None, "三百五十万欧元"), (2_000_000, None, "CHF", None, "200万瑞士法郎")]),
    ("为来自十五个国家的三十多名法官举办了三次培训班。",
     [(15, None, "countries", None, "十五个国家"), (30, None, "judges", "more_than", "三十多名法官"),
      (3, None, "workshops", None, "三次培训班")]),
    ("向45个以上国家提供支持。", [(45, None, "countries", "more_than", "45个以上国家")]),
    ("有10至15名专家参加。", [(10, 15, "experts", None, "10至15名专家")]),
    ("运动覆盖近450万人，其中约有1万余人签名。",
     [(4_500_000, None, "people", "nearly", "近450万人"), (10_000, None, "people", "about", "约有1万余人")]),
    ("编写了14个关于预防腐败和加强廉正的讲师授课模块。",
     [(14, None, "training_modules", None, "14个关于预防腐败和加强廉正的讲师授课模块")]),
    ("80名因恐怖主义相关罪行被剥夺自由的儿童获得释放。",
     [(80, None, "children", None, "80名因恐怖主义相关罪行被剥夺自由的儿童")]),
    ("通过了八项决议和一项决定。",
     [(8, None, "resolutions", None, "八项决议"), (1, None, "decisions", None, "一项决定")]),
    ("捐款额约占认捐总额的75%，不到收入总额的1%。",
     [(75, None, "percent", "about", "约占认捐总额的75%"), (1, None, "percent", "less_than", "不到收入总额的1%")]),
    ("百分之六十以上的受害者是女童。", [(60, None, "percent", "more_than", "百分之六十以上")]),
    ("每年有数十亿美元资产被盗。", [(None, None, "USD", "billions", "数十亿美元")]),
    ("金额为5亿至7亿美元。", [(500_000_000, 700_000_000, "USD", None, "5亿至7亿美元")]),
    ("增加了15个百分点。", [(15, None, "percentage_points", None, "15个百分点")]),
    ("该指标体系包括可持续发展目标15项指标。", [(15, None, "indicators", None, "15项指标")]),
    ("使案例总数达到1,486个。", [(1486, None, "cases", None, "1,486个")]),
]  # fmt: skip

NOT_COUNTED = [
    "委员会于2018年5月14至18日在维也纳举行了第二十七届会议，6月2日和3日举行了第七次和第八次会议。",
    "2018-2019两年期、2010-2012年期间和二〇一七年的工作。",
    "根据第68/193号和第71/208号决议第3段以及《公约》第五十二条。",
    "在目标16和17以及指标16.2.1方面取得进展（见E/2018/30-E/CN.15/2018/15）。",
    "编写了一份手册，这是一项独特的举措，两者均与资助恐怖主义有关。",
    "执行这两份议定书和上述三项文书。",
    "《结束暴力侵害儿童行为的七项战略》和“执行五项建议的全球方案”。",
    "I-24/7全球警察通信系统；高级别辩论纪念《公约》通过十五周年。",
    "若干国家、许多专家和大量材料；三分之二的国家；枪支及其零部件和弹药。",
    "万国邮政联盟、七国集团和二十国集团。",
]


@pytest.mark.parametrize(("sentence", "expected"), COUNTED)
def test_a_quantity_is_read(sentence, expected):
    found = [(f.value, f.value_high, f.unit, f.qualifier, f.text) for f in figures_of_text(sentence, "zh")]
    assert found == expected


@pytest.mark.parametrize("sentence", NOT_COUNTED)
def test_dates_labels_ordinals_and_vague_words_are_no_quantities(sentence):
    assert [figure.text for figure in figures_of_text(sentence, "zh")] == []


def test_parties_belong_to_the_treaty_that_has_them():
    text = (
        "在编写本报告时，《有组织犯罪公约》共有189个缔约方；"
        "《联合国打击跨国有组织犯罪公约关于打击陆、海、空偷运移民的补充议定书》有146个缔约方。"
    )
    assert [(f.value, f.unit, f.subject, f.as_of, f.measure) for f in figures_of_text(text, "zh")] == [
        (189, "states_parties", "UNTOC", "在编写本报告时", "parties"),
        (146, "states_parties", "UNTOC-SOM", "在编写本报告时", "parties"),
    ]


def test_a_part_of_the_parties_is_not_their_number():
    (figure,) = figures_of_text("目录载有关于129个缔约国司法协助中央机关的资料。", "zh")
    assert (figure.unit, figure.subject, figure.measure) == ("states_parties", "缔约国", None)


@pytest.mark.parametrize(
    ("sentence", "as_of"),
    [
        ("截至2017年12月，管理着43个全球方案。", "2017-12"),
        ("截至2018年6月30日，已有98个国家完成审议。", "2018-06-30"),
        ("有63个国家在2017年得到了援助。", "2017"),
        ("2017年，收到捐款3.61亿美元。", "2017"),
        ("从2017年7月到2018年3月，举办了33项活动。", "从2017年7月到2018年3月"),
        ("2017年5月启动的门户网站介绍了765起案件。", None),
    ],
)
def test_a_figure_is_dated_by_its_sentence(sentence, as_of):
    assert [figure.as_of for figure in figures_of_text(sentence, "zh")] == [as_of]

"""Arabic quantities, sentence by sentence."""

from __future__ import annotations

import pytest

from isonomia.mandates.figures import figures_of_text

COUNTED = [
    # (sentence, [(value, upper end, unit, qualifier, printed words)])
    (
        "وحتى الآن أنشئت أكثر من 70 وحدة لمراقبة الموانئ في 49 دولة عضوا.",
        [(70, None, "port_control_units", "more_than", "أكثر من 70 وحدة لمراقبة الموانئ"),
         (49, None, "member_states", None, "49 دولة عضوا")],
    ),
    (
        "وضبطت أكثر من 220 طنا من الكوكايين و 5.1 أطنان من الهيروين و 321697 كيلوغراما من الترامادول.",
        [(220, None, "t", "more_than", "أكثر من 220 طنا من الكوكايين"), (5.1, None, "t", None, "5.1 أطنان من الهيروين"),
         (321697, None, "kg", None, "321697 كيلوغراما من الترامادول")],
    ),
    ("وضبطت 620 مليون سيجارة.", [(620_000_000, None, "cigarettes", None, "620 مليون سيجارة")]),
    ("وشاركت ثلاث وعشرون دولة في تسع حلقات عمل إقليمية.",
     [(23, None, "countries", None, "ثلاث وعشرون دولة"), (9, None, "workshops", None, "تسع حلقات عمل")]),
    ("واعتمد المؤتمر ثمانية قرارات.", [(8, None, "resolutions", None, "ثمانية قرارات")]),
    ("وبلغت التبرعات 361,2 مليون دولار، منها 75 في المائة من ثمانية مانحين.",
     [(361_200_000, None, "USD", None, "361,2 مليون دولار"), (75, None, "percent", None, "75 في المائة"),
      (8, None, "donors", None, "ثمانية مانحين")]),
    ("ودرب المكتب نحو 3100 من موظفي إنفاذ القانون من 64 بلدا.",
     [(3100, None, "law_enforcement_officers", "about", "نحو 3100 من موظفي إنفاذ القانون"),
      (64, None, "countries", None, "64 بلدا")]),
    ("وعقد ما بين 6 و 8 اجتماعات.", [(6, 8, "meetings", None, "ما بين 6 و 8 اجتماعات")]),
    ("وكانت نسبة 10-15 في المائة من العينات ملوثة.", [(10, 15, "percent", None, "10-15 في المائة")]),
    ("وشارك ما لا يقل عن 40 مختبرا.", [(40, None, "laboratories", "at_least", "ما لا يقل عن 40 مختبرا")]),
    ("وانخفضت النسبة إلى أقل من 30 في المائة.", [(30, None, "percent", "less_than", "أقل من 30 في المائة")]),
    ("وتضم قاعدة البيانات ٤٨٦ قضية، ٩٨ منها جديدة.",
     [(486, None, "cases", None, "٤٨٦ قضية"), (98, None, "cases", None, "٩٨")]),
    ("وحُدِّدت مائتان وخمسون ضحية.", [(250, None, "victims", None, "مائتان وخمسون ضحية")]),
    ("وتلقى الصندوق 1.5 مليون يورو.", [(1_500_000, None, "EUR", None, "1.5 مليون يورو")]),
    ("وتسرق بلايين الدولارات كل عام.", [(None, None, "USD", "billions", "بلايين الدولارات")]),
    ("وعقد المكتب دورتين تدريبيتين وأجرى خمسة عشر تقييما.",
     [(2, None, "courses", None, "دورتين تدريبيتين"), (15, None, "assessments", None, "خمسة عشر تقييما")]),
    ("وشمل ذلك ما يقرب من 4.5 مليون شخص.", [(4_500_000, None, "people", "nearly", "ما يقرب من 4.5 مليون شخص")]),
    ("وساعد المكتب دولتين.", [(2, None, "countries", None, "دولتين")]),
    # groups of digits stand the last first, so that they are right when they are read from the right
    ("وتستند إلى 000 58 حالة في 147 بلدا.",
     [(58_000, None, "cases", None, "000 58 حالة"), (147, None, "countries", None, "147 بلدا")]),
    ("وحضرها 260 1 مشاركا من 47 بلدا.",
     [(1260, None, "participants", None, "260 1 مشاركا"), (47, None, "countries", None, "47 بلدا")]),
    ("وبلغ مجموعهم 050 2 شخصا.", [(2050, None, "people", None, "050 2 شخصا")]),
    ("وبلغ عددهم 000 500 1 شخص.", [(1_500_000, None, "people", None, "000 500 1 شخص")]),
    ("وبلغ عددهم نحو 000\u00a051 امرأة.", [(51_000, None, "women", "about", "نحو 000\u00a051 امرأة")]),
    ("وعقد ما بين 000 1 و 500 1 اجتماع.", [(1000, 1500, "meetings", None, "ما بين 000 1 و 500 1 اجتماع")]),
    ("وأوقفت 61 مليون سيجارة و 300 2 من الزواحف الحية.",
     [(61_000_000, None, "cigarettes", None, "61 مليون سيجارة"),
      (2300, None, "other", None, "300 2 من الزواحف الحية")]),
    ("ودرب المكتب 400 3 من أفراد الشرطة.", [(3400, None, "police_officers", None, "400 3 من أفراد الشرطة")]),
    # in the order of other languages too
    ("وبلغ عددهم 12 345 شخصا.", [(12_345, None, "people", None, "12 345 شخصا")]),
    ("وبلغ عددهم 100 000 شخص.", [(100_000, None, "people", None, "100 000 شخص")]),
    ("ودرب المكتب 194 قاضيا و 5 خبراء.",
     [(194, None, "judges", None, "194 قاضيا"), (5, None, "experts", None, "5 خبراء")]),
    ("وشاركت عشر منظمات في أربع عشرة دورة تدريبية.",
     [(10, None, "organizations", None, "عشر منظمات"), (14, None, "courses", None, "أربع عشرة دورة تدريبية")]),
]  # fmt: skip

NOT_COUNTED = [
    "وعقد الاجتماع في فيينا من 14 إلى 18 أيار/مايو 2018 وفي 2 و 3 حزيران/يونيه 2019.",
    "وفي عامي 2017 و 2018، وفي فترة السنتين 2018-2019، تواصل العمل.",
    "وأشارت الجمعية في قراريها 68/193 و 71/208 إلى الفقرة 3 وإلى المواد 5 إلى 7 من الاتفاقية.",
    "وعقد الاجتماع التاسع والدورة السابعة والعشرون والمرحلة الثانية.",
    "وأحرز تقدم نحو الهدف 16 والغاية 16.2 (انظر E/2018/30-E/CN.15/2018/15).",
    "وتظل هذه الصكوك الثلاثة والبروتوكولان مهمة.",
    'ونشر كتاب "اثنتا عشرة استراتيجية لصالح 30 مدينة".',
    "وشاركت عدة دول وبعض الخبراء وكثير من النساء.",
    "وبدأت الأعمال التحضيرية لمؤتمر الأمم المتحدة التاسع عشر لمنع الجريمة.",
    "ولا يزال من هم دون الثامنة عشرة محتجزين.",
    "وعقد الاجتماع الثاني عشر والحادي عشر للجنة.",
    "ويحتجز عشر السكان وخمس نسائها.",
]

PARTIES = (
    "وحتى 31 أيار/مايو 2045، بلغ عدد أطراف اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية 194 طرفا. "
    "واعتمدت 120 دولة طرفا قوانين."
)

DATED = [
    ("وفي عام 2017، تلقى 63 بلدا مساعدة.", "2017"),
    ("وبحلول نهاية أيار/مايو 2045، ردت 63 دولة.", "2045-05"),
    ("وخلال الفترة المشمولة بالتقرير، تلقى 63 بلدا مساعدة.", "خلال الفترة المشمولة بالتقرير"),
    ("وساعد المكتب 63 بلدا.", None),
]


@pytest.mark.parametrize(("sentence", "expected"), COUNTED)
def test_a_quantity_is_read(sentence, expected):
    found = [(f.value, f.value_high, f.unit, f.qualifier, f.text) for f in figures_of_text(sentence, "ar")]
    assert found == expected


@pytest.mark.parametrize("sentence", NOT_COUNTED)
def test_dates_labels_ordinals_and_vague_words_are_no_quantities(sentence):
    assert [figure.text for figure in figures_of_text(sentence, "ar")] == []


def test_parties_belong_to_the_treaty_that_has_them():
    found = figures_of_text(PARTIES, "ar")
    assert [(f.value, f.unit, f.subject, f.as_of, f.measure) for f in found] == [
        (194, "states_parties", "UNTOC", "2045-05-31", "parties"),
        (120, "states_parties", found[1].subject, found[1].as_of, None),
    ]


@pytest.mark.parametrize(("sentence", "as_of"), DATED)
def test_a_figure_is_dated_by_its_sentence(sentence, as_of):
    assert [figure.as_of for figure in figures_of_text(sentence, "ar")] == [as_of]

"""Every form in which a document cites, in six languages: a table of sentences with what they cite.

A row says (target, ISO date printed with the reference, pinpoint).
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isonomia.text.citations import find_citations
from isonomia.text.model import LANGUAGES
from isonomia.text.read import read

E18 = "2013-12-18"

ENGLISH = [
    (
        "Recalling resolution 8/1 and decision 8/1 of the Conference of the States Parties to the United Nations"
        " Convention against Corruption,",
        [("CAC/COSP/RES/8/1", None, None), ("CAC/COSP/DEC/8/1", None, None)],
    ),
    (
        "Recalling its resolution 55/25 of 15 November 2000, annex I,",
        [("A/RES/55/25", "2000-11-15", "annex I")],
    ),
    ("Recalling its resolution 46/152 of 18 December 1991,", [("A/RES/46/152", "1991-12-18", None)]),
    (
        "Recalling its resolutions 67/186 of 20 December 2012, 67/190 and 68/193 of 18 December 2013,",
        [("A/RES/67/186", "2012-12-20", None), ("A/RES/67/190", None, None), ("A/RES/68/193", E18, None)],
    ),
    (
        "Recalling its resolutions 68/186 and 68/193 of 18 December 2013,",
        [("A/RES/68/186", E18, None), ("A/RES/68/193", E18, None)],
    ),
    (
        "Recalling its resolutions 34/83 A of 11 December 1979, 35/156 J of 12 December 1980 and 40/151 A of"
        " 16 December 1985,",
        [
            ("A/RES/34/83A", "1979-12-11", None),
            ("A/RES/35/156J", "1980-12-12", None),
            ("A/RES/40/151A", "1985-12-16", None),
        ],
    ),
    (
        "Recalling its resolutions 51/211 A to E of 18 December 1996,",
        [(f"A/RES/51/211{letter}", "1996-12-18", None) for letter in "ABCDE"],
    ),
    ("Recalling its resolution S-30/1 of 19 April 2016,", [("A/RES/S-30/1", "2016-04-19", None)]),
    ("Recalling its resolution ES-11/1 of 2 March 2022,", [("A/RES/ES-11/1", "2022-03-02", None)]),
    ("Recalling its resolution 2758 (XXVI) of 25 October 1971,", [("A/RES/2758(XXVI)", "1971-10-25", None)]),
    ("Recalling its resolution 217 A (III) of 10 December 1948,", [("A/RES/217A(III)", "1948-12-10", None)]),
    ("Recalling its resolution 3201 (S-VI) of 1 May 1974,", [("A/RES/3201(S-VI)", "1974-05-01", None)]),
    ("Recalling its resolution 2252 (ES-V) of 4 July 1967,", [("A/RES/2252(ES-V)", "1967-07-04", None)]),
    (
        "Recalling Economic and Social Council resolutions 663 C (XXIV) of 31 July 1957 and 2076 (LXII) of"
        " 13 May 1977,",
        [("E/RES/663C(XXIV)", "1957-07-31", None), ("E/RES/2076(LXII)", "1977-05-13", None)],
    ),
    (
        "Recalling Security Council resolutions 1373 (2001) of 28 September 2001 and 2195 (2014) of 19 December 2014,",
        [("S/RES/1373(2001)", "2001-09-28", None), ("S/RES/2195(2014)", "2014-12-19", None)],
    ),
    (
        "Taking note of Economic and Social Council resolution 1995/15 of 24 July 1995,",
        [("E/RES/1995/15", "1995-07-24", None)],
    ),
    ("Taking note of Council resolutions 2005/20 and 2005/21 of 22 July 2005,",
     [("E/RES/2005/20", "2005-07-22", None), ("E/RES/2005/21", "2005-07-22", None)]),
    (
        "Welcoming Commission on Crime Prevention and Criminal Justice resolution 25/2 of 27 May 2016,",
        [("CCPCJ/RES/25/2", "2016-05-27", None)],
    ),
    (
        "Welcoming resolution 27/5 of 18 May 2018 of the Commission on Crime Prevention and Criminal Justice,",
        [("CCPCJ/RES/27/5", "2018-05-18", None)],
    ),
    (
        "Recalling resolution 62/1 of 22 March 2019 of the Commission on Narcotic Drugs,",
        [("CND/RES/62/1", "2019-03-22", None)],
    ),
    (
        "Recalling Human Rights Council resolution 50/13 of 8 July 2022,",
        [("A/HRC/RES/50/13", "2022-07-08", None)],
    ),
    (
        "Recalling resolution 10/4 of 16 October 2020 of the Conference of the Parties to the United Nations"
        " Convention against Transnational Organized Crime,",
        [("CTOC/COP/RES/10/4", "2020-10-16", None)],
    ),
    (
        "Recalling decision 8/1 of the Conference of the States Parties to the United Nations Convention against"
        " Corruption,",
        [("CAC/COSP/DEC/8/1", None, None)],
    ),
    ("Recalling its decision 55/488 of 7 September 2001,", [("A/DEC/55/488", "2001-09-07", None)]),
    (
        "Recalling paragraph 163 (b) of its resolution 60/1 of 16 September 2005,",
        [("A/RES/60/1", "2005-09-16", "paragraph 163 (b)")],
    ),
    ("Recalling its resolution 55/25, annex I,", [("A/RES/55/25", None, "annex I")]),
    (
        "Taking note of the report of the Secretary-General contained in document A/73/131,",
        [("A/73/131", None, None)],
    ),
    (
        "See A/C.3/78/L.60/Rev.1, A/CONF.213/18, E/CN.15/2019/CRP.9, CTOC/COP/2020/10, S/PRST/2015/23,"
        " UNODC/CCPCJ/EG.1/2014/3 and ST/AI/189/Add.6/Rev.5.",
        [
            ("A/C.3/78/L.60/Rev.1", None, None),
            ("A/CONF.213/18", None, None),
            ("E/CN.15/2019/CRP.9", None, None),
            ("CTOC/COP/2020/10", None, None),
            ("S/PRST/2015/23", None, None),
            ("UNODC/CCPCJ/EG.1/2014/3", None, None),
            ("ST/AI/189/Add.6/Rev.5", None, None),
        ],
    ),
    (
        "E/2003/30 and Corr.1, chap. I, sect. A.",
        [("E/2003/30", None, None), ("E/2003/30/Corr.1", None, "chap. I, sect. A")],
    ),
    (
        "See E/CN.7/2019/CRP.13-E/CN.15/2019/CRP.9.",
        [("E/CN.7/2019/CRP.13", None, None), ("E/CN.15/2019/CRP.9", None, None)],
    ),
    ("Recalling resolutions A/RES/71/209 and S/RES/1373 (2001),",
     [("A/RES/71/209", None, None), ("S/RES/1373(2001)", None, None)]),
    (
        "United Nations, Treaty Series, vols. 2225, 2237, 2241 and 2326, No. 39574.",
        [("UNTS-2225", None, None), ("UNTS-2237", None, None), ("UNTS-2241", None, None), ("UNTS-2326", None, None)],
    ),
    ("Ibid., vol. 2349, No. 42146.", [("UNTS-2349", None, None)]),
    (
        "Official Records of the General Assembly, Seventy-fourth Session, Supplement No. 53 (A/74/53), chap. V.",
        [("A/74/53", None, "chap. V")],
    ),
    (
        "In accordance with article 43 of the United Nations Convention against Corruption,",
        [("UNCAC", None, "article 43")],
    ),
    (
        "Reaffirming the United Nations Convention against Transnational Organized Crime and the Protocols thereto,",
        [("UNTOC", None, None), ("UNTOC-PROTOCOLS", None, None)],
    ),
]  # fmt: skip

FRENCH = [
    ("Rappelant sa résolution 46/152 du 18 décembre 1991,", [("A/RES/46/152", "1991-12-18", None)]),
    ("Rappelant sa résolution 65/1 du 1er octobre 2010,", [("A/RES/65/1", "2010-10-01", None)]),
    (
        "Rappelant ses résolutions 68/186 et 68/193 du 18 décembre 2013,",
        [("A/RES/68/186", E18, None), ("A/RES/68/193", E18, None)],
    ),
    (
        "Rappelant ses résolutions 51/211 A à E du 18 décembre 1996,",
        [(f"A/RES/51/211{letter}", "1996-12-18", None) for letter in "ABCDE"],
    ),
    (
        "Rappelant la résolution 155 C (VII) du Conseil économique et social, en date du 13 août 1948,",
        [("E/RES/155C(VII)", "1948-08-13", None)],
    ),
    (
        "Rappelant la résolution 2013/40 du Conseil économique et social en date du 25 juillet 2013,",
        [("E/RES/2013/40", "2013-07-25", None)],
    ),
    (
        "Rappelant la résolution 1373 (2001) du Conseil de sécurité en date du 28 septembre 2001,",
        [("S/RES/1373(2001)", "2001-09-28", None)],
    ),
    (
        "Prenant note de la résolution 27/5 de la Commission pour la prévention du crime et la justice pénale en date"
        " du 18 mai 2018,",
        [("CCPCJ/RES/27/5", "2018-05-18", None)],
    ),
    (
        "Rappelant la décision 8/1 de la Conférence des États parties à la Convention des Nations Unies contre la"
        " corruption,",
        [("CAC/COSP/DEC/8/1", None, None)],
    ),
    ("Rappelant sa résolution 2758 (XXVI) du 25 octobre 1971,", [("A/RES/2758(XXVI)", "1971-10-25", None)]),
    ("Rappelant sa résolution S-30/1 du 19 avril 2016,", [("A/RES/S-30/1", "2016-04-19", None)]),
    (
        "Rappelant le paragraphe 12 de sa résolution 60/1 du 16 septembre 2005,",
        [("A/RES/60/1", "2005-09-16", "paragraphe 12")],
    ),
    ("Rappelant sa résolution 55/25, annexe I,", [("A/RES/55/25", None, "annexe I")]),
    (
        "Nations Unies, Recueil des Traités, vol. 2225, 2237, 2241 et 2326, no 39574.",
        [("UNTS-2225", None, None), ("UNTS-2237", None, None), ("UNTS-2241", None, None), ("UNTS-2326", None, None)],
    ),
    (
        "Conformément à l’article 43 de la Convention des Nations Unies contre la corruption,",
        [("UNCAC", None, "article 43")],
    ),
    (
        "Réaffirmant la Convention des Nations Unies contre la criminalité transnationale organisée et les Protocoles"
        " s’y rapportant,",
        [("UNTOC", None, None), ("UNTOC-PROTOCOLS", None, None)],
    ),
]

SPANISH = [
    ("Recordando su resolución 46/152, de 18 de diciembre de 1991,", [("A/RES/46/152", "1991-12-18", None)]),
    (
        "Recordando sus resoluciones 68/186 y 68/193, de 18 de diciembre de 2013,",
        [("A/RES/68/186", E18, None), ("A/RES/68/193", E18, None)],
    ),
    (
        "Recordando sus resoluciones 51/211 A a E, de 18 de diciembre de 1996,",
        [(f"A/RES/51/211{letter}", "1996-12-18", None) for letter in "ABCDE"],
    ),
    (
        "Recordando la resolución 155 C (VII) del Consejo Económico y Social, de 13 de agosto de 1948,",
        [("E/RES/155C(VII)", "1948-08-13", None)],
    ),
    (
        "Recordando la resolución 1373 (2001) del Consejo de Seguridad, de 28 de septiembre de 2001,",
        [("S/RES/1373(2001)", "2001-09-28", None)],
    ),
    (
        "Tomando nota de la resolución 2013/40 del Consejo Económico y Social, de 25 de julio de 2013,",
        [("E/RES/2013/40", "2013-07-25", None)],
    ),
    (
        "Tomando nota de la resolución 27/5 de la Comisión de Prevención del Delito y Justicia Penal, de 18 de mayo"
        " de 2018,",
        [("CCPCJ/RES/27/5", "2018-05-18", None)],
    ),
    ("Recordando su resolución S-30/1, de 19 de abril de 2016,", [("A/RES/S-30/1", "2016-04-19", None)]),
    ("Recordando su decisión 55/488, de 7 de septiembre de 2001,", [("A/DEC/55/488", "2001-09-07", None)]),
    (
        "Recordando el párrafo 12 de su resolución 60/1, de 16 de septiembre de 2005,",
        [("A/RES/60/1", "2005-09-16", "párrafo 12")],
    ),
    ("Recordando su resolución 55/25, anexo I,", [("A/RES/55/25", None, "anexo I")]),
    (
        "Naciones Unidas, Treaty Series, vols. 2225, 2237, 2241 y 2326, núm. 39574.",
        [("UNTS-2225", None, None), ("UNTS-2237", None, None), ("UNTS-2241", None, None), ("UNTS-2326", None, None)],
    ),
    (
        "De conformidad con el artículo 43 de la Convención de las Naciones Unidas contra la Corrupción,",
        [("UNCAC", None, "artículo 43")],
    ),
    (
        "Reafirmando la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional y sus"
        " Protocolos,",
        [("UNTOC", None, None), ("UNTOC-PROTOCOLS", None, None)],
    ),
]

RUSSIAN = [
    *(
        (f"{opening} 45/108 от 14 декабря 1990 года,", [("A/RES/45/108", "1990-12-14", None)])
        for opening in (
            "резолюция",
            "ссылаясь на свою резолюцию",
            "во исполнение своей резолюции",
            "согласно резолюции",
            "в соответствии с резолюцией",
            "как указано в резолюции",
        )
    ),
    (
        "ссылаясь на свои резолюции 68/186 и 68/193 от 18 декабря 2013 года,",
        [("A/RES/68/186", E18, None), ("A/RES/68/193", E18, None)],
    ),
    (
        "ссылаясь на резолюцию 1373 (2001) Совета Безопасности от 28 сентября 2001 года,",
        [("S/RES/1373(2001)", "2001-09-28", None)],
    ),
    (
        "принимая к сведению резолюцию 2013/40 Экономического и Социального Совета от 25 июля 2013 года,",
        [("E/RES/2013/40", "2013-07-25", None)],
    ),
    (
        "принимая к сведению резолюцию 27/5 Комиссии по предупреждению преступности и уголовному правосудию от"
        " 18 мая 2018 года,",
        [("CCPCJ/RES/27/5", "2018-05-18", None)],
    ),
    ("ссылаясь на свою резолюцию S-30/1 от 19 апреля 2016 года,", [("A/RES/S-30/1", "2016-04-19", None)]),
    ("ссылаясь на свое решение 55/488 от 7 сентября 2001 года,", [("A/DEC/55/488", "2001-09-07", None)]),
    ("ссылаясь на свою резолюцию 2758 (XXVI) от 25 октября 1971 года,", [("A/RES/2758(XXVI)", "1971-10-25", None)]),
    (
        "ссылаясь на пункт 12 своей резолюции 60/1 от 16 сентября 2005 года,",
        [("A/RES/60/1", "2005-09-16", "пункт 12")],
    ),
    ("ссылаясь на свою резолюцию 55/25, приложение I,", [("A/RES/55/25", None, "приложение I")]),
    (
        "United Nations, Treaty Series, vols. 2225, 2237, 2241 and 2326, No. 39574.",
        [("UNTS-2225", None, None), ("UNTS-2237", None, None), ("UNTS-2241", None, None), ("UNTS-2326", None, None)],
    ),
    (
        "в соответствии со статьей 43 Конвенции Организации Объединенных Наций против коррупции,",
        [("UNCAC", None, "статьей 43")],
    ),
    (
        "подтверждая Конвенцию Организации Объединенных Наций против транснациональной организованной преступности"
        " и протоколы к ней,",
        [("UNTOC", None, None), ("UNTOC-PROTOCOLS", None, None)],
    ),
]

ARABIC = [
    ("إذ تشير إلى قرارها 46/152 المؤرخ 18 كانون الأول/ديسمبر 1991،", [("A/RES/46/152", "1991-12-18", None)]),
    ("إذ تشير إلى قرارها ٤٦/١٥٢ المؤرخ ١٨ كانون الأول/ديسمبر ١٩٩١،", [("A/RES/46/152", "1991-12-18", None)]),
    # turned round by extraction from a right-to-left page: the date tells
    ("إذ تشير إلى قرارها 209/71 المؤرخ 19 كانون الأول/ديسمبر 2016،", [("A/RES/71/209", "2016-12-19", None)]),
    (
        "إذ تشير إلى قراريها 68/186 و 68/193 المؤرخين 18 كانون الأول/ديسمبر 2013،",
        [("A/RES/68/186", E18, None), ("A/RES/68/193", E18, None)],
    ),
    (
        "إذ تشير إلى قراراتها 67/186 المؤرخ 20 كانون الأول/ديسمبر 2012 و 68/193 المؤرخ 18 كانون الأول/ديسمبر 2013،",
        [("A/RES/67/186", "2012-12-20", None), ("A/RES/68/193", E18, None)],
    ),
    (
        "إذ تشير إلى قرارها 48/13 جيم المؤرخ 16 كانون الأول/ديسمبر 1993،",
        [("A/RES/48/13C", "1993-12-16", None)],
    ),
    (
        "إذ تشير إلى قرارها 2758 (د - 26) المؤرخ 25 تشرين الأول/أكتوبر 1971،",
        [("A/RES/2758(XXVI)", "1971-10-25", None)],
    ),
    (
        "إذ تشير إلى قرار مجلس الأمن 1373 (2001) المؤرخ 28 أيلول/سبتمبر 2001،",
        [("S/RES/1373(2001)", "2001-09-28", None)],
    ),
    (
        "إذ تحيط علما بقرار المجلس الاقتصادي والاجتماعي 2013/40 المؤرخ 25 تموز/يوليه 2013،",
        [("E/RES/2013/40", "2013-07-25", None)],
    ),
    (
        "إذ تحيط علما بقرار لجنة منع الجريمة والعدالة الجنائية 27/5 المؤرخ 18 أيار/مايو 2018،",
        [("CCPCJ/RES/27/5", "2018-05-18", None)],
    ),
    ("إذ تشير إلى مقررها 55/488 المؤرخ 7 أيلول/سبتمبر 2001،", [("A/DEC/55/488", "2001-09-07", None)]),
    (
        "United Nations, Treaty Series, vols. 2225, 2237, 2241 and 2326, No. 39574.",
        [("UNTS-2225", None, None), ("UNTS-2237", None, None), ("UNTS-2241", None, None), ("UNTS-2326", None, None)],
    ),
    ("إذ تشير إلى المادة 43 من اتفاقية الأمم المتحدة لمكافحة الفساد،", [("UNCAC", None, "المادة 43")]),
    (
        "إذ تعيد تأكيد اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية والبروتوكولات الملحقة بها،",
        [("UNTOC", None, None), ("UNTOC-PROTOCOLS", None, None)],
    ),
]

CHINESE = [
    ("回顾其1991年12月18日第46/152号决议，", [("A/RES/46/152", "1991-12-18", None)]),
    ("回顾大会1990年12月14日第45/123号决议，", [("A/RES/45/123", "1990-12-14", None)]),
    (
        "回顾其2013年12月18日第68/186号和第68/193号决议，",
        [("A/RES/68/186", E18, None), ("A/RES/68/193", E18, None)],
    ),
    (
        "回顾其2012年12月20日第67/186号和2013年12月18日第68/193号决议，",
        [("A/RES/67/186", "2012-12-20", None), ("A/RES/68/193", E18, None)],
    ),
    ("回顾安全理事会2001年9月28日第1373(2001)号决议，", [("S/RES/1373(2001)", "2001-09-28", None)]),
    ("回顾其1971年10月25日第2758(XXVI)号决议，", [("A/RES/2758(XXVI)", "1971-10-25", None)]),
    ("回顾其2016年4月19日S-30/1号决议，", [("A/RES/S-30/1", "2016-04-19", None)]),
    ("表示注意到经济及社会理事会2013年7月25日第2013/40号决议，", [("E/RES/2013/40", "2013-07-25", None)]),
    ("表示注意到预防犯罪和刑事司法委员会2018年5月18日第27/5号决议，", [("CCPCJ/RES/27/5", "2018-05-18", None)]),
    ("回顾联合国打击跨国有组织犯罪公约缔约方会议第10/4号决议，", [("CTOC/COP/RES/10/4", None, None)]),
    ("回顾联合国反腐败公约缔约国会议第8/1号决定，", [("CAC/COSP/DEC/8/1", None, None)]),
    ("回顾其2001年9月7日第55/488号决定，", [("A/DEC/55/488", "2001-09-07", None)]),
    (
        "联合国，《条约汇编》，第2225、2237、2241和2326卷，第39574号。",
        [("UNTS-2225", None, None), ("UNTS-2237", None, None), ("UNTS-2241", None, None), ("UNTS-2326", None, None)],
    ),
    ("同上，第2349卷，第42146号。", [("UNTS-2349", None, None)]),
    ("根据《联合国反腐败公约》第43条，", [("UNCAC", None, "第43条")]),
    (
        "重申《联合国打击跨国有组织犯罪公约》及其各项议定书，",
        [("UNTOC", None, None), ("UNTOC-PROTOCOLS", None, None)],
    ),
]

FORMS = [
    (language, sentence, expected)
    for language, table in zip(
        ("en", "fr", "es", "ru", "ar", "zh"), (ENGLISH, FRENCH, SPANISH, RUSSIAN, ARABIC, CHINESE), strict=True
    )
    for sentence, expected in table
]


FAULTS = [
    (
        "ar",
        "وفقا للمادة 43 من اتفاقية الأمم المتحدة لمكافحة الفساد،",
        [("UNCAC", None, "للمادة 43")],
        "للمادة (with the preposition) is not read as a pinpoint",
    ),
]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=reason)) for *row, reason in FAULTS],
)
def test_a_form_that_is_not_read_yet(make_document, language, sentence, expected):
    found, _ = find_citations(make_document(language, sentence))
    assert [(row.target, row.date, row.pinpoint) for row in found] == expected


@pytest.mark.parametrize(("language", "sentence", "expected"), FORMS)
def test_a_printed_form_gives_target_date_and_pinpoint(make_document, language, sentence, expected):
    found, warnings = find_citations(make_document(language, sentence))
    assert [(row.target, row.date, row.pinpoint) for row in found] == expected
    assert not warnings


def test_the_spaces_of_modern_chinese_print_change_nothing():
    text = "大会，\n\n回顾其 2016 年 12 月 19 日第 71/209 号决议和 2013 年 12 月 18 日第 68/193 号决议，\n\n"
    text += "1. 请秘书长提交报告。\n"
    found = read(text.encode(), language="zh").citations
    assert [(row.target, row.date) for row in found] == [("A/RES/71/209", "2016-12-19"), ("A/RES/68/193", E18)]


def test_the_spaces_around_an_arabic_slash_change_nothing():
    text = "إن الجمعية العامة،\n\nإذ تشير إلى قرارها 46 / 152 المؤرخ 18 كانون الأول/ديسمبر 1991،\n\n"
    text += "1 - تقرر أن تبقي المسألة قيد نظرها.\n"
    found = read(text.encode(), language="ar").citations
    assert [(row.target, row.date) for row in found] == [("A/RES/46/152", "1991-12-18")]


def test_vowel_signs_do_not_hide_an_arabic_citation_and_its_span_stays_exact(make_document):
    document = make_document("ar", "إذ تُشير إلى قَرارِها 46/152 المؤرَّخ 18 كانون الأول/ديسمبر 1991،")
    (row,), _ = find_citations(document)
    assert (row.target, row.date) == ("A/RES/46/152", "1991-12-18")
    assert document.text[slice(*row.span)] == row.text == "قَرارِها 46/152"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Noting the services that are provided 24/7 in all regions,"),
        ("en", "Noting the enrolment figures of the 2017/18 school year,"),
        ("en", "Deeply concerned about the spread of HIV/AIDS and of tuberculosis,"),
        ("en", "Calling upon States and/or regional organizations to act,"),
        ("en", "Noting that a majority of 1/2 of its members was reached,"),
        ("en", "Recalling the draft resolution 68/193 that was submitted to it,"),
        ("en", "See job No. V.19-11364 (E) and 18-16895 (E).",),
        ("fr", "Notant que le service est assuré 24/7 pendant l’année scolaire 2017/18,"),
        ("es", "Observando que el servicio funciona 24/7 durante el año escolar 2017/18,"),
        ("ru", "отмечая, что служба работает 24/7 в 2017/18 учебном году,"),
        ("ar", "إذ تلاحظ أن الخدمة متاحة 24/7 في السنة الدراسية 2017/18،"),
        ("zh", "注意到国际刑警组织I-24/7全球警察通信系统在2017/18学年的使用情况，"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_of_a_resolution_is_not_cited(make_document, language, sentence):
    assert find_citations(make_document(language, sentence)) == ((), ())


def test_a_fraction_in_a_sentence_about_a_resolution_is_not_cited(make_document):
    sentence = "Noting that the resolution was adopted by a majority of 1/2 of its members,"
    assert find_citations(make_document("en", sentence)) == ((), ())


@pytest.mark.parametrize(
    ("language", "sentence", "printed"),
    [
        ("en", "Recalling its resolutions 60/1 and 68/193 and decision 55/488,",
         ["resolutions 60/1", "68/193", "decision 55/488"]),
        ("fr", "Rappelant sa résolution 60/1 du 16 septembre 2005,", ["résolution 60/1"]),
        ("es", "Recordando su resolución 60/1, de 16 de septiembre de 2005,", ["resolución 60/1"]),
        ("ru", "ссылаясь на свою резолюцию 60/1 от 16 сентября 2005 года,", ["резолюцию 60/1"]),
        ("ar", "إذ تشير إلى قرارها 60/1 المؤرخ 16 أيلول/سبتمبر 2005،", ["قرارها 60/1"]),
        ("zh", "回顾其2005年9月16日第60/1号决议，", ["第60/1号决议"]),
        ("zh", "回顾其第60/1号和第68/193号决议，", ["第60/1号", "第68/193号决议"]),
        ("en", "See A/C.3/78/L.60/Rev.1,", ["A/C.3/78/L.60/Rev.1"]),
    ],
)  # fmt: skip
def test_the_text_of_a_citation_is_the_reference_as_it_is_printed(make_document, language, sentence, printed):
    document = make_document(language, sentence)
    found, _ = find_citations(document)
    assert [row.text for row in found] == printed
    assert [document.text[slice(*row.span)] for row in found] == printed


def test_citations_come_in_the_order_of_the_text(make_document):
    sentence = "Guided by the United Nations Convention against Corruption, by A/74/53 and by its resolution 60/1,"
    found, _ = find_citations(make_document("en", sentence))
    assert [row.target for row in found] == ["UNCAC", "A/74/53", "A/RES/60/1"]
    assert [row.span for row in found] == sorted(row.span for row in found)


def test_a_target_counts_once_in_a_paragraph_and_again_in_the_next(make_document):
    found, _ = find_citations(
        make_document(
            "en", ["Recalling its resolution 60/1 and again its resolution 60/1,", "Recalling its resolution 60/1,"]
        )
    )
    assert [(row.paragraph, row.target) for row in found] == [("pp1", "A/RES/60/1"), ("pp2", "A/RES/60/1")]


# -- the front matter ----------------------------------------------------------------------------------------------


def test_the_front_matter_cites_for_no_paragraph_and_never_the_document_itself(make_document):
    document = make_document(
        "en", "Recalling its resolution 60/1,", front="A/RES/99/501\n[on the report of the Third Committee (A/99/463)]"
    )
    found, _ = find_citations(document)
    assert [(row.paragraph, row.target) for row in found] == [(None, "A/99/463"), ("pp1", "A/RES/60/1")]


# -- notes ---------------------------------------------------------------------------------------------------------


def test_a_paragraph_cites_what_its_notes_cite(make_document):
    document = make_document(
        "en",
        ["Reaffirming the United Nations Convention against Corruption,[^1]", "Mindful of its duties,"],
        notes={"1": "United Nations, Treaty Series, vol. 2349, No. 42146."},
    )
    found, _ = find_citations(document)
    assert [(row.paragraph, row.target, row.via_note) for row in found] == [
        ("pp1", "UNCAC", None),
        ("pp1", "UNTS-2349", "1"),
    ]
    note = found[1]
    assert document.text[slice(*note.span)] == note.text == "2349"


def test_a_note_marker_that_is_used_again_cites_again(make_document):
    found, _ = find_citations(
        make_document("en", ["Noting the report,[^1]", "Noting it again,[^1]"], notes={"1": "A/74/53."})
    )
    assert [(row.paragraph, row.target, row.via_note) for row in found] == [
        ("pp1", "A/74/53", "1"),
        ("pp2", "A/74/53", "1"),
    ]


def test_what_the_paragraph_cites_itself_is_not_cited_through_the_note_too(make_document):
    found, _ = find_citations(make_document("en", "Noting A/74/53,[^1]", notes={"1": "A/74/53, annex; and A/74/54."}))
    assert [(row.target, row.via_note) for row in found] == [("A/74/53", None), ("A/74/54", "1")]


def test_a_note_that_nobody_calls_cites_nothing(make_document):
    assert find_citations(make_document("en", "Noting the report,", notes={"1": "A/74/53."}))[0] == ()


def test_a_call_without_a_note_is_no_fault(make_document):
    assert find_citations(make_document("en", "Noting the report,[^7]"))[0] == ()


@pytest.mark.parametrize(
    ("language", "first", "again"),
    [
        ("en", "A/74/53.", "Ibid., chap. V."),
        ("fr", "A/74/53.", "Ibid., chap. V."),
        ("es", "A/74/53.", "Ibid., cap. V."),
        ("ru", "A/74/53.", "Там же, глава V."),
        ("ar", "A/74/53.", "المرجع نفسه، الفصل الخامس."),
        ("zh", "A/74/53。", "同上，第五章。"),
    ],
)
def test_ibid_cites_what_the_note_before_it_cites(make_document, language, first, again):
    document = make_document(language, ["X[^1]", "Y[^2]"], notes={"1": first, "2": again})
    found, _ = find_citations(document)
    assert [(row.paragraph, row.target, row.via_note) for row in found] == [
        ("pp1", "A/74/53", "1"),
        ("pp2", "A/74/53", "2"),
    ]
    assert found[1].text == again


def test_ibid_with_something_of_its_own_cites_only_that(make_document):
    notes = {"1": "United Nations, Treaty Series, vol. 2225, No. 39574.", "2": "Ibid., vol. 2349, No. 42146."}
    found, _ = find_citations(make_document("en", ["X[^1]", "Y[^2]"], notes=notes))
    assert [row.target for row in found if row.paragraph == "pp2"] == ["UNTS-2349"]


def test_ibid_follows_the_notes_and_not_the_order_of_the_calls(make_document):
    """The note before it is the one printed before it, though a paragraph calls it later."""
    notes = {"1": "A/74/53.", "2": "A/74/54.", "3": "Ibid., annex."}
    found, _ = find_citations(make_document("en", ["X[^3]", "Y[^1][^2]"], notes=notes))
    assert [(row.paragraph, row.target) for row in found] == [
        ("pp1", "A/74/54"),
        ("pp2", "A/74/53"),
        ("pp2", "A/74/54"),
    ]


def test_ibid_after_nothing_cites_nothing(make_document):
    assert find_citations(make_document("en", "X[^1]", notes={"1": "Ibid., annex."}))[0] == ()


# -- number and date that disagree ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Recalling its resolution 71/209 of 19 December 2015,"),
        ("fr", "Rappelant sa résolution 71/209 du 19 décembre 2015,"),
        ("es", "Recordando su resolución 71/209, de 19 de diciembre de 2015,"),
        ("ru", "ссылаясь на свою резолюцию 71/209 от 19 декабря 2015 года,"),
        ("ar", "إذ تشير إلى قرارها 71/209 المؤرخ 19 كانون الأول/ديسمبر 2015،"),
        ("zh", "回顾其2015年12月19日第71/209号决议，"),
    ],
)
def test_a_date_outside_the_session_is_kept_and_warned_of(make_document, language, sentence):
    found, warnings = find_citations(make_document(language, sentence))
    assert [(row.target, row.date) for row in found] == [("A/RES/71/209", "2015-12-19")]
    (warning,) = warnings
    assert (warning.code, warning.place) == ("number-date-disagree", "pp1")
    assert "A/RES/71/209" in warning.message
    assert "2015-12-19" in warning.message


def test_a_disagreement_in_a_note_names_the_note(make_document):
    _, warnings = find_citations(
        make_document("en", "X[^4] Y[^4]", notes={"4": "See resolution 71/209 of 19 December 2015."})
    )
    assert [row.place for row in warnings] == ["note 4"]


@pytest.mark.parametrize(("number", "date"), [("60/1", "16 September 2005"), ("60/288", "8 September 2006"),
                                              ("1/1", "24 January 1946")])  # fmt: skip
def test_a_session_runs_from_september_to_september(make_document, number, date):
    assert find_citations(make_document("en", f"Recalling its resolution {number} of {date},"))[1] == ()


# -- always --------------------------------------------------------------------------------------------------------

PIECES = (
    "resolution ", "resolutions ", "decision ", "its ", "60/1", "68/193 A to C", "1373 (2001)", "2758 (XXVI)",
    "217 A (III)", "S-30/1", "ES-11/1", "2013/40", "A/74/53", "E/2003/30 and Corr.1", " of 18 December 2013",
    " and ", ", ", "; ", ". ", "第", "号决议", "其2013年12月18日", "《公约》", "the Convention",
    "United Nations Convention against Corruption", " and the Protocols thereto", "قرارها ",
    " المؤرخ 18 كانون الأول/ديسمبر 2013", "209/71", "резолюция ", " от 18 декабря 2013 года",
    "Treaty Series, vols. 2225 and 2349", "Ibid., vol. 9", "[^1]", "[^2]",
    "of the Commission on Narcotic Drugs", "24/7", "ـَ", "٤٦/١٥٢", "article 3 of ", ", annex", "résolutions ",
    " du 1er mars 2013", "resolución ", "99/99/99", "0/0", "9999 (CCC)", "/", "(",
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    language=st.sampled_from(LANGUAGES),
    paragraphs=st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), min_size=1, max_size=3),
    note=st.lists(st.sampled_from([piece for piece in PIECES if "[^" not in piece]), min_size=1, max_size=5).map(
        "".join
    ),
    organ=st.sampled_from(["unga", "ecosoc", "ccpcj", "untoc_cop", None]),
)
def test_whatever_is_printed_spans_are_exact_and_targets_are_distinct(make_document, language, paragraphs, note, organ):
    document = make_document(language, paragraphs, notes={"1": note, "2": note}, organ=organ)
    found, _ = find_citations(document)
    inside = {row.id: row.span for row in document.paragraphs}
    notes = {row.marker: row.span for row in document.notes}
    for row in found:
        assert document.text[slice(*row.span)] == row.text
        within = notes[row.via_note] if row.via_note else inside[row.paragraph]
        assert within[0] <= row.span[0] <= row.span[1] <= within[1]
    for id in inside:
        targets = [row.target for row in found if row.paragraph == id and row.target]
        assert len(targets) == len(set(targets))

"""Where a report recommends: what its speaker performs, not what it tells of others."""

from __future__ import annotations

import pytest

from isonomia.mandates.recommendations import recommendation_verbs, sentence_end

ASKS = {
    "en": "I therefore call upon Member States to ratify the Convention",
    "fr": "J’engage les États Membres à ratifier la Convention",
    "es": "Por tanto, exhorto a los Estados Miembros a que ratifiquen la Convención",
    "ru": "Поэтому я призываю государства-члены ратифицировать Конвенцию",
    "ar": "لذلك، أهيب بالدول الأعضاء أن تصدق على الاتفاقية",
    "zh": "因此，我呼吁会员国批准公约",
}
TELLS = {
    "en": "The Commission requested the Office to continue its work",
    "fr": "La Commission a prié l’Office de poursuivre ses travaux",
    "es": "La Comisión solicitó a la Oficina que prosiguiera su labor",
    "ru": "Комиссия просила Управление продолжать работу",
    "ar": "وطلبت اللجنة إلى المكتب أن يواصل عمله",
    "zh": "委员会请办公室继续开展工作",
}
STOP = {"zh": "。"}


def acts(text: str, language: str) -> list[str]:
    return [verb.act for verb, _ in recommendation_verbs(text, (0, len(text)), language)]


@pytest.mark.parametrize("language", ASKS)
def test_what_the_speaker_asks_for_is_found(language):
    assert acts(ASKS[language] + STOP.get(language, "."), language) == ["calls_upon"]


@pytest.mark.parametrize("language", TELLS)
def test_what_others_asked_for_is_told_and_not_found(language):
    assert acts(TELLS[language] + STOP.get(language, "."), language) == []


@pytest.mark.parametrize("language", ASKS)
def test_a_recommendation_may_follow_a_sentence_that_tells(language):
    stop = STOP.get(language, ". ")
    assert acts(f"{TELLS[language]}{stop}{ASKS[language]}{stop}".strip(), language) == ["calls_upon"]


@pytest.mark.parametrize("language", ASKS)
def test_each_verb_stands_where_it_is_printed_with_the_beginning_of_its_clause(language):
    stop = STOP.get(language, ". ")
    text = f"{TELLS[language]}{stop}{ASKS[language]}{stop}"
    ((verb, begin),) = recommendation_verbs(text, (0, len(text)), language)
    assert text.index(ASKS[language]) <= begin <= verb.start < verb.end
    assert text[verb.start : verb.end] == verb.printed(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I call upon Member States to act and I urge donors to contribute."),
        ("fr", "J’engage les États Membres à agir et je demande instamment aux donateurs de contribuer."),
        ("es", "Exhorto a los Estados Miembros a que actúen, e insto a los donantes a que contribuyan."),
        ("ru", "Я призываю государства-члены принять меры и настоятельно призываю доноров внести взносы."),
        ("zh", "我呼吁会员国采取行动。我敦促捐助者提供捐款。"),
    ],
)
def test_a_speaker_may_ask_twice(language, text):
    assert acts(text, language) == ["calls_upon", "urges"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I call upon Member States to act, and urge donors to contribute."),
        ("en", "I call upon Member States to act and urge donors to contribute."),
        ("en", "I call upon Member States to act, and, in this regard, urge donors to contribute."),
        ("fr", "J’engage les États Membres à agir et demande instamment aux donateurs de contribuer."),
        ("fr", "J’engage les États Membres à agir, et les exhorte à contribuer."),
        ("es", "Exhorto a los Estados Miembros a que actúen e insto a los donantes a que contribuyan."),
        ("ru", "Я призываю государства-члены принять меры и настоятельно призываю доноров внести взносы."),
        ("ar", "أهيب بالدول الأعضاء أن تتخذ إجراءات وأحث الجهات المانحة على المساهمة."),
        ("ar", "أهيب بالدول الأعضاء أن تتخذ إجراءات، وأحثها على المساهمة."),
        ("zh", "我呼吁会员国采取行动，并敦促捐助者提供捐款。"),
        ("zh", "我呼吁会员国采取行动并敦促捐助国提供捐款。"),
    ],
)
def test_a_connective_carries_the_speaker_on(language, text):
    assert acts(text, language) == ["calls_upon", "urges"]


def test_only_the_span_is_read():
    text = "I urge donors to contribute. I call upon Member States to act."
    start = text.index("I call")
    assert [verb.act for verb, _ in recommendation_verbs(text, (start, len(text)), "en")] == ["calls_upon"]
    assert [verb.act for verb, _ in recommendation_verbs(text, (0, start), "en")] == ["urges"]


def test_what_is_only_welcomed_is_found_too_and_left_to_the_extraction():
    assert acts("I welcome the progress made. I take note of it.", "en")[0] == "welcomes"


def test_a_verb_that_the_span_cuts_is_not_found():
    text = "I call upon Member States to act."
    assert recommendation_verbs(text, (0, 6), "en") == []


@pytest.mark.parametrize("language", ASKS)
def test_nothing_is_carried_on_into_the_next_sentence(language):
    stop = STOP.get(language, ". ")
    text = f"{ASKS[language]}{stop}{TELLS[language]}{stop}"
    end = sentence_end(text, text.index(ASKS[language]), len(text), language)
    assert text[:end].rstrip() == (ASKS[language] + stop).rstrip()
    assert acts(text, language) == ["calls_upon"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I urge States to act; they should do so now. The Office went on."),
        ("es", "Insto a los Estados a que actúen; deberían hacerlo ya. La Oficina prosiguió."),
        ("ru", "Я призываю государства принять меры; это срочно. Управление продолжало работу."),
        ("ar", "أحث الدول على العمل؛ فالأمر عاجل. وواصل المكتب عمله."),
        ("zh", "我敦促各国采取行动；此事紧急。办公室继续开展工作。"),
    ],
)
def test_a_semicolon_parts_no_sentences(language, text):
    rest = text[sentence_end(text, 0, len(text), language) :].strip()
    assert rest
    assert rest == text[-len(rest) :]
    assert ";" not in rest
    assert "؛" not in rest
    assert "；" not in rest


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I recommend that the General Assembly adopt the plan and urge States to apply it."),
        ("zh", "我建议大会通过该计划并敦促各国予以执行。"),
    ],
)
def test_what_a_body_is_advised_to_ask_of_others_is_not_asked_by_the_speaker(language, text):
    assert acts(text, language) == ["recommends"]


def test_who_knows_the_actors_may_say_that_a_carried_verb_does_not_stand():
    text = "I call upon Member States to act and urge donors to contribute. I urge States to act."
    asked: list[tuple[str, str]] = []

    def asks(verb, end):
        asked.append((verb.act, text[verb.end : end].strip()))
        return False

    found = recommendation_verbs(text, (0, len(text)), "en", asks)
    assert [verb.act for verb, _ in found] == ["calls_upon", "urges"]
    assert [verb.start for verb, _ in found] == [2, text.rindex("urge")]
    assert asked == [("urges", "donors to contribute.")]

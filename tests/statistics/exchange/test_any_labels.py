"""Whatever labels and values a table has, each form gives them back."""

import pytest
from exchange.exchanged import put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isonomia.statistics import read_dataset
from isonomia.statistics.dataset import coded
from isonomia.statistics.exchange import FORMS, written
from isonomia.statistics.exchange.forms import SUFFIX
from isonomia.statistics.reading import dataset_of

LABEL = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\ufeff\u0130"), min_size=1, max_size=20
) | st.sampled_from(["=SUM(A1)", "'=x", "+1", "a, b; c", 'say "so"', "<tag> & more", "Total", "total", "na", "ضحايا"])
CELL = st.integers(0, 10**12) | st.floats(0, 1e9, allow_nan=False) | st.sampled_from(["<5", "<10", "..", "many"])


@st.composite
def tables(draw):
    size = draw(st.integers(1, 8))
    names = ("country", "indicator", "category", "sex", "source")
    columns = {name: coded(draw(st.lists(LABEL, min_size=size, max_size=size))) for name in names}
    years = draw(st.lists(st.integers(1990, 2030), min_size=size, max_size=size))
    cells = draw(st.lists(CELL, min_size=size, max_size=size))
    header = {name: name.capitalize() for name in (*names, "year", "value")}
    return dataset_of(columns, years, cells, range(2, size + 2), "data", "made.xlsx", "", header)


def said(data):
    return [
        (*(data[name][i] for name in ("country", "indicator", "category", "sex", "source")), int(data.year[i]),
         data.texts.get(i, float(data.value[i])))
        for i in range(len(data))
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=tables())
def test_every_form_gives_back_what_it_was_given(tmp_path, form, data):
    back = read_dataset(put(tmp_path, written(data, form, "t" + SUFFIX[form])))
    assert [row[:-1] for row in said(back)] == [row[:-1] for row in said(data)]
    for given_back, value in zip(said(back), said(data), strict=True):
        # a workbook keeps sixteen digits of a number, the others all
        exact = form != "xlsx" or isinstance(value[-1], str)
        assert given_back[-1] == (value[-1] if exact else pytest.approx(value[-1], rel=1e-15))

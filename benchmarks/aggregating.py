"""Ten million observations of countries added up to regions, sexes and years, against pandas over the same columns."""

from __future__ import annotations

import numpy as np
from measuring import Row, in_turns, spread

NUMBER = 10_000_000


def measure(*, rounds: int = 5) -> list[Row]:
    """Seconds in a running interpreter, ours and the peer's in turns; both start from coded columns in memory."""
    import pandas as pd

    from isonomia.statistics import Column, Dataset, summed
    from isonomia.statistics.aggregate import regions_of
    from isonomia.statistics.areas import areas

    chance = np.random.default_rng(1)

    def column(labels: tuple[str, ...]) -> Column:
        return Column(labels, chance.integers(0, len(labels), NUMBER, dtype=np.int32))

    columns = {"iso3": column(tuple(areas())), "sex": column(("Female", "Male"))}
    year = chance.integers(2000, 2024, NUMBER).astype(np.int32)
    value = chance.integers(0, 1000, NUMBER).astype(float)
    rows = np.arange(NUMBER, dtype=np.int32)
    data = Dataset("", columns, year, value, np.zeros(NUMBER, np.int8), rows, {}, {}, "made", "made")
    frame = pd.DataFrame({"year": year, "value": value})
    for name, coded in columns.items():
        frame[name] = pd.Categorical.from_codes(coded.codes, list(coded.labels))

    def ours() -> None:
        assert len(summed(data, ["region", "sex"])) == 288

    def theirs() -> None:
        region = regions_of(data)
        frame["region"] = pd.Categorical.from_codes(region.codes, list(region.labels))
        groups = frame.groupby(["region", "sex", "year"], observed=True)
        assert (
            len(groups.agg(total=("value", "sum"), observations=("value", "size"), countries=("iso3", "nunique")))
            == 288
        )

    seconds = in_turns({"ours": ours, "theirs": theirs}, rounds=rounds)
    ratios = [theirs / ours for ours, theirs in zip(seconds["ours"], seconds["theirs"], strict=True)]
    return [
        spread("10,000,000 observations to regions, sexes and years", seconds["ours"], "s", target=2, better="less"),
        spread("  against pandas", ratios, "times", target=1),
    ]


if __name__ == "__main__":
    from run import table

    print(table(measure(rounds=2)))

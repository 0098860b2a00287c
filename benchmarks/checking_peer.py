"""What a careful analyst would write with pandas and openpyxl: eight kinds of defect of a workbook of the portal.

python benchmarks/checking_peer.py FILE.xlsx      prints one line for each kind, with how many were found
"""

from __future__ import annotations

import sys

import pandas as pd

KEY = ["Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex", "Age", "Year"]


def main(path: str) -> None:
    """Reads and judges."""
    data = pd.read_excel(path, header=2, engine="openpyxl")
    data.columns = [str(name).strip() for name in data.columns]
    unit = "Unit of measurement"
    key = [*KEY, unit]
    value = pd.to_numeric(data["VALUE"], errors="coerce")
    found = {
        "duplicate-key": int(data.duplicated(key, keep=False).sum()),
        "year-out-of-range": int((~pd.to_numeric(data["Year"], errors="coerce").between(1900, 2100)).sum()),
        "not-a-number": int((value.isna() & data["VALUE"].notna()).sum()),
        "broken-text": sum(
            int(data[name].astype(str).str.contains("\ufffd|Ã.", regex=True).sum()) for name in ("Country", "Category")
        ),
    }
    counts = data[data[unit].astype(str).str.startswith("Count")].assign(number=value).dropna(subset=["number"])
    counts = counts.drop_duplicates([name for name in key if name != unit], keep=False)
    wide = counts.pivot_table(
        index=[name for name in KEY if name != "Sex"], columns="Sex", values="number", aggfunc="first"
    )
    parts = [name for name in wide.columns if name != "Total"]
    if "Total" in wide.columns:
        total = wide["Total"]
        found["part-exceeds-total"] = int(sum((wide[name] > total).sum() for name in parts))
        both = wide[["Male", "Female"]].notna().all(axis=1) & total.notna()
        found["parts-differ-from-total"] = int((wide.loc[both, parts].sum(axis=1) != total[both]).sum())
    rates = data[data[unit].astype(str).str.contains("100,000")].assign(rate=value)
    pairs = counts.merge(rates[[*KEY, "rate"]], on=KEY)
    pairs = pairs[(pairs["number"] > 0) & (pairs["rate"] > 0)]
    pairs["people"] = pairs["number"] / pairs["rate"]
    usual = pairs.groupby(["Country", "Year", "Sex", "Age"])["people"].transform("median")
    found["rate-differs-from-count"] = int(((pairs["people"] / usual - 1).abs() > 0.02).sum())
    ordered = counts[counts["Sex"] == "Total"].sort_values([*KEY[:7], "Year"])
    before = ordered.groupby(["Country", "Indicator", "Dimension", "Category"])["number"].shift()
    found["level-shift"] = int(((ordered["number"] > 5 * before) & (before > 100)).sum())
    for rule, number in found.items():
        print(rule, number)


if __name__ == "__main__":
    main(sys.argv[1])

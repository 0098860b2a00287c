"""Writes plausible prose of United States case law with as many citations as are asked for; a seed gives one text.

The sentences are our own; reporters, courts and titles of the Code are facts; parties and page numbers are invented.
"""

from __future__ import annotations

import random

PARTIES = [
    "Ashgrove", "Bellweather", "Cardinal Freight Co.", "Delmarra", "Eastfield Savings Bank", "Farrow", "Gantry",
    "Harlan County", "Iverness Shipping, Inc.", "Jessup", "Kittredge", "Lowell Mills, Inc.", "Marchetti", "Norwood",
    "Ostrander", "Pell Harbor Authority", "Quillen", "Rademaker", "Stillwater Coal Co.", "Thackery", "United States",
    "Valdosta", "Whitcombe", "Yarrow Insurance Co.", "Zabriskie",
]  # fmt: skip
REPORTERS = [
    ("U.S.", "", 400, 575), ("S. Ct.", "", 90, 139), ("F.2d", "9th Cir.", 300, 990), ("F.3d", "2d Cir.", 1, 990),
    ("F.3d", "D.C. Cir.", 1, 900), ("F. Supp. 2d", "S.D.N.Y.", 1, 990), ("F. Supp.", "E.D. Pa.", 400, 990),
    ("N.E.2d", "N.Y.", 300, 990), ("P.2d", "Cal.", 500, 990), ("So. 2d", "Fla.", 300, 990),
]  # fmt: skip
STATUTES = [
    "18 U.S.C. § {a}",
    "28 U.S.C. § {a}({b})",
    "42 U.S.C. § {a}",
    "21 U.S.C. § {a}({b})(1)",
    "31 C.F.R. § {a}.{b2}",
]
CITING = [
    "The rule is settled by {c}.", "See {c}.", "The court of appeals read the statute otherwise in {c}, and reversed.",
    "That was the holding of {c}, on which the respondent relies.", "But see {c}.",
    "Nothing in {c} requires a different result on this record.", "Accord {c}.",
    "The standard of review is that of {c}, and neither side disputes it.",
]  # fmt: skip
PLAIN = [
    "The district court found that the shipment had left the warehouse before the warrant was signed.",
    "Counsel for the petitioner conceded at oral argument that no notice had been sent to the intervening owners.",
    "Whether the trustee acted within the powers that the settlement gave her is a question of fact for the jury.",
    "The record shows three letters, a ledger kept by the broker, and the testimony of two customs officers.",
    "We agree with the majority of the courts that have considered the point, though for a somewhat narrower reason.",
    "A party who waits until judgment to object to the form of a verdict ordinarily waits too long.",
    "The agency explained its choice in a few sentences, none of which mentions the cost to small carriers.",
    "On remand the court shall determine whether the funds were traceable to the sale of the antiquities.",
    "The dissent would read the proviso out of the section; the text, the structure and the history all forbid it.",
    "It follows that the forfeiture was proper as to the vessel, and improper as to the account in Norwood's name.",
]
NAMES = ["Ashgrove", "Delmarra", "Jessup", "Marchetti", "Norwood", "Quillen", "Thackery", "Whitcombe"]


class Writer:
    """Sentences drawn by one random generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def full(self) -> str:
        """A full case citation."""
        choose = self.random
        reporter, court, low, high = choose.choice(REPORTERS)
        page = choose.randint(1, 1200)
        pin = f", {page + choose.randint(1, 30)}" if choose.random() < 0.6 else ""
        within = f"{court} {choose.randint(1950, 2019)}".strip()
        first, second = choose.sample(PARTIES, 2)
        return f"{first} v. {second}, {choose.randint(low, high)} {reporter} {page}{pin} ({within})"

    def citation(self) -> str:
        """A citation of any kind, full ones the most frequent."""
        choose, kind = self.random, self.random.random()
        if kind < 0.55:
            return self.full()
        if kind < 0.75:
            form = choose.choice(STATUTES)
            return form.format(a=choose.randint(2, 3800), b=choose.choice("abcdef"), b2=choose.randint(1, 320))
        if kind < 0.85:
            return f"{choose.choice(NAMES)}, {choose.randint(400, 575)} U.S., at {choose.randint(2, 900)}"
        if kind < 0.93:
            return f"{choose.choice(NAMES)}, supra, at {choose.randint(2, 900)}"
        return f"Id. at {choose.randint(2, 900)}"


def legal_prose(characters: int, *, citations: int, seed: int) -> str:
    """Prose of exactly this many characters with this many citations, spread evenly."""
    writer = Writer(seed)
    out: list[str] = []
    length = written = 0
    while length < characters:
        owed = citations * (length / characters) >= written
        if owed:
            sentence = writer.random.choice(CITING).format(c=writer.citation())
            written += 1
        else:
            sentence = writer.random.choice(PLAIN)
        end = "\n\n" if writer.random.random() < 0.12 else " "
        out.append(sentence + end)
        length += len(sentence) + len(end)
    return "".join(out)[:characters]

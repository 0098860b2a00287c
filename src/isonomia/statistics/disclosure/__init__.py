"""Disclosure control: what is hidden in a table so that no one can be told from it, and the proof that it holds.

from isonomia.statistics.disclosure import by_threshold, suppress, table_of, verified
table = table_of([[20, 50, 10], [8, 19, 2], [30, 31, 40]])
pattern = suppress(table, by_threshold(table.values, 5, lowest=1))
"""

from isonomia.statistics.disclosure.audit import Audit, Exposure, audit, verified
from isonomia.statistics.disclosure.primary import Sensitive, by_dominance, by_p_percent, by_threshold
from isonomia.statistics.disclosure.protecting import (
    Rules,
    audit_against,
    audit_file,
    protect_file,
    read_table,
    round_file,
)
from isonomia.statistics.disclosure.rounding import Rounded, controlled
from isonomia.statistics.disclosure.suppress import Suppression, suppress
from isonomia.statistics.disclosure.table import Table, table_of, table_of_cells

__all__ = [
    "Audit", "Exposure", "Rounded", "Rules", "Sensitive", "Suppression", "Table", "audit", "audit_against",
    "audit_file", "by_dominance", "by_p_percent", "by_threshold", "controlled", "protect_file", "read_table",
    "round_file", "suppress", "table_of", "table_of_cells", "verified",
]  # fmt: skip

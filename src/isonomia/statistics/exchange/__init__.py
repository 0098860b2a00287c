"""Tables of statistics in the forms in which they are exchanged, with what is to be known of them inside.

from isonomia.statistics.exchange import written
files = written(data, "sdmx-csv", "prisons.csv")
"""

from isonomia.statistics.exchange.forms import FORMS, written

__all__ = ["FORMS", "written"]

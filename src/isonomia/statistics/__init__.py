"""Crime statistics: classified, checked, computed, protected, published.

from isonomia.statistics import read_dataset
data = read_dataset("data_cts_prisons_and_prisoners.xlsx")
"""

from isonomia.statistics.aggregate import summed
from isonomia.statistics.dataset import Column, Dataset
from isonomia.statistics.reading import read_dataset

__all__ = ["Column", "Dataset", "read_dataset", "summed"]

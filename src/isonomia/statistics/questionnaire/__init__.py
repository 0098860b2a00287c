"""The survey's questionnaire as a workbook, and what respondents fill in.

from isonomia.statistics.questionnaire import questionnaire
content = questionnaire("prisons", years=[2022], country="AUT", language="fr")
"""

from isonomia.statistics.questionnaire.making import questionnaire
from isonomia.statistics.questionnaire.questions import modules

__all__ = ["modules", "questionnaire"]

"""Who is asked: the codes of addressees that mean a country or a body, for certain or perhaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from isonomia import registers
from isonomia.pages.labels import PARTIES
from isonomia.site.followup.regions import regions_of

NOT_MEMBERS = frozenset({"VA", "PS", "CK", "NU"})
"""Of the countries that the site lists, those that are no Members of the United Nations: two observers, and two parties
to treaties of which the Secretary-General is depositary."""
STATES = "group_of_states"
ALL_STATES, MEMBER_STATES = "all_states", "member_states"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """Codes of addressees. `surely` mean it; `perhaps` are groups of which the site does not know whether it is one of
    them: parties to a treaty, States concerned, developing countries."""

    surely: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Both."""
        return self.surely | self.perhaps

    def may_answer(self, addressees: Iterable[str]) -> bool:
        """Whether a mandate with these addressees is, or may be, its to answer."""
        return not self.all.isdisjoint(addressees)


@lru_cache(maxsize=1)
def groups_of_states() -> frozenset[str]:
    """The addressees that are States, several at once."""
    return frozenset(row.id for row in registers.bodies().values() if row.kind == STATES) | (PARTIES.keys() - {OTHER})


@lru_cache(maxsize=512)
def asked_of_country(country: str) -> Asked:
    """What a country (ISO 3166, two letters) is asked as."""
    if not country:
        return Asked()
    groups = groups_of_states()
    listed = {place.id for place in registers.places().values() if place.kind != "country" and place.m49}
    surely = {ALL_STATES} | (groups & set(regions_of(country)))
    if country not in NOT_MEMBERS:
        surely.add(MEMBER_STATES)
    # of a group with a list of members one is a member or not; of the others the site has no list yet
    return Asked(frozenset(surely), groups - surely - listed - {MEMBER_STATES, ALL_STATES})


def asked_of_body(body: str) -> Asked:
    """What a body is asked as: by its own name. A group of States is no body that could answer."""
    return Asked(frozenset({body})) if body and body not in groups_of_states() else Asked()


def asked_of(country: str, body: str) -> Asked:
    """What the one of the two that is given is asked as."""
    return asked_of_country(country) if country else asked_of_body(body)

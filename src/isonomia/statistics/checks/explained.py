"""What each rule is for, with an example, for `isonomia check --rules` and the documentation."""

from __future__ import annotations

import tomllib
from importlib.resources import files


def explained() -> list[dict[str, str]]:
    """Each rule with its usual severity, its explanation and an example, in the order in which they are checked."""
    rules = tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
    return [
        {
            "rule": name,
            "severity": rule["severity"],
            "explanation": rule["explanation"],
            "example": rule["example"],
        }
        for name, rule in rules.items()
    ]

"""What every page shares: the template engine, inlined style and script, and the policy that shuts the page off."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

RIGHT_TO_LEFT = frozenset({"ar"})
"""Languages that are written from right to left: a property of their script, asked for by every page."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("isonomia", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["direction"] = direction
    return environment


def direction(language: str) -> str:
    """The `dir` of a text in this language."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return files("isonomia").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


def page(template: str, *, styles: tuple[str, ...], script: str | None = None, **values: Any) -> str:
    """Renders a template of `isonomia/templates` with its style sheets and script inlined.

    The page may run only this style and this script (by their hashes) and load nothing: should a hostile text ever get
    past the escaping, it still could not run or call out.
    """
    style = "\n".join(_asset(name) for name in styles)
    code = _asset(script) if script else ""
    policy = f"default-src 'none'; style-src {_digest(style)}; base-uri 'none'; form-action 'none'"
    if code:
        policy += f"; script-src {_digest(code)}"
    # ours, from the package: the only markup that is not escaped
    values.update(policy=policy, style=Markup(style), script=Markup(code))
    return _environment().get_template(template).render(values)

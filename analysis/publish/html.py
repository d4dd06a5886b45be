"""A layout as HTML: a caption, headings with their scope, a reason at every blank, footnotes that are numbered."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from analysis.disclosure.digest import Value
from analysis.publish.layout import Layout

_TEMPLATES = Environment(loader=PackageLoader("analysis.publish"), autoescape=True, trim_blocks=False)


def fragment(layout: Layout, names: Mapping[str, Value]) -> str:
    """A table to put into a page; its digest keeps its footnotes apart from those of other tables.

    names  what names it in the study's ledger, as attributes that no reader sees
    """
    id = f"note-{str(names['digest'])[:8]}"
    return _TEMPLATES.get_template("table.html").render(layout=layout, id=id, names=names)


def page(layout: Layout, names: Mapping[str, Value]) -> str:
    """The same as a file of its own."""
    table = Markup(fragment(layout, names))  # made by the template above
    return _TEMPLATES.get_template("page.html").render(layout=layout, table=table)

"""A layout as HTML: a caption, headings with their scope, a reason at every blank, footnotes that are numbered."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from analysis.publish.layout import Layout

_TEMPLATES = Environment(loader=PackageLoader("analysis.publish"), autoescape=True, trim_blocks=False)


def fragment(layout: Layout, digest: str) -> str:
    """A table to put into a page; `digest` keeps its footnotes apart from those of other tables."""
    return _TEMPLATES.get_template("table.html").render(layout=layout, id=f"note-{digest[:8]}")


def page(layout: Layout, digest: str) -> str:
    """The same as a file of its own."""
    table = Markup(fragment(layout, digest))  # made by the template above
    return _TEMPLATES.get_template("page.html").render(layout=layout, table=table)

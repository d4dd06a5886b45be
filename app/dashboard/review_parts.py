"""The parts of the page for output checkers."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.review import LogLine, log_of, rule_in_words
from app.dashboard import links
from app.dashboard.texts import text
from app.opened import Opened

_MOST = 500  # lines on the page, the newest first; `varsam releases` has all of them


def introduction(language: str) -> None:
    """What the page is for."""
    st.html(f"<h2>{escape(text('review', language))}</h2>")
    st.html(f'<p class="note">{escape(text("review_what", language))}</p>')


def choice(language: str) -> str:
    """Which lines to look at: "" for all."""
    wording = {"": text("log_all", language), "refused": text("log_refused", language)}
    links.start("log", tuple(wording), "")
    chosen = st.segmented_control(
        text("log_which", language), tuple(wording), key="log", format_func=lambda one: wording[one], required=True
    )
    links.keep("log", chosen or "")
    return chosen or ""


def log(opened: Opened, language: str, *, only: str) -> None:
    """The log as a table, the newest line first, and its seal."""
    found = log_of(opened.ledger)
    lines = [line for line in reversed(found.lines) if not only or line.what != "released"][:_MOST]
    if not lines:
        st.html(f'<p class="notice" role="note">{escape(text("log_empty", language))}</p>')
        return
    names = ("log_line", "log_day", "log_what", "log_question", "log_why", "log_policy", "log_digest")
    heads = "".join(f'<th scope="col">{escape(text(name, language))}</th>' for name in names)
    rows = "".join(_row(line, opened, language) for line in lines)
    caption = escape(text("log", language))
    st.html(
        f'<div class="wide log"><table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    st.html(f'<p class="note">{escape(text("log_seal", language, seal=found.seal))}</p>')


def _row(line: LogLine, opened: Opened, language: str) -> str:
    what = {
        "released": text("log_released", language),
        "refused": text("log_was_refused", language),
        "allowed": text("log_allowed", language),
        "forbidden": text("log_forbidden", language),
    }[line.what]
    now = line.policy in (opened.policy.digest, opened.policy.for_publication().digest)
    policy = line.policy[:8] if now else text("log_former", language, policy=line.policy[:8])
    cells = (line.day, what, line.query, _why(line, language), policy, line.digest[:8])
    return f'<tr><th scope="row">{line.line}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'


def _why(line: LogLine, language: str) -> str:
    """The rule, and of a decision its reason, who decided and until when."""
    said = [rule_in_words(line.rule, language)]
    if line.decided_by:
        decided = {"name": line.decided_by, "until": line.until, "reason": line.reason, "line": line.of_line}
        said = [rule_in_words(line.rule, language), text("log_decided", language, **decided)]
    elif line.of_line:
        said.append(text("log_by_exception", language, line=line.of_line))
    return "; ".join(filter(None, said))

"""Every selection stands in the address, by name and code, so that a link shows what its sender saw.

The address wins when it was changed outside a widget (a link was opened, or "back" was pressed); otherwise the
widget wins. A name or code that the study does not know is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

_KEPT, _WRITTEN, _SHOWN = "kept", "written", "shown"


def begin() -> None:
    """Start a run of the page: nothing is shown yet."""
    st.session_state.setdefault(_KEPT, {})
    st.session_state.setdefault(_WRITTEN, {})
    st.session_state[_SHOWN] = {}


def start(name: str, options: Sequence[str], default: str) -> None:
    """Give the widget with the key `name` its value before it is drawn."""
    state = st.session_state
    kept: str | None = state[_KEPT].get(name)
    touched = name in state and state[name] != kept
    asked = _asked(name, default)
    if asked in options and asked != state[_WRITTEN].get(name) and not touched:
        state[name] = asked
    elif state.get(name) not in options:
        state[name] = kept if kept in options else default


def start_several(name: str, options: Sequence[str], default: Sequence[str]) -> None:
    """The same for a widget with several values, which the address separates by commas."""
    state = st.session_state
    kept: str | None = state[_KEPT].get(name)
    touched = name in state and ",".join(state[name]) != kept
    asked = _asked(name, ",".join(default))
    if asked is not None and asked != state[_WRITTEN].get(name) and not touched:
        state[name] = [one for one in asked.split(",") if one in options]
    elif name not in state:
        state[name] = [one for one in kept.split(",") if one in options] if kept is not None else list(default)
    else:
        state[name] = [one for one in state[name] if one in options]


def _asked(name: str, default: str) -> str | None:
    # An address with no selection at all is a page freshly come to: it asks for nothing, and what was kept goes on.
    return st.query_params.get(name, default) if st.query_params else None


def keep(name: str, value: str) -> None:
    """Note what the widget says, for the address and for the other pages."""
    st.session_state[_KEPT][name] = value
    st.session_state[_SHOWN][name] = value


def is_chosen(name: str) -> bool:
    """True where a widget that is still to be drawn will have a choice, by the address or by itself."""
    return bool(st.session_state.get(name) or st.query_params.get(name))


def shown() -> dict[str, str]:
    """What the widgets of this page say so far, by name."""
    return {name: str(value) for name, value in st.session_state[_SHOWN].items()}


def end() -> None:
    """Write what this page shows into the address, and the mark by which a test knows that the run is over."""
    shown = {name: value for name, value in st.session_state[_SHOWN].items() if value}
    st.session_state[_WRITTEN] = shown
    if st.query_params.to_dict() != shown:
        st.query_params.from_dict(shown)
    st.session_state["run"] = st.session_state.get("run", 0) + 1
    st.html(f'<span id="done" data-k="{st.session_state["run"]}" hidden></span>')

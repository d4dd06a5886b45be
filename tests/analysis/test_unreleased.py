"""An unreleased result shows nothing, whoever looks: planted figures are searched for in all that can be got."""

from __future__ import annotations

import copy
import dataclasses
import decimal
import fractions
import gc
import inspect
import io
import json
import logging
import operator
import pickle
import pprint
import reprlib
import statistics
import string
import struct
import traceback
import weakref
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest
import rich.pretty
from streamlit.testing.v1 import AppTest

from analysis.errors import NotReleased
from analysis.source import Level, Source
from analysis.unreleased import (
    ComparisonFigures,
    Estimate,
    EstimateFigures,
    ModelCell,
    ModelFigures,
    ModelResult,
    ResultTable,
    TableFigures,
    TestFigures,
    TestResult,
    VifFigures,
    VifResult,
    figures,
)
from survey.text import plain

SHARE, COUNT = 0.7310573, 48213077
SENTINELS = ("7310573", "73.10", "48213077", "48 213 077", "48,213,077")
SOURCE = Source("study", ("y",), (plain("y"),), "y")
LEVEL = Level(1.0, plain("yes"))


def estimate() -> Estimate:
    return Estimate(
        EstimateFigures(SOURCE, "mean", SHARE, SHARE, SHARE, SHARE, "t", 0.95, SHARE, SHARE, COUNT, COUNT, SHARE)
    )


def result_table() -> ResultTable:
    n, base = np.full((2, 2), COUNT), np.full(2, COUNT)
    x, y = np.full((2, 2), SHARE), np.full(2, SHARE)
    test = TestFigures("F", SHARE, SHARE, SHARE, SHARE)
    two = (LEVEL, Level(2.0, plain("no")))
    return ResultTable(
        TableFigures(SOURCE, "proportion", two, two, n, x, base, y, x, x, x, x, "logit", 0.95, y, x, test)
    )


def model_result() -> ModelResult:
    k, cells = np.full(1, SHARE), (ModelCell("x", LEVEL, COUNT, COUNT),)
    return ModelResult(
        ModelFigures(
            SOURCE, "y ~ 1", "logistic", LEVEL, ("1",), (plain("1"),), ("",), (None,), cells, k, k, k, k, k, k,
            np.full((1, 1), SHARE), 0.95, SHARE, COUNT, SHARE, COUNT, cells, False, SHARE,
        )
    )  # fmt: skip


def a_test() -> TestResult:
    test = TestFigures("F", SHARE, SHARE, SHARE, SHARE)
    return TestResult(ComparisonFigures(SOURCE, test, COUNT, figures(estimate())))


def vif_result() -> VifResult:
    return VifResult(VifFigures(("x",), (COUNT,), np.full(1, SHARE), np.full(1, SHARE)))


Made = Estimate | ResultTable | ModelResult | TestResult | VifResult

MADE: dict[str, Callable[[], Made]] = {
    "Estimate": estimate,
    "ResultTable": result_table,
    "ModelResult": model_result,
    "TestResult": a_test,
    "VifResult": vif_result,
}


@pytest.fixture(params=MADE)
def result(request: pytest.FixtureRequest) -> Made:
    return MADE[request.param]()


def binary(number: float) -> Iterator[bytes]:
    yield from (struct.pack("<d", SHARE), struct.pack("<f", SHARE), struct.pack("<q", COUNT), struct.pack("<d", COUNT))


def assert_silent(seen: object) -> None:
    """No planted figure in what was got, neither as text nor as the bytes of a number."""
    text = seen if isinstance(seen, str) else repr(seen)
    assert not [sentinel for sentinel in SENTINELS if sentinel in text]
    if isinstance(seen, bytes):
        assert not [number for number in binary(SHARE) if number in seen]


def got(look: Callable[[], object]) -> object:
    """What a look at a result gives: something, or an error as a debugger shows it, with the variables on its way."""
    try:
        return look()
    except Exception as error:
        frames = [frame.f_locals for frame, _ in traceback.walk_tb(error.__traceback__)]
        return traceback.format_exc() + "".join(map(repr_if_any, frames))


def repr_if_any(variables: object) -> str:
    """pandas and fractions leave half-made objects behind that have no repr."""
    try:
        return repr(variables)
    except Exception:
        return ""


LOOKS: dict[str, Callable[..., object]] = {
    "repr": repr,
    "str": str,
    "ascii": ascii,
    "format": format,
    "format with a spec": lambda x: format(x, ".7f"),
    "f-string": lambda x: f"{x} {x!r} {x!s} {x:.3f} {x=}",
    "str.format": lambda x: "{0} {0!r} {0.__doc__} {0.__dict__}".format(x),  # noqa: UP032
    "percent s": lambda x: "%s" % x,  # noqa: UP031
    "percent sign": lambda x: string.Template("$x").substitute(x=x),
    "percent f": lambda x: "%f" % x,  # noqa: UP031
    "percent d": lambda x: "%d" % x,  # noqa: UP031
    "percent r": lambda x: "%r" % (x,),  # noqa: UP031
    "pprint": pprint.pformat,
    "reprlib": reprlib.repr,
    "rich": rich.pretty.pretty_repr,
    "print": lambda x: print(x, file=io.StringIO()),
    "float": float,
    "int": int,
    "bool": bool,
    "complex": complex,
    "index": operator.index,
    "round": round,
    "decimal": decimal.Decimal,
    "fraction": fractions.Fraction,
    "abs": abs,
    "list": list,
    "tuple": tuple,
    "dict": dict,
    "set": lambda x: {*x},
    "iter": iter,
    "next": next,
    "len": len,
    "item": lambda x: x[0],
    "slice": lambda x: x[:],
    "contains": lambda x: 1.5 in x,
    "reversed": lambda x: list(reversed(x)),
    "sum": sum,
    "sorted": lambda x: sorted([x, x]),
    "mean": lambda x: statistics.mean([x, x]),
    "equal": lambda x: [x == 1.5, x == x, x != 1.5],
    "vars": vars,
    "dict attribute": lambda x: x.__dict__,
    "dir": lambda x: {name: getattr(x, name, None) for name in dir(x)},
    "slots": lambda x: [getattr(x, name, None) for kind in type(x).__mro__ for name in getattr(kind, "__slots__", ())],
    "getmembers": inspect.getmembers,
    "getmembers static": inspect.getmembers_static,
    "asdict": dataclasses.asdict,
    "astuple": dataclasses.astuple,
    "fields": dataclasses.fields,
    "replace": dataclasses.replace,
    "pickle": pickle.dumps,
    "pickle 0": lambda x: pickle.dumps(x, 0),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "getstate": lambda x: x.__getstate__(),
    "reduce": lambda x: x.__reduce_ex__(4),
    "json": json.dumps,
    "json with str": lambda x: json.dumps(x, default=str),
    "json with vars": lambda x: json.dumps(x, default=vars),
    "weakref": lambda x: repr(weakref.ref(x)) + repr(weakref.proxy(x)),
    "hash": hash,
    "bytes": bytes,
    "memoryview": memoryview,
    "asarray": lambda x: np.asarray(x),
    "array": lambda x: repr(np.array(x)),
    "array in a list": lambda x: repr(np.array([x])),
    "array of floats": lambda x: np.array([x], dtype=float),
    "numpy sum": np.sum,
    "numpy isnan": np.isnan,
    "numpy float": np.float64,
    "numpy add": lambda x: np.ones(2) + x,
    "DataFrame": lambda x: pd.DataFrame(x).to_string(),
    "DataFrame of a list": lambda x: pd.DataFrame({"x": [x]}).to_csv() + pd.DataFrame({"x": [x]}).to_html(),
    "DataFrame to json": lambda x: pd.DataFrame({"x": [x]}).to_json(),
    "DataFrame of numbers": lambda x: pd.DataFrame({"x": [x]}, dtype=float),
    "Series": lambda x: pd.Series(x).to_string(),
    "Series of a list": lambda x: pd.Series([x]).describe().to_string(),
    "to_numeric": lambda x: pd.to_numeric(pd.Series([x])),
    "dataframe protocol": lambda x: x.__dataframe__(),
    "arrow protocol": lambda x: x.__arrow_c_stream__(),
    "referents": lambda x: repr(gc.get_referents(x)),
    "attribute": lambda x: x.value,
    "signature": lambda x: repr(inspect.signature(type(x))) + (inspect.getdoc(x) or ""),
}
OPERATIONS = [
    *(operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow),
    *(operator.lt, operator.le, operator.gt, operator.ge, operator.and_, operator.or_, operator.matmul),
]


@pytest.mark.parametrize("name", LOOKS)
def test_no_way_of_looking_shows_a_figure(name, result):
    assert_silent(got(lambda: LOOKS[name](result)))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__)
def test_no_comparison_and_no_arithmetic_gives_an_answer(operation, result):
    for look in (lambda: operation(result, 1.0), lambda: operation(1.0, result), lambda: operation(result, result)):
        with pytest.raises((NotReleased, TypeError)) as refused:
            look()
        assert_silent(str(refused.value))


def test_what_is_printed_says_that_it_is_not_released(result):
    kind = type(result).__name__
    assert f"{result}" == str(result) == repr(result) == f"<{kind}: not released>"
    with pytest.raises(NotReleased, match=r"Pass it to release\(table, policy, ledger\)"):
        float(result)


def test_a_log_line_shows_nothing(result, caplog):
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("varsam").error("Result %s %r", result, result, extra={"result": result})
    assert_silent(caplog.text)


def test_opened_figures_have_no_readable_form_either(result):
    assert_silent(repr(figures(result)))
    assert_silent(got(lambda: 1 / 0 if figures(result) else None))


def test_figures_are_forgotten_with_their_result():
    from analysis import unreleased

    gc.collect()
    before = len(unreleased._register)
    made = estimate()
    assert len(unreleased._register) == before + 1
    del made
    gc.collect()
    assert len(unreleased._register) == before


def test_a_result_cannot_be_made_into_another_or_given_attributes(result):
    with pytest.raises(AttributeError):
        result.value = 1
    with pytest.raises((TypeError, NotReleased)):
        dataclasses.replace(result, value=1)
    assert not dataclasses.is_dataclass(result)


CALLS = [
    "write", "table", "dataframe", "data_editor", "json", "markdown", "code", "text", "help", "caption", "title",
    "header", "subheader", "latex", "html", "success", "info", "warning", "error", "toast", "badge", "line_chart",
    "area_chart", "bar_chart", "scatter_chart", "map", "plotly_chart", "altair_chart", "vega_lite_chart", "pyplot",
    "graphviz_chart", "image", "write_stream", "progress", "exception",
]  # fmt: skip
FURTHER = [
    "st.metric('m', x)",
    "st.metric('m', 1, delta=x)",
    "st.write('a', x, [x], {'x': x}, (x,))",
    "st.write(f'{x}')",
    "st.json({'x': x})",
    "st.json([x])",
    "st.table([x])",
    "st.table({'x': [x]})",
    "st.dataframe([x])",
    "st.dataframe({'x': [x]})",
    "st.line_chart([x])",
    "st.bar_chart({'x': [x]})",
    "st.selectbox('s', [x])",
    "st.radio('r', [x])",
    "st.multiselect('m', [x], [x])",
    "st.number_input('n', value=x)",
    "st.text_input('t', value=x)",
    "st.slider('s', value=x)",
    "st.download_button('d', data=x)",
    "st.session_state.update(x=x); st.write(st.session_state)",
    "st.write(st.cache_data(lambda: x)())",
    "st.write(st.cache_resource(lambda: x)())",
    "st.query_params.x = x",
    "st.help(type(x))",
    "st.write(type(x))",
]
SCRIPT = """
import streamlit as st
x = st.session_state["planted"]
try:
    {call}
except Exception as error:
    st.exception(error)
x
"""


@pytest.mark.parametrize("call", [*(f"st.{name}(x)" for name in CALLS), *FURTHER])
def test_no_streamlit_call_shows_a_figure(call, result):
    app = AppTest.from_string(SCRIPT.format(call=call), default_timeout=20)
    app.session_state["planted"] = result
    app.run()
    drawn = list(elements(app))
    assert drawn
    for proto in drawn:
        assert_silent(str(proto))
        assert_silent(proto.SerializeToString())


def elements(app: AppTest) -> Iterator[object]:
    """The protobuf message of every element on the page, main part, sidebar and events alike."""
    waiting = list(app._tree.children.values())
    while waiting:
        block = waiting.pop()
        waiting.extend(getattr(block, "children", {}).values())
        if getattr(block, "proto", None) is not None:
            yield block.proto


def test_the_search_would_find_a_figure_that_is_shown():
    app = AppTest.from_string(f"import streamlit as st\nst.dataframe([{SHARE}])\nst.metric('m', {COUNT})").run()
    found = []
    for proto in elements(app):
        for seen in (str(proto), proto.SerializeToString()):
            try:
                assert_silent(seen)
            except AssertionError:
                found.append(seen)
    assert len(found) >= 2

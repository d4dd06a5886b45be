"""A SurveyFrame in one Parquet file: the answers as columns, what they mean as JSON in the file's own metadata.

Same frame, same bytes. A synthetic frame says so three times: in the file's name (`.synthetic.parquet`), in its
metadata and in its first column, so that neither renaming nor a look with another program hides it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from survey.errors import SurveyError, UnreadableFile
from survey.frame import SurveyFrame
from survey.text import Text
from survey.variable_json import BadVariable, from_json, to_json
from survey.variables import ValueLabel, Variable
from survey.whole_file import whole_file

SYNTHETIC_ENDING = ".synthetic.parquet"
MARKER = Variable(
    name="synthetic",
    label=Text(sv="Syntetiska data: inga riktiga svar", en="Synthetic data: no real answers"),
    role="marker",
    values=(ValueLabel(1.0, Text(sv="Syntetisk", en="Synthetic")),),
    format="F1.0",
)
_KEY = b"varsam"
_VERSION = 1


def marked(frame: SurveyFrame) -> SurveyFrame:
    """The same frame with the column `synthetic` first, when it is synthetic and does not have it yet."""
    if not frame.synthetic or next(iter(frame.variables), "") == MARKER.name:
        return frame
    data = frame.data.drop(columns=MARKER.name, errors="ignore")
    data.insert(0, MARKER.name, 1.0)
    others = {name: variable for name, variable in frame.variables.items() if name != MARKER.name}
    return replace(frame, data=data, variables={MARKER.name: MARKER, **others})


def save(frame: SurveyFrame, path: Path) -> None:
    """Write the frame to `path`, whole or not at all; folders above it are made.

    Raises SurveyError when a synthetic frame's name does not end in .synthetic.parquet, or another's does.
    """
    _check_name(path, frame.synthetic, SurveyError)
    frame = marked(frame)
    columns = {name: _to_arrow(frame.data[name], variable) for name, variable in frame.variables.items()}
    table = pa.table(columns).replace_schema_metadata({_KEY: _meaning(frame)})
    with whole_file(path) as beside:
        pq.write_table(table, beside, compression="zstd")


def read(path: Path) -> SurveyFrame:
    """The frame that `save` wrote, equal to it. Raises UnreadableFile for everything else."""
    table = _table(path)
    meaning = _meaning_of(table, path)
    try:
        variables = {variable.name: variable for variable in map(from_json, meaning["variables"])}
        study, title, synthetic = str(meaning["study"]), Text(meaning["title"]), bool(meaning["synthetic"])
    except (KeyError, TypeError, ValueError, BadVariable) as error:
        raise _damaged(path) from error
    if list(variables) != table.column_names or (synthetic and table.column_names[:1] != [MARKER.name]):
        raise _damaged(path)
    _check_name(path, synthetic, UnreadableFile)
    columns = {name: _from_arrow(table.column(name), variable) for name, variable in variables.items()}
    return SurveyFrame(study, pd.DataFrame(columns), variables, title, synthetic)


def _to_arrow(column: pd.Series, variable: Variable) -> pa.Array:
    if variable.kind == "text":
        return pa.array(column.astype("str"), type=pa.string(), from_pandas=True)
    return pa.array(column.to_numpy(dtype=np.float64))


def _from_arrow(column: pa.ChunkedArray, variable: Variable) -> pd.Series:
    if variable.kind == "text":
        return pd.Series(column.to_pandas(), dtype="str")
    return pd.Series(column.to_numpy(), dtype="float64")


def _meaning(frame: SurveyFrame) -> bytes:
    meaning = {
        "version": _VERSION,
        "study": frame.study,
        "title": frame.title,
        "synthetic": frame.synthetic,
        "variables": [to_json(variable) for variable in frame.variables.values()],
    }
    return json.dumps(meaning, ensure_ascii=False, allow_nan=False).encode()


def _table(path: Path) -> pa.Table:
    if not path.exists():
        raise UnreadableFile(f'There is no file "{path}". Check its name and folder.')
    if not path.is_file():
        raise UnreadableFile(f'"{path}" is a folder; a Parquet file with answers is wanted.')
    try:
        with path.open("rb") as file:
            start = file.read(4)
            if start != b"PAR1":
                kind = "is empty" if not start else "is not a Parquet file"
                raise UnreadableFile(f'"{path}" {kind}. `varsam import` takes .sav, .zsav, .dta and .csv files.')
            return pq.read_table(file)
    except OSError as error:
        if error.strerror:
            raise UnreadableFile(f'"{path}" cannot be read: {error.strerror}.') from error
        raise _damaged(path) from error
    except (pa.ArrowException, ValueError) as error:
        raise _damaged(path) from error


def _meaning_of(table: pa.Table, path: Path) -> dict[str, Any]:
    found = (table.schema.metadata or {}).get(_KEY)
    if found is None:
        raise UnreadableFile(
            f'"{path}" is a Parquet file without variables: Varsam did not make it. '
            "Save the data as .sav, .dta or .csv and use `varsam import`."
        )
    try:
        meaning = json.loads(found)
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(meaning, dict) or meaning.get("version") != _VERSION:
        raise UnreadableFile(f'"{path}" was made by another version of Varsam. Make it anew with this one.')
    return meaning


def _check_name(path: Path, synthetic: bool, error: type[SurveyError]) -> None:
    if synthetic == path.name.endswith(SYNTHETIC_ENDING):
        return
    if synthetic:
        raise error(f'"{path.name}" holds synthetic data, so its name must end in "{SYNTHETIC_ENDING}".')
    raise error(f'"{path.name}" says synthetic in its name, but its data are not. Choose another name.')


def _damaged(path: Path) -> UnreadableFile:
    return UnreadableFile(f'"{path}" is damaged: it is cut off or was changed. Take it from a copy, or make it anew.')

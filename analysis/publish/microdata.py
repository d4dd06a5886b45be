"""Files for outsiders: SPSS, Parquet, CSV, a codebook and the report, of released microdata and nothing else."""

from __future__ import annotations

from pathlib import Path

from analysis.microdata.released import ReleasedMicrodata
from analysis.publish.microdata_report import to_html, to_json
from analysis.publish.spss import export_spss
from survey.codebook import variables_codebook
from survey.frame_file import SYNTHETIC_ENDING, marked, save
from survey.whole_file import whole_file


def export_microdata(released: ReleasedMicrodata, into: Path, *, language: str = "sv") -> tuple[Path, ...]:
    """Write .sav with its syntax, .parquet, .csv, codebook.html, report.html and report.json; what was written.

    The report is the one for readers of the file, without the figures that would say which answers were removed.
    """
    frame = marked(released.frame)
    name = f"{frame.study}_synthetic" if frame.synthetic else frame.study
    parquet = into / (f"{frame.study}{SYNTHETIC_ENDING}" if frame.synthetic else f"{frame.study}.parquet")
    texts = {
        into / f"{name}.csv": frame.data.to_csv(index=False, float_format="%.15g"),
        into / "codebook.html": variables_codebook(frame.variables, frame.title, language),
        into / "report.html": to_html(released.report, language),
        into / "report.json": to_json(released.report),
    }
    written = [*export_spss(frame, released.design, into, language=language), parquet]
    save(frame, parquet)
    for path, text in texts.items():
        with whole_file(path) as beside:
            beside.write_text(text, encoding="utf-8")
    return (*written, *texts)

"""Types of rows that do not come over, each with its reason."""

from __future__ import annotations

_WHEN = "tells when somebody answered; Varsam keeps the week and nothing finer"
_WHO = "tells who or which device is answering; in an anonymous study nobody's answers may be traced"
_WHERE = "tells where somebody is, which may tell who is answering"
_MEDIA = "takes a picture, a sound or a file, which may show who is answering"
_TIME = "asks for a time of day, which is no type of question in Varsam; ask for hours as a number"
_FILE = "takes its choices from a file; write them as a list of their own, or ask for less"
_TABLES = "reads a table from a file, which a questionnaire of Varsam does not hold"
_KOBO = "is a type of KoboToolbox alone; write one row a question, in a group with the appearance table-list"

REFUSED: dict[str, str] = {
    **dict.fromkeys(("start", "end", "today", "audit", "start time", "end time"), _WHEN),
    **dict.fromkeys(
        ("deviceid", "device id", "subscriberid", "subscriber id", "simserial", "sim serial", "sim id", "phonenumber",
         "phone number", "username", "email", "imei", "get device id", "get phone number", "uri:deviceid",
         "uri:username"),
        _WHO,
    ),
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint", "location", "gps"), _WHERE
    ),
    **dict.fromkeys(
        ("image", "photo", "audio", "video", "file", "background-audio", "barcode", "annotate", "draw", "signature",
         "add image prompt", "add audio prompt"),
        _MEDIA,
    ),
    **dict.fromkeys(("time", "datetime", "add time prompt", "add date time prompt"), _TIME),
    **dict.fromkeys(
        ("select_one_from_file", "select_multiple_from_file", "select_one_external", "select_multiple_external"), _FILE
    ),
    **dict.fromkeys(("csv-external", "xml-external"), _TABLES),
    **dict.fromkeys(
        ("score__row", "rank__level", "end kobomatrix", "end_score", "end score", "end_rank", "end_kobomatrix"), _KOBO
    ),
}  # fmt: skip

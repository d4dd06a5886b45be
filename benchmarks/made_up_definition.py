"""A made-up definition with as many questions as wanted, of all types, without a fault."""

from __future__ import annotations

from collections.abc import Iterator

_HEAD = """questionnaire:
  id: made_up
  version: 1.0.0
  languages: [sv, en]
  title: {sv: Påhittad, en: Made up}
  population: {sv: Ingen, en: Nobody}
code_lists:
  - id: often5
    ordered: true
    categories:
      - {code: 0, text: {sv: Aldrig, en: Never}}
      - {code: 1, text: {sv: Sällan, en: Seldom}}
      - {code: 2, text: {sv: Ibland, en: Sometimes}}
      - {code: 3, text: {sv: Ofta, en: Often}}
      - {code: 4, text: {sv: Alltid, en: Always}}
sections:
"""
_CODES = """            codes:
              - {code: 1, text: {sv: Hemma, en: At home}}
              - {code: 2, text: {sv: Ute, en: Outdoors}}
              - {code: 3, text: {sv: På jobbet, en: At work}}
              - {code: 0, text: {sv: Inget av dessa, en: None of these}, exclusive: true}
"""
_ITEMS = "            items:\n" + "".join(
    f"              - {{id: @_{letter}, text: {{sv: Sak {letter}, en: Thing {letter}}}}}\n" for letter in "abcde"
)
_BODIES = (
    ("single", "            codes: often5\n            missing: [dont_know]\n"),
    ("multiple", _CODES),
    ("number", "            min: 0\n            max: 100\n            unit: {sv: av 100, en: of 100}\n"),
    ("battery", "            codes: often5\n            missing: [dont_know]\n" + _ITEMS),
    ("estimate", ""),
    ("date", "            precision: month\n            earliest: 2000-01\n            latest: 2026-12\n"),
    ("rank", "            places: 2\n" + _CODES),
    ("scale", "            low_text: {sv: Lite, en: Little}\n            high_text: {sv: Mycket, en: Much}\n"),
)
# What may be asked of a question, by its type; @ stands for its id.
_ASKED = {
    "single": "@ >= 2",
    "multiple": "@ includes 2 and not @ includes 3",
    "number": "@ > 20 and @ <= 60",
    "battery": "count(@ = 4) >= 2 or @_a = 0",
    "estimate": "@ >= 50 or @ is missing",
    "date": "@ > 201012",
    "rank": "@_rank1 in (1, 2)",
    "scale": "@ < 5",
}


def definition(size: int) -> str:
    """So many questions, three on a page and ten pages in a section."""
    return _HEAD + "".join(_sections(size))


def _sections(size: int) -> Iterator[str]:
    for number in range(size):
        if number % 30 == 0:
            yield f"  - id: s{number}\n    title: {{sv: Avsnitt {number}, en: Section {number}}}\n    pages:\n"
        if number % 3 == 0:
            yield f"      - id: p{number}\n        questions:\n"
        yield _question(number)


def _question(number: int) -> str:
    kind, body = _BODIES[number % len(_BODIES)]
    id = f"q{number}"
    condition = f"            ask_if: {_condition(number)}\n" if number % 3 == 2 and number > 10 else ""
    text = f"            text: {{sv: Hur är det med sak {number}?, en: How is it with thing {number}?}}\n"
    return f"          - id: {id}\n            type: {kind}\n{text}{body.replace('@', id)}{condition}"


def _condition(number: int) -> str:
    earlier = [number - 4 - step for step in range(2)]
    return " and ".join(_ASKED[_BODIES[each % len(_BODIES)][0]].replace("@", f"q{each}") for each in earlier)

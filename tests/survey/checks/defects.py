"""The defects of the reference list, each planted at least twice in different places of two studies without fault."""

# ruff: noqa: E501 - one row of the table a line, as far as it goes

from __future__ import annotations

from typing import NamedTuple


class Planted(NamedTuple):
    """A defect: its number, the study it is planted in, what is replaced by what, a text in the line where it must be
    said, and words that the message must hold.
    """

    number: int
    study: str
    old: str
    new: str
    line: str
    words: str


AGE = "          - id: c_age\n            type: number"
SCHOOL_ID = "          - id: c_school\n"
OFTEN = "{code: 2, text: {sv: Ofta, en: Often}}"
WHERE, SCHOOL = "c_use_a > 0", "c_where includes 2"
FULL_WHERE = "score(f_trust_score) > 2 or f_like >= 5"
FULL_WHEN = "count(f_trust = 4) >= 1 and f_score > 4"
AGAIN = """          - id: f_again
            type: computed
            text: {sv: Igen, en: Again}
            value: f_score + 1
"""
VARIANT = "{ask_if: f_arm = 2"
MUST = "f_moved <= 202611 and f_rooms >= 1"

# In the study clean.yaml.
_CLEAN = [
    (9, "- id: c_school", "- id: c_age", "- id: c_age\n            type: single", 'The name "c_age" is already used'),
    (9, "- id: p_school", "- id: p_where", "- id: p_where\n        questions:", "by the page"),
    (9, "- id: agree3", "- id: freq3", "- id: freq3\n    categories:\n      - {code: 1", "code list in line 12"),
    (10, "- id: c_school", "- id: C_Age", "- id: C_Age", "differ only by capitals"),
    (11, OFTEN, "{code: 1, text: {sv: Ofta, en: Often}}", "code: 1, text: {sv: Ofta", "already used in line 15"),
    (11, OFTEN, "{code: 2, text: {sv: Ibland, en: Often}}", "code: 2", 'label "Ibland" (sv) is already used by code 1'),
    (12, "codes: agree3", "codes: agree", "codes: agree", 'Did you mean "agree3"?'),
    (12, "codes: agree3", "codes: freq3", "- id: agree3", "No question uses this code list."),
    (13, "{sv: Ibland, en: Sometimes}", "{sv: Ibland}", "{sv: Ibland}", "lacking in English"),
    (13, "{sv: Användning, en: Use}", "{en: Use}", "{en: Use}", "The title is lacking in Swedish"),
    (13, "en: How old are you?", "en: 'How old are you {name}?'", "{name}", "but not in Swedish"),
    (14, "{sv: Ibland, en: Sometimes}", "{}", "text: {}", "There is no wording."),
    (14, "            text: {sv: Hur gammal är du?, en: How old are you?}\n", "", AGE, 'The question has no "text"'),
    (14, "end_text: {sv: Tack ändå., en: Thank you all the same.}", "", "- id: p_start", "There is no end text."),
    (15, "- id: c_school", "- id: 1school", "- id: 1school", "does not begin with a letter"),
    (15, "- id: c_school", "- id: c-school", "- id: c-school", 'holds "-"'),
    (15, "- id: c_school", "- id: with", "- id: with", "is a word of SPSS itself"),
    (15, "- id: c_school", "- id: float", "- id: float", "is a word of Stata itself"),
    (15, "- id: c_school", "- id: repeat", "- id: repeat", "is a word of R itself"),
    (15, "- id: c_school", "- id: mean", "- id: mean", "is a word of the routing language itself"),
    (15, "- id: c_school", f"- id: c_{'x' * 40}", "- id: c_xxx", "Stata takes at most 32"),
    (15, "- id: c_where\n", f"- id: c_where_{'x' * 24}\n", "- id: c_where_xxx", 'xxx_1" has 34 letters'),
    (16, "- id: c_school", "- id: c_where_1", "- id: c_where_1", "the same name as the one of question"),
    (16, "- id: c_school", "- id: week", "- id: week", "the same name as the one of every data file"),
    (17, "max: 99", "max: 5", "min: 10", "The limits are 10 to 5: no number meets them."),
    (17, "max: 99", "max: 10", "min: 10", "only one number meets them"),
    (17, "            max: 99\n", "", AGE, "`max` is lacking"),
    (22, "Hur gammal är du?, en: How old are you?", "'{x}?', en: '{x}?'", "{x}", "no question or experiment"),
    (23, "    level: 1\n", "\tlevel: 1\n", "level: 1", "begins with a tab"),
    (23, "    level: 1\n", "     level: 1\n", "level: 1", "indented by 5 spaces, where 4"),
    (24, "type: number", "type: numbr", "numbr", 'Did you mean "number"?'),
    (24, "skip: true", "skipp: true", "skipp", 'Did you mean "skip"?'),
    (24, "            codes: agree3\n", "", "- id: c_views", "needs codes to choose from"),
    (24, "codes: agree3\n", "codes: agree3\n            min: 1\n", "min: 1\n", "`min` has no meaning"),
    (25, OFTEN, "{code: -2, text: {sv: Ofta, en: Often}}", "code: -2", "The code -2 is negative"),
    (25, "min: 10", "min: -5", "min: -5", "-1 to -9"),
    (25, OFTEN, "{code: 2, text: {sv: Vill inte svara, en: Often}}", "code: 2", 'the same as "refused"'),
    (27, ", exclusive: true", "", "Ingen av dessa", "can be ticked together"),
    (27, "{sv: I skolan, en: At school}", "{sv: Vet inte, en: Don't know}", "Vet inte", "can be ticked together"),
    (28, "            missing: [dont_know, refused]\n", "", "- id: c_contact\n", "does not offer"),
    (28, "missing: [dont_know, refused]", "missing: [ dont_know ]", "missing: [ dont_know ]", "Add `refused`"),
    (28, "    support: help\n", "", "- id: contact", "names no support text"),
    (28, "support: help", "support: hlp", "support: hlp", 'Did you mean "help"?'),
    (28, "    skip: true\n", "", "- id: contact", "cannot be skipped"),
    (28, SCHOOL_ID, f"{SCHOOL_ID}            required:  true\n", "required:  true", "for consent"),
    (28, "verified: 2026-11-01", "verified: 2025-11-01", "verified:", "more than twelve months ago"),
    (28, "verified: 2026-11-01", "verified: 2027-11-01", "verified:", "a day to come"),
    (28, 'phone: "112"', 'phone: ""', "Nödnummer", "neither a telephone number nor"),
    (30, "Hur gammal är du?", "Vad är ditt namn?", "Vad är ditt namn", "keeps no identity"),
    (30, "How old are you?", "Your telephone number?", "telephone number", "keeps no identity"),
]  # fmt: skip

# Conditions of the same study: the fault is in the line of the new text.
_ROUTES = [
    (1, WHERE, "c_usa_a > 0", 'Routing names "c_usa_a", which no earlier question defines. Did you mean "c_use_a"?'),
    (1, WHERE, "zzz > 0", "Earlier ones are"),
    (1, "c_consent is missing or", "zzz = 1 or", "Earlier ones are c_consent."),
    (1, "c_age >= 18", "c_agee >= 18", 'Did you mean "c_age"?'),
    (2, WHERE, "c_contact > 0", 'names "c_contact", which is asked later (line 98)'),
    (2, "c_age >= 18", "c_use_a > 1", 'names "c_use_a", which is asked on the same page (line 68)'),
    (7, WHERE, "c_where includes 1", "depends on itself: c_where -> c_where."),
    (7, WHERE, "c_school > 0", "depends on itself: c_where -> c_school -> c_where."),
    (3, WHERE, "c_use_a = 7", "Its codes are 0 (Never), 1 (Sometimes), 2 (Often)."),
    (3, SCHOOL, "c_where includes 9", '"c_where" has no code 9'),
    (4, WHERE, "c_use_a = 'often'", "text"),
    (5, WHERE, "c_use_a > 5", "can never be true"),
    (5, WHERE, "c_use_a >= 0", "true for every answer"),
    (5, "c_age >= 18", "c_age > 99", '"c_age" goes from 10 to 99'),
    (18, WHERE, "(c_use_a > 0", "is never closed"),
    (18, WHERE, "c_use_a > 0)", 'has no "(" before it'),
    (19, WHERE, "c_use_a = 'x", "quotation mark"),
    (20, WHERE, "c_use_a => 1", 'Write ">=" instead'),
    (20, WHERE, "cuont(c_use_a) > 1", 'Did you mean "count"?'),
    (21, SCHOOL, "c_where = 2", "includes"),
]  # fmt: skip

# In the study full.yaml, which has every type.
_FULL = [
    (1, FULL_WHERE, "f_liek >= 5", "f_liek", 'Did you mean "f_like"?'),
    (1, MUST, "f_room >= 1", "f_room >= 1", 'The check names "f_room", which no earlier question defines.'),
    (1, "value: sum(f_trust)", "value: sum(f_trast)", "sum(f_trast)", 'Did you mean "f_trust"?'),
    (2, "f_where includes 2 and", "f_whom = 1 and", "f_whom = 1 and", 'names "f_whom", which is asked later'),
    (2, MUST, "f_like > 3", "f_like > 3", 'The check names "f_like", which is asked later'),
    (2, "value: sum(f_trust)", "value: f_where_1", "value: f_where_1", "The value names"),
    (3, "f_order_rank1 != 3", "f_order_rank1 != 7", "f_order_rank1 != 7", "Its codes are 1 (The park), 2 (The square)"),
    (3, VARIANT, "{ask_if: f_arm = 3", "f_arm = 3", "Its codes are 1 (the municipality), 2 (the town)"),
    (3, "count(f_trust = 4)", "count(f_trust = 5)", "count(f_trust = 5)", '"f_trust_a" has no code 5'),
    (4, "f_moved <= 202611", "f_moved <= 2026", "f_moved <= 2026", "is a date, a month of a year, but it is compared"),
    (4, "f_moved <= 202611", "f_moved <= today()", "f_moved <= today()", "it is compared with a day"),
    (4, FULL_WHERE, "f_like > 'x'", "f_like > 'x'", "a number, but it is compared with a text"),
    (4, FULL_WHERE, "f_trust = 4", "f_trust = 4", "is a battery, which has no answer of its own"),
    (4, "value: sum(f_trust)", "value: f_moved - 1", "value: f_moved - 1", "is a date, but a number must stand here"),
    (4, "score(f_trust_score) > 2", "score(f_like) > 2", "score(f_like)", "The scales are"),
    (5, FULL_WHERE, "f_like > 10", "f_like > 10", '"f_like" goes from 0 to 10'),
    (5, MUST, "f_rooms <= 3", "f_rooms <= 3", "This is true for every answer"),
    (5, FULL_WHEN, "sum(f_trust) > 12", "sum(f_trust) > 12", "This can never be true"),
    (5, "f_age is missing or f_age < 18", "f_age is missing and f_age < 18", "missing and f_age", "never be true"),
    (6, "            variants:\n", "            ask_if: f_arm = 1\n            variants:\n", "- {ask_if", "nobody reads it"),
    (6, "f_age < 65", "f_age < 17", "f_age < 17", "of the section \"private\", `f_age >= 18`"),
    (6, FULL_WHEN, "f_age < 18", "ask_if: f_age < 18", "of the end of the page \"p_age\", `f_age is missing or f_age < 18`"),
    (6, "f_where includes 2 and", "f_like < 5 and f_trust_score <= 2 and f_where includes 2 and", "f_like < 5 and",
     'together with that of the page "p_where"'),
    (7, FULL_WHERE, "f_where includes 2", "ask_if: f_where includes 2\n        questions", "f_where -> f_where"),
    (7, FULL_WHERE, "f_when = 1", "ask_if: f_when = 1", "depends on itself: f_where -> f_when -> f_where."),
    (8, "value: sum(f_trust)", "value: f_score + 1", "value: f_score", "worked out from itself: f_score -> f_score."),
    (2, "value: sum(f_trust)\n", f"value: f_again + 1\n{AGAIN.replace('f_score', 'f_like')}", "value: f_again", "after it on"),
    (8, "value: sum(f_trust)\n", f"value: f_again + 1\n{AGAIN}", "value: f_again", "f_score -> f_again -> f_score."),
    (9, "- id: f_whom", "- id: f_trust_a", "- id: f_trust_a\n            type", "already used by the item in line"),
    (9, "- id: f_arm", "- id: f_stratum", "- id: f_stratum\n    title", "already used by the design variable in line"),
    (9, "- id: f_trust_score", "- id: f_like", "- id: f_like\n    title", "already used by the question in line"),
    (10, "- id: f_whom", "- id: F_Like", "- id: F_Like", "differ only by capitals"),
    (10, "{id: f_stratum,", "{id: F_Share,", "- id: f_share", '"f_share" and "F_Share"'),
    (11, "{code: 4, text: {sv: Mycket, en: Very much}}", "{code: 3, text: {sv: Mycket, en: Very much}}", "code: 3, text: {sv: Mycket", "already used"),
    (11, "en: Countryside", "en: Town", "en: Town}}\n\nsupports", 'The label "Town" (en) is already used'),
    (12, "role: stratum, codes: kinds2", "role: stratum, codes: kinds", "codes: kinds}", 'Did you mean "kinds2"?'),
    (12, "codes: places3", "codes: trust4", "- id: places3", "No question uses this code list."),
    (13, "{sv: Ordval, en: Choice of words}", "{sv: Ordval}", "{sv: Ordval}", "The title is lacking in English"),
    (13, "{sv: Stökigt, en: Rowdy}", "{en: Rowdy}", "{en: Rowdy}", "The low text is lacking in Swedish"),
    (13, "en: Please check your answers.", "en: ''", "Kontrollera", "lacking in English"),
    (13, "sv: Hur väl trivs du i staden?", "sv: 'Hur väl trivs du i {f_arm}?'", "{f_arm}", "but not in English"),
    (14, "            high_text: {sv: Mycket väl, en: Very well}\n", "", "- id: f_like", "There is no high text."),
    (14, "{sv: staden, en: the town}", "{}", "text: {}", "There is no wording."),
    (15, "- id: f_score\n", "- id: f_scöre\n", "f_scöre", 'holds "ö"'),
    (15, "{id: f_stratum,", "{id: by,", "id: by", "is a word of SPSS itself"),
    (15, "- id: f_order\n", f"- id: f_order_{'x' * 22}\n", "- id: f_order_xx", 'rank1" has 36 letters'),
    (15, "- id: f_arm", "- id: 2arm", "- id: 2arm", "does not begin with a letter"),
    (16, "- id: f_score\n", "- id: f_whom_other\n", "- id: f_whom\n", "made here has the same name as"),
    (16, "- id: f_share", "- id: f_trust_order", "- id: f_trust\n", 'The variable "f_trust_order" made here'),
    (16, "- id: f_calm", "- id: f_order_rank2", "- id: f_order\n", 'The variable "f_order_rank2" made here'),
    (17, "            min: 10\n            max: 99\n", "", "- id: f_age", "`min` and `max` are lacking"),
    (17, "low: 3, high: 4", "low: 2, high: 4", "low: 2", "overlaps the one before it, which goes up to 2"),
    (17, "low: 5", "low: 6", "low: 6", "leaves a gap to the one before it, which goes up to 4"),
    (17, ", low: 3, high: 4", ", low: 3", "low: 3}", "The band has no `high`"),
    (17, "low: 3, high: 4", "low: 4, high: 3", "low: 4", "no number falls into it"),
    (17, "earliest: 1950-01", "earliest: 1950", "earliest: 1950", "asks for a month"),
    (17, "earliest: 1950-01", "earliest: 2030-01", "earliest: 2030-01", "no date meets them"),
    (17, "latest: 2026-12", "latest: 2026-13", "latest: 2026-13", "which is no date"),
    (17, "            max: 2\n", "            max: 3\n", "max: 3\n", "but 2 codes can be ticked together"),
    (17, "            min: 1\n", "            min: 3\n", "min: 3\n", "can be ticked together"),
    (17, "places: 2", "places: 4", "places: 4", "only 3 codes to rank"),
    (17, "share: 0.25", "share: 0.5", "share: 0.5", "a share other than 0.5"),
    (17, "            share: 0.25\n", "", "- id: f_pair\n", "the known share"),
    (17, "longest: 200", "longest: 900", "longest: 900", "more than 300"),
    (17, "            type: scale\n", "            type: scale\n            max: 60\n", "max: 60", "has 61 buttons"),
    (17, "            type: estimate\n", "            type: estimate\n            min: 100\n", "min: 100", "only one number"),
    (18, FULL_WHERE, "(f_like > 5", "(f_like > 5", "is never closed"),
    (18, "value: sum(f_trust)", "value: sum(f_trust))", "sum(f_trust))", 'has no "(" before it'),
    (19, FULL_WHERE, "f_like = 'x", "f_like = 'x", "quotation mark"),
    (19, MUST, 'f_like = ”x', "f_like = ”x", "quotation mark"),
    (20, "value: sum(f_trust)", "value: summ(f_trust)", "summ(f_trust)", 'Did you mean "sum"?'),
    (20, MUST, "f_rooms => 1", "f_rooms => 1", 'Write ">=" instead'),
    (21, "f_where includes 2 and", "f_where = 2 and", "f_where = 2", "Write f_where includes 2."),
    (21, "f_where includes 2 and", "f_where != 1 and", "f_where != 1", "Write f_where includes 1."),
    (22, "text: {sv: Vill du säga något mer?, en: Would you like to say more?}", "text: {sv: 'Mer, {f_whim}?', en: 'More, {f_whim}?'}",
     "Mer, {f_whim}", "no question or experiment"),
    (29, "items: [f_trust_a, f_trust_b, f_trust_c]", "items: [f_trust_a, f_trust_b, f_like]", "f_like]", "different codes"),
    (29, "items: [f_trust_a, f_trust_b, f_trust_c]", "items: [f_trust_a, f_trust_b, f_trust_c]\n    reverse: [f_like]", "reverse: [f_like]", "no item of the scale"),
    (23, "            type: slider\n", "\t    type: slider\n", "type: slider", "begins with a tab"),
    (23, "  - id: f_arm\n    title", "  - id: f_arm\n   title", "   title: {sv: Ordval", "indented by 3 spaces"),
    (24, "type: crosswise", "type: crosswize", "crosswize", 'Did you mean "crosswise"?'),
    (24, "precision: month", "precison: month", "precison", 'Did you mean "precision"?'),
    (24, "role: weight", "role: wieght", "wieght", 'Did you mean "weight"?'),
    (24, "            value: sum(f_trust)\n", "", "- id: f_score\n", "needs the value that is worked out"),
    (24, "            value: sum(f_trust)\n", "            value: sum(f_trust)\n            help: {sv: Hej, en: Hi}\n",
     "help: {sv: Hej", "A computed value is not shown"),
    (24, "            type: slider\n", "            type: slider\n            codes: trust4\n", "codes: trust4\n            text: {sv: Hur lugnt", "`codes` has no meaning"),
    (24, "            type: slider\n", "            type: slider\n            order: random\n", "order: random\n            text: {sv: Hur lugnt", "`order` has no meaning"),
    (24, "            type: banded\n", "            type: single\n", "high: 2}", "`high` is of a band"),
    (24, "              - {id: f_pair_b, text: {sv: Min mor fyller år på hösten, en: \"My mother's birthday is in autumn\"}}\n", "",
     "            items:\n              - {id: f_pair_a", "exactly 2 items"),
    (24, "              - {code: 2, text: {sv: Bara en stämmer, en: Just one is true}}", "              - {code: 3, text: {sv: Bara en stämmer, en: Just one is true}}",
     "codes:\n              - {code: 1, text: {sv: Båda", "has the codes 1 (both or neither) and 2"),
    (24, "            codes: trust4\n", "", "- id: f_trust\n", "needs codes to choose from"),
    (25, "value: sum(f_trust)", "value: f_trust_a - f_trust_b", "value: f_trust_a -", "can be below 0"),
    (25, "{code: 2, text: {sv: Landsbygd", "{code: -2, text: {sv: Landsbygd", "code: -2", "The code -2 is negative"),
    (25, "            type: slider\n", "            type: slider\n            min: -50\n", "min: -50", "take in -1 to -9"),
    (26, ", other: true", "", "Någon annan, vem?", "there is no line to write them on"),
    (26, "{sv: På kvällen, en: In the evening}", "{sv: Annat, en: \"Other, please specify\"}", "please specify", "no line"),
    (26, "{sv: En vän, en: A friend}}", "{sv: En vän, en: A friend}, other: true}", "Någon annan, vem?", "both have a line"),
    (26, "{sv: Stranden, en: The beach}}", "{sv: Stranden, en: The beach}, other: true}", "Stranden", "has no line to write on"),
    (26, "            ask_if: f_age < 65\n            longest: 200\n            text: {sv: Vill du säga något mer?, en: Would you like to say more?}",
     "            text: {sv: \"Om annat, vad?\", en: \"If other, what?\"}", "Om annat, vad?", "is asked of everybody"),
    (27, "en: Don't know}, exclusive: true", "en: Don't know}", "Vet inte", "among the other categories in random order"),
    (27, "{sv: Stranden, en: The beach}", "{sv: Ingen av dessa, en: None of these}", "Ingen av dessa", "in random order"),
    (27, ", exclusive: true}\n\n", "}\n\n", "Vet inte", "random order"),
    (28, "  open_text: true\n", "", "other: true", "which the study does not allow"),
    (28, "            type: text\n", "            type: text\n            level: 1\n", "type: text", "is at level 1"),
    (28, "            ask_if: f_age < 65\n            longest: 200\n", "            required: true\n", "required: true", "only for consent"),
    (28, "        end_if: f_consent is missing or f_consent = 0\n        end_text: {sv: Tack ändå., en: Thank you all the same.}\n", "", "- id: f_consent", "only for consent"),
    (28, "    support: help\n", "", "- id: private", "names no support text"),
    (30, "            precision: month\n            earliest: 1950-01\n            latest: 2026-12\n            text: {sv: När flyttade du hit?, en: When did you move here?}",
     "            text: {sv: När är du född?, en: On which day were you born?}", "När är du född?", "keeps no identity"),
    (30, "Vill du säga något mer?", "Vad är din e-postadress?", "Vad är din e-post", "keeps no identity"),
    (30, FULL_WHERE, "f_moved > 200001 and age_in_years(f_moved) < 3", "age_in_years", "would tell the day"),
    (30, "value: sum(f_trust)", "value: today()", "value: today()", "Use it inside age_in_years() only"),
    (30, "f_age is missing or f_age < 18", "f_age is missing or f_age < 18 or f_age >= 18", "or f_age >= 18", "nobody reaches the end"),
    (30, "f_age is missing or f_age < 18", "f_consent = 1", "f_consent = 1\n", "everybody stops here at the latest"),
]  # fmt: skip

DEFECTS = (
    *(Planted(number, "clean", old, new, line, words) for number, old, new, line, words in _CLEAN),
    *(Planted(number, "clean", old, new, new, words) for number, old, new, words in _ROUTES),
    *(Planted(number, "full", old, new, line, words) for number, old, new, line, words in _FULL),
)

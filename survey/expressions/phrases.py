"""The words in which conditions are said, one set a language. Swedish verbs stand as they do after "de som"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Phrases:
    """Templates of one language; {} takes the parts in order."""

    those_who: str
    those_aged: str
    those_aged_who: str
    aged: str
    quoted: str
    item: str
    and_: str
    or_: str
    other_than: str
    from_to: str
    have_as: str
    answered_to: str
    answered_to_any: str
    answered_to_all: str
    answered_any_item: str
    answered_all_items: str
    of_question: str
    of_dates: str
    chose: str
    not_chose: str
    states: Mapping[tuple[str, bool], str]
    for_whom: str
    comparisons: Mapping[str, str]
    ranges: Mapping[str, str]
    ages: Mapping[str, str]
    functions: Mapping[str, str]
    untrue: str
    one_for: str
    true: str
    false: str
    point: str

    def quote(self, text: str) -> str:
        """The text in quotation marks."""
        return self.quoted.format(text)

    def figures(self, value: float | None) -> str:
        """A number as the language writes it, with a true minus; nothing for None."""
        return "" if value is None else f"{value:.10g}".replace("-", "−").replace(".", self.point)

    def joined(self, parts: Sequence[str], joint: str) -> str:
        """`a, b or c`."""
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


_EN = Phrases(
    those_who="those who {}",
    those_aged="those {}",
    those_aged_who="those {} who {}",
    aged="were {}",
    quoted="“{}”",
    item="{} – {}",
    and_="and",
    or_="or",
    other_than="something other than {}",
    from_to="anything from {} to {}",
    have_as="have {} as {}",
    answered_to="answered {} to {}",
    answered_to_any="answered {} to at least one of {}",
    answered_to_all="answered {} to each of {}",
    answered_any_item="answered {} at least once in {}",
    answered_all_items="answered {} throughout {}",
    of_question="{} (in {})",
    of_dates="from {} to {}",
    chose="chose {} in {}",
    not_chose="did not choose {} in {}",
    states={
        ("missing", True): "did not answer {}", ("answered", True): "answered {}",
        ("asked", True): "were asked {}", ("asked", False): "were not asked {}",
    },
    for_whom="gave answers where {}",
    comparisons={
        "=": "{} is {}", "!=": "{} is not {}", "<": "{} is less than {}", "<=": "{} is at most {}",
        ">": "{} is more than {}", ">=": "{} is at least {}",
    },
    ranges={
        "=": "{0}", "!=": "something other than {0}", "<": "less than {1}", "<=": "at most {1}", ">": "more than {0}",
        ">=": "at least {0}", "between": "{0} to {1}", "nothing": "a number that does not exist",
    },
    ages={
        "=": "aged {0}", "!=": "of another age than {0}", "<": "aged under {1}", "<=": "aged {1} or younger",
        ">": "aged over {0}", ">=": "aged {0} or older", "between": "aged {0}–{1}", "nothing": "of no possible age",
    },
    functions={
        "count": "the number of these that apply ({})", "chosen": "the number of answers chosen in {}",
        "sum": "the sum of {}", "mean": "the mean of {}", "min": "the lowest of {}", "max": "the highest of {}",
        "age_in_years": "the whole years {}", "age": "the age in whole years by {}", "today": "today",
    },
    untrue="{} does not hold",
    one_for="1 for {}, else 0",
    true="are included in any case",
    false="are included in no case",
    point=".",
)  # fmt: skip

_SV = Phrases(
    those_who="dem som {}",
    those_aged="dem som {}",
    those_aged_who="dem som {} och {}",
    aged="{}",
    quoted="”{}”",
    item="{} – {}",
    and_="och",
    or_="eller",
    other_than="något annat än {}",
    from_to="något från {} till {}",
    have_as="har {} som {}",
    answered_to="svarade {} på {}",
    answered_to_any="svarade {} på minst en av {}",
    answered_to_all="svarade {} på alla av {}",
    answered_any_item="svarade {} minst en gång i {}",
    answered_all_items="svarade {} genomgående i {}",
    of_question="{} (i {})",
    of_dates="från {} till {}",
    chose="valde {} på {}",
    not_chose="inte valde {} på {}",
    states={
        ("missing", True): "inte svarade på {}", ("answered", True): "svarade på {}",
        ("asked", True): "fick frågan {}", ("asked", False): "inte fick frågan {}",
    },
    for_whom="gav svar där {}",
    comparisons={
        "=": "{} är {}", "!=": "{} inte är {}", "<": "{} är mindre än {}", "<=": "{} är högst {}",
        ">": "{} är mer än {}", ">=": "{} är minst {}",
    },
    ranges={
        "=": "{0}", "!=": "något annat än {0}", "<": "mindre än {1}", "<=": "högst {1}", ">": "mer än {0}",
        ">=": "minst {0}", "between": "{0} till {1}", "nothing": "ett tal som inte finns",
    },
    ages={
        "=": "är {0} år", "!=": "inte är {0} år", "<": "är under {1} år", "<=": "är högst {1} år",
        ">": "är över {0} år",
        ">=": "är {0} år eller äldre", "between": "är {0}–{1} år", "nothing": "är i en ålder som inte finns",
    },
    functions={
        "count": "antalet av dessa som stämmer ({})", "chosen": "antalet valda svar på {}",
        "sum": "summan av {}", "mean": "medelvärdet av {}", "min": "det lägsta av {}", "max": "det högsta av {}",
        "age_in_years": "hela år {}", "age": "åldern i hela år enligt {}", "today": "i dag",
    },
    untrue="{} inte stämmer",
    one_for="1 för {}, annars 0",
    true="alltid räknas med",
    false="aldrig räknas med",
    point=",",
)  # fmt: skip

PHRASES: Mapping[str, Phrases] = {"sv": _SV, "en": _EN}

# Said to the respondent, as on paper: what stands after "if".
TO_YOU: Mapping[str, Phrases] = {
    "sv": replace(_SV, those_who="du {}", those_aged="du {}", those_aged_who="du {} och {}"),
    "en": replace(_EN, those_who="you {}", those_aged="you are {}", those_aged_who="you are {} and {}", aged="are {}"),
}

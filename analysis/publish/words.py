"""The words around released figures: titles, headings, the name of a statistic, an interval or a filter."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.disclosure.released import Released, ReleasedComparison, ReleasedEstimate, ReleasedTable, ReleasedTest
from analysis.publish.numbers import number, p_value
from analysis.source import Level
from survey.text import Text

ANSWER = Text(sv="Svar", en="Answer")
TERM = Text(sv="Variabel", en="Variable")
N = Text(sv="Antal svar (n)", en="Answers (n)")
WEIGHTED_N = Text(sv="Vägt antal", en="Weighted n")
STD_ERROR = Text(sv="Medelfel", en="Std. error")
P_VALUE = Text(sv="p-värde", en="p value")
CELL_N = Text(sv="n", en="n")
ODDS_RATIO = Text(sv="Oddskvot", en="Odds ratio")
DISPERSION = Text(sv="spridning", en="dispersion")
COEFFICIENT = Text(sv="Koefficient", en="Coefficient")
HIDDEN = Text(sv="dolt", en="hidden")
NO_ANSWERS = Text(sv="inga svar", en="no answers")
UNCERTAIN = Text(sv="osäkert", en="uncertain")
DF = Text(sv="Frihetsgrader (df)", en="Degrees of freedom (df)")
STATISTICS = {
    "proportion": Text(sv="Procent", en="Per cent"),
    "mean": Text(sv="Medelvärde", en="Mean"),
    "total": Text(sv="Summa", en="Total"),
    "ratio": Text(sv="Kvot", en="Ratio"),
    "quantile": Text(sv="Kvantil", en="Quantile"),
    "variance": Text(sv="Varians", en="Variance"),
    "standard deviation": Text(sv="Standardavvikelse", en="Standard deviation"),
    "covariance": Text(sv="Kovarians", en="Covariance"),
    "correlation": Text(sv="Korrelation", en="Correlation"),
    "distribution": Text(sv="Fördelningsfunktion", en="Distribution function"),
    "contrast": Text(sv="Kontrast", en="Contrast"),
    "change": Text(sv="Förändring", en="Change"),
    "relative change": Text(sv="Relativ förändring", en="Relative change"),
    "difference in differences": Text(sv="Skillnad i förändring", en="Difference in change"),
    "difference": Text(sv="Skillnad", en="Difference"),
    "difference in mean rank": Text(sv="Skillnad i medelrang", en="Difference in mean rank"),
    "trend": Text(sv="Trend", en="Trend"),
    "slope": Text(sv="Lutning", en="Slope"),
    "margin": Text(sv="Standardiserat värde", en="Predictive margin"),
    "marginal effect": Text(sv="Marginaleffekt", en="Marginal effect"),
    "prediction": Text(sv="Prediktion", en="Prediction"),
    "standardised mean": Text(sv="Standardiserat medelvärde", en="Standardised mean"),
    "standardised proportion": Text(sv="Standardiserad andel", en="Standardised share"),
    "alpha": Text(sv="Alfa", en="Alpha"),
    "standardised alpha": Text(sv="Standardiserad alfa", en="Standardised alpha"),
    "omega": Text(sv="Omega", en="Omega"),
    "loading": Text(sv="Laddning", en="Loading"),
}
CI_METHODS = {
    "logit": "logit",
    "korn_graubard": "Korn–Graubard",
    "wilson": "Wilson",
    "asin": "arcsin",
    "likelihood": "likelihood",
    "mean": "Wald",
    "t": "t",
}
# Tests that Swedish statisticians have their own name for; the others are called the same in both languages.
_SWEDISH_TESTS = {
    "t": "t-test",
    "Rao–Scott F": "Rao–Scotts F-test",
    "Rao–Scott χ²": "Rao–Scotts χ²-test",
    "Pearson χ², saddlepoint": "Pearsons χ²-test, sadelpunktsapproximation",
    "Wald F": "Walds F-test",
    "Adjusted Wald F": "Walds F-test, justerat",
    "Working likelihood ratio χ²": "Rao–Scotts likelihoodkvottest",
    "Wilcoxon": "Wilcoxons rangsummetest",
    "van der Waerden": "van der Waerdens test",
    "Median": "Mediantest",
    "Kruskal–Wallis": "Kruskal–Wallis test",
    "Brant": "Brants test",
}
_INTERVAL = Text(sv="{level} % konfidensintervall", en="{level}% confidence interval")
_CI = Text(sv="{level} % KI", en="{level}% CI")
_BY = Text(sv="efter", en="by")
_ONLY = Text(sv="Endast: {where}", en="Only: {where}")
_REFERENCE = Text(sv="Jämfört med: {levels}", en="Compared with: {levels}")
_ORDER = Text(sv="Svarens ordning: {levels}", en="Order of the answers: {levels}")


def title(released: Released, language: str) -> str:
    """The question, and "by" the grouping question."""
    source = released.source
    labels = {
        name: label.in_language(language) or name for name, label in zip(source.variables, source.labels, strict=True)
    }
    groups = [labels[name] for name in source.combined or (source.by,) if name in labels]
    outcome = labels[source.variables[0]]
    return f"{outcome} {_BY[language]} {' × '.join(groups)}" if groups else outcome


def statistic(released: ReleasedTable | ReleasedEstimate | ReleasedComparison, language: str) -> str:
    """What the figures are, such as "Per cent"; a statistic without words of its own by its name."""
    name = released.statistic or ""
    return STATISTICS[name][language] if name in STATISTICS else name.capitalize()


def test(of: ReleasedTest, language: str) -> str:
    """A test as it is reported: its name, the statistic with its degrees of freedom, and p."""
    statistic, df1 = number(of.statistic, 2, language), number(of.df1, 2, language)
    df2 = "" if of.df2 is None else number(of.df2, 2, language)
    form = {"t": f"t({df2})", "F": f"F({df1}; {df2})", "chi2": f"χ²({df1})"}.get(of.distribution, "X²")
    return f"{_test_name(of, language)}: {form} = {statistic}, {p_value(of.p_value, language)}"


def _test_name(of: ReleasedTest, language: str) -> str:
    """The test in words. A rank test's name ends with its statistic, t or F, which in Swedish stands behind it only."""
    if language != "sv":
        return of.name
    return _SWEDISH_TESTS.get(of.name) or _SWEDISH_TESTS.get(of.name.removesuffix(" t").removesuffix(" F"), of.name)


def only(released: Released, language: str) -> str:
    """The filter in words; "" for everybody."""
    where = released.source.where_words.in_language(language) or released.source.where
    return _ONLY[language].format(where=where) if where else ""


def confidence(level: float, language: str, *, short: bool = False) -> str:
    """The word for the confidence interval, in full or short as in a heading."""
    return (_CI if short else _INTERVAL)[language].format(level=f"{100 * level:g}")


def compared_with(levels: list[str], language: str) -> str:
    """The reference categories of a model."""
    return _REFERENCE[language].format(levels="; ".join(levels)) if levels else ""


def ordered(levels: Sequence[Level], language: str) -> str:
    """The categories of an ordinal model's outcome, from low to high."""
    return _ORDER[language].format(levels="; ".join(level.label.in_language(language) for level in levels))

"""The words of the logic report and of the flow picture, in both languages."""

from __future__ import annotations

from survey.text import Text

WORDS: dict[str, Text] = {
    "report": Text(sv="Logikrapport", en="Logic report"),
    "skip": Text(sv="Till innehållet", en="To the content"),
    "contents": Text(sv="Innehåll", en="Contents"),
    "population": Text(sv="Population", en="Population"),
    "version": Text(sv="Version", en="Version"),
    "ethics": Text(sv="Etikgodkännande", en="Ethics approval"),
    "digest": Text(sv="Kontrollsumma", en="Digest"),
    "overview": Text(sv="I korthet", en="In short"),
    "size": Text(
        sv="{sections} avsnitt, {pages} sidor, {questions} frågor",
        en="{sections} sections, {pages} pages, {questions} questions",
    ),
    "time": Text(sv="Tidsåtgång", en="How long it takes"),
    "time_intro": Text(
        sv="Beräknat av antalet ord och val på vägarna för {n} påhittade svarande, inte uppmätt. Den snabba är den "
        "tionde av hundra, den långsamma den nittionde.",
        en="Worked out from the words and choices on the routes of {n} made-up respondents, not measured. The quick "
        "one is the tenth of a hundred, the slow one the ninetieth.",
    ),
    "time_long": Text(
        sv="Det är för långt: den vanliga svarande behöver {p50} minuter, och målet är högst {target}.",
        en="This is too long: the usual respondent needs {p50} minutes, and the target is at most {target}.",
    ),
    "time_fine": Text(
        sv="Den vanliga svarande behöver {p50} minuter; målet är högst {target}.",
        en="The usual respondent needs {p50} minutes; the target is at most {target}.",
    ),
    "section": Text(sv="Avsnitt", en="Section"),
    "whole": Text(sv="Hela formuläret", en="The whole form"),
    "reached": Text(sv="Når dit", en="Come to it"),
    "quick": Text(sv="Snabb", en="Quick"),
    "usual": Text(sv="Vanlig", en="Usual"),
    "slow": Text(sv="Långsam", en="Slow"),
    "minutes": Text(sv="Minuter för dem som når avsnittet", en="Minutes of those who come to the section"),
    "flow": Text(sv="Vägarna genom formuläret", en="The ways through the form"),
    "flow_intro": Text(
        sv="En ruta för varje avsnitt med dess sidor. Streckad kant: bara för dem som står i rutan, alla andra går "
        "förbi. Samma sak står i ord nedanför.",
        en="A box for each section with its pages. A dashed edge: only for those named in the box, all others pass by. "
        "The same stands in words below.",
    ),
    "before": Text(sv="Det som avgörs före första sidan", en="What is settled before the first page"),
    "experiment": Text(sv="Experiment", en="Experiment"),
    "experiment_intro": Text(
        sv="Var och en hamnar i en grupp av en slump. {name} i en text byts mot gruppens text.",
        en="Everybody is in one arm by chance. {name} in a text is replaced by the arm's.",
    ),
    "arm": Text(sv="Grupp", en="Arm"),
    "share": Text(sv="Andel", en="Share"),
    "design": Text(sv="Känt i förväg", en="Known beforehand"),
    "design_intro": Text(sv="Visas aldrig och frågas aldrig om.", en="Never shown and never asked."),
    "page": Text(sv="Sida", en="Page"),
    "asked_of": Text(sv="Visas för", en="Shown to"),
    "everybody": Text(sv="alla", en="everybody"),
    "level": Text(sv="Känslighet", en="Sensitivity"),
    "support": Text(sv="Stödsida", en="Support page"),
    "may_skip": Text(
        sv="Hela avsnittet kan hoppas över med en knapp.", en="The whole section can be skipped by a button."
    ),
    "skip_to": Text(sv="Den som hoppar över kommer till", en="Whoever skips it comes to"),
    "only_for": Text(sv="Bara för", en="Only for"),
    "worded_for": Text(sv="Annan formulering för", en="Worded otherwise for"),
    "random": Text(
        sv="I slumpad ordning, som sparas; ”annat” och uteslutande svar sist.",
        en="In an order of chance, which is stored; “other” and exclusive answers last.",
    ),
    "also": Text(sv="Dessutom", en="Besides"),
    "exclusive": Text(sv="utesluter alla andra", en="excludes all others"),
    "other": Text(sv="med egen rad att skriva på", en="with a line to write on"),
    "value": Text(sv="Räknas ut som", en="Worked out as"),
    "computed": Text(sv="Räknas ut", en="Worked out"),
    "share_known": Text(
        sv="Det första påståendet stämmer för en känd andel: {share}.",
        en="The first statement holds for a known share of people: {share}.",
    ),
    "check_holds": Text(sv="Kontroll: stämmer för", en="Check: holds for"),
    "check_stop": Text(
        sv="De vars svar säger något annat måste ändra dem och läser:",
        en="Those whose answers say otherwise must mend them, and read:",
    ),
    "check_once": Text(
        sv="De vars svar säger något annat läser det här en gång och kan gå vidare ändå:",
        en="Those whose answers say otherwise read this once, and may go on all the same:",
    ),
    "then": Text(sv="Sedan", en="Then"),
    "to_page": Text(sv="sida {number}", en="page {number}"),
    "to_end": Text(sv="översikten, där svaren lämnas in", en="the overview, where answers are handed in"),
    "for": Text(sv="för", en="for"),
    "others": Text(sv="alla andra", en="all others"),
    "ends_for": Text(
        sv="Formuläret slutar här, och inget sparas, för", en="The form ends here, and nothing is kept, for"
    ),
    "they_read": Text(sv="De läser:", en="They read:"),
    "scales": Text(sv="Skalor som räknas ut när svaren läses", en="Scales worked out when answers are read"),
    "scale_mean": Text(sv="medelvärdet av", en="the mean of"),
    "scale_sum": Text(sv="summan av", en="the sum of"),
    "scale_factor": Text(sv="gånger {factor}", en="times {factor}"),
    "scale_reverse": Text(sv="Vända: {items}.", en="Turned: {items}."),
    "scale_needs": Text(
        sv="Minst {least} av {all} måste vara besvarade.", en="At least {least} of {all} have to be answered."
    ),
    "start": Text(sv="Start", en="Start"),
    "end": Text(sv="Översikt och inlämning", en="Overview and handing in"),
    "ends": Text(sv="Slutar här för", en="Ends here for"),
    "skippable": Text(sv="kan hoppas över", en="can be skipped"),
    "question_number": Text(sv="fråga {}", en="question {}"),
    "question_numbers": Text(sv="fråga {}", en="questions {}"),
}

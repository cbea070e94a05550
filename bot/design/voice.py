"""How a statement is meant: the document's own choice, or a question, a possibility, a rejection, another's. Pure.

Only English grammar and the manners of design documents are known here, nothing about any decision.
"""

from __future__ import annotations

import re

from bot.design.document import Statement
from bot.design.headings import Part, set_aside

_DECIDING = (
    r"(?:decid\w+|chose|chosen|choose|opt(?:ed)? for|pick\w*|select\w*|settl\w+|agree[ds]?|adopt\w*|propos\w+"
    r"|recommend\w*|go(?:es|ing)? (?:for|with)|went (?:for|with)|commit\w*)"
)
_LABEL = re.compile(
    r"^\W*(?:decision|decided|chosen(?: option)?|choice|selected(?: option)?|resolution|resolved|agreed|verdict|outcome"
    r"|we chose|what we (?:do|will do|shall do|are doing))\b[^:]{0,20}:",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    rf"\b(?:we|i|the (?:team|board|group|project)|will|shall|is to|are to|must|has to|have to|{_DECIDING})\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?\W*$|^\W*(?:if|should|whether|could|shall we|do we|why|how|what if)\b", re.IGNORECASE)
_TENTATIVE = re.compile(
    r"\b(?:might|could|would|perhaps|maybe|possibly|hypothetical\w*|(?:we|it|this|that) may|one day|some ?day"
    r"|eventually|in a later|at a later|later phase|if (?:we|it|this|that|the|necessary|needed)|in case|unless"
    r"|plans? a)\b",
    re.IGNORECASE,
)
_REJECTED = re.compile(
    r"\b(?:reject\w*|rul(?:e|es|ed|ing) out|discard\w*|dismiss\w*|(?:decid\w+|opt\w*|vot\w+|argu\w+) against|dropped"
    r"|parked|abandon\w*|turn(?:ed)? down|consider(?:ed|ing)?|thought (?:about|of)|talked (?:about|of)|discussed"
    r"|look(?:ed|ing)? at|evaluat(?:ed|ing)|tried"
    r"|showed|presented|suggested|pitched|demoed|compared|withdrawn|reversed|revoked|deprecated|retired|supersed\w+"
    r"|no longer|not (?:chosen|taken|pursued|adopted|selected|an option|needed|planned|done|serious)"
    r"|out of the question|switched off|too (?:slow|expensive|costly|old|risky)|why not|stopped)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:we|i|will|shall|do|does|did|is|are|was|were|be|to|must|need|should)\s+(?:not|never)\b"
    r"|\b(?:won'?t|don'?t|doesn'?t|didn'?t|isn'?t|aren'?t|(?:we|i) (?:cannot|can'?t)|no plans?|none of|unable"
    r"|incapable|fails? to)\b"
    r"|^\W*(?:no|not)\b|^\W*(?:nothing|nobody|no one|none|never)\b[^;]*\b(?:without|unless|until|before)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:has|have) been\b[^.;]{0,30}\bsince\b|"
    r"\b(?:today|currently|at present|presently|so far|until (?:now|then)|up to now|previously|formerly|used to"
    r"|once(?! (?:an?|per|every|each|all|the|they|it|we|there|more)\b)"
    r"|(?:in|since|back in|during) (?:\w+ )?(?:19|20)\d\d|last (?:year|month|week|quarter|spring|summer|autumn|winter)"
    r"|(?:years?|months?|weeks?) ago|former|legacy)\b",
    re.IGNORECASE,
)
_HAVING = re.compile(
    r"\b(?:we|i|the (?:team|company|group)) (?:now |already |still |only |also )?"
    r"(?:have|has|hold|holds|own|owns|get|see|know)\b"
    r"(?! (?:\w+ )?(?:decided|chosen|opted|picked|selected|agreed|settled|adopted))",
    re.IGNORECASE,
)
LONGEST_LABEL = 40
"""Characters before a colon that may be a label ("Non-goals: ...")."""
_PAST = re.compile(r"\b(?:was|were|had|did)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:bought|leased|licen[sc]ed|supplied|procured|purchased|delivered|maintained) (?:from|until|by|in)\b"
    r"|\bits? bought\b|\b(?:runs?|has|have|with|of|use[sd]?|using) (?:its|their) own\b|\bof (?:its|theirs) own\b"
    r"|\bin (?:its|their|the (?:vendor|supplier)'?s) (?:own )?cloud\b|\bnone of our\b|\badd-?on of\b"
    r"|\bproduct of (?:our|the) (?:supplier|vendor|partner)\b|\b(?:sister|parent) company\b|\bcompetitors?\b"
    r"|\bconsultanc\w+\b|\btheir paper\b",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"^\W*(?!(?:with|for|from|by|at|in|to|of|on|as|when|if|since)\b)"
    r"(?:the|our|their|its|this|a|an)?\s*(?:[\w-]+\s){0,3}?(?:vendor|supplier|contractor|manufacturer|agency"
    r"|partner"
    r"|licensor|maker)(?:'s)?\b(?! api)(?:[^,.;]{0,60}?)\b(?:\w+s|will|has|had|is|are)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"^\W*(?:for example|for instance|as an example|imagine|suppose|(?:an? )?(?:worked )?example(?=:| of| for))\b"
    r"|\bif an? [\w-]+(?: [\w-]+)? (?:sent|had|got|made|ran|asked|paid|took|were|was)\b.*\bwould\b"
    r"|\bsuch as [\"“]|\bhypothetical\w*"
    r"|\b(?:is|are|were) (?:all |only )?(?:invented|made[- ]up|fictitious|placeholders?|dummies)\b"
    r"|\bthe example (?:above|below)\b|\bin th(?:is|e) example\b|\bsample row\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|august|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|spring|summer|autumn|winter|Q[1-4]|H[12])"
)
_AHEAD = r"\b(?:will|shall|expect\w*|plan(?:s|ned)?|going to)\b"
_PLANNED = re.compile(
    rf"\b(?:by|from|until|in|before|at|as of|after|starting|end of|close of"
    rf"|mid-?) ?(?:the )?(?:end of )?(?:{_MONTH}[, ]+)?20\d\d\b"
    rf"|^\W*(?:{_MONTH}[, ]+)?20\d\d\b[^:|]{{0,40}}[:|]|\b(?:all|every|full|complete|national|world-?wide) ?rollout\b"
    r"|\b(?:target state|final state|when all|once all|(?:year|phase|stage) [2-9]\b|later on|eventually)"
    r"|"
    r"\b(?:by|from|until|in|before|at) (?:the )?(?:(?:end|start|beginning|middle|close) (?:of )?)?"
    r"(?:next|the coming|the following|20\d\d|Q[1-4]|H[12]|year[- ]end)\b"
    r"|\bnext (?:year|quarter|summer|autumn|winter|spring)\b"
    rf"|\b(?:from|by|in|as of|starting|until|after) (?:(?:early|mid|late)[- ])?{_MONTH}\b(?=.{{0,60}}{_AHEAD})"
    rf"|{_AHEAD}.{{0,60}}\b(?:from|by|in|as of|starting|until|after) (?:(?:early|mid|late)[- ])?{_MONTH}\b"
    r"|\b(?:with)?in (?:two|three|four|five|\d+|a few) (?:years|months|quarters)\b"
    r"|\b(?:expect|forecast|project|plan|predict|anticipate)(?:s|ed|ing)?\b.{0,40}\b"
    rf"(?:by (?:\d|next|the (?:end|start)|{_MONTH})|grow|reach|rise|within"
    r"|next)\b"
    r"|\b(?:grow|ris)(?:s|es|e|ing)? to\b|\bwill (?:grow|reach|rise|climb|exceed|double|triple)\b|\blong[- ]term\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"[,(]?\s*\b(?:(?:and |but )?against(?= \w)|instead of|rather than|in place of|as opposed to|in preference to"
    r"|unlike|replac(?:es|ing)"
    r"|(?:\w+er|better|worse|more|less) than|takes over from|moves? (?:off|away from)|(?<=prefer )\w+ to)\s+[^,.;:)]*",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|can|cannot|will|shall|must|do|have|need|take|make|give|bring|keep|serve|leave|get"
    r"|we \w+|(?-i:[a-z]{2,}(?:s|ed|n't)))\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\b(?:at present|presently|today|currently|for now|so far|for the time being)\b", re.IGNORECASE)
_COMPARISON = re.compile(r"\b(?:more|less|fewer|better|worse|\w{3,}er)\b[^,.;:]{0,60}\bthan\b", re.IGNORECASE)
_WHY = re.compile(r",?\s+\b(?:since|because|given that|so that)\b", re.IGNORECASE)
_CHOSEN_OVER = re.compile(
    r"(\b(?:cho\w+|prefer\w*|pick\w*|select\w*|favou?r\w*)\b[^,.;:]*?)\s+over\s+[^,.;:]*", re.IGNORECASE
)
_REPLACED_BY = re.compile(r"^.{0,120}?\b(?:replaced|superseded|succeeded|taken over) (?:by|with)\s+", re.IGNORECASE)
_CHOSEN_THING = re.compile(
    r"\b(?:(?:decided|opted|opt|vote[sd]?|settled?|agreed?|go|goes|going|went|choice fell) (?:for|on|upon|with)"
    r"|(?:decided|chose|choose|agreed|resolved|propose|have chosen) to"
    r"|(?:we|i|team|board|group|have) (?:chose|chosen|picked|selected|adopted)"
    r"|(?:decision|choice|outcome|agreed|resolved|chosen(?: option)?) ?(?::|is(?: to)?))\s+(?P<thing>[^,;.]{10,160})",
    re.IGNORECASE,
)
_SAID = re.compile(r"[\"“”«»][^\"“”«»]{12,300}[\"“”«»]")
_TITLE = re.compile(r"\b(?:option|decision|chosen|selected|outcome)\b.{0,20}$", re.IGNORECASE)


def chooses(text: str) -> bool:
    """Say whether words may state a choice of whoever writes: no question, possibility, denial, rejection, no past."""
    if _QUESTION.search(text) or _TENTATIVE.search(text) or _REJECTED.search(text) or _DENIED.search(text):
        return False
    if _COMPARISON.search(text) and not _EXPLICIT.search(text):
        return False
    label, colon, _ = text.partition(":")
    if colon and len(label) <= LONGEST_LABEL and set_aside(label):
        return False
    if _BEFORE.search(text) or _HAVING.search(text) or theirs(text):
        return False
    return not _PAST.search(text) or bool(re.search(rf"\b{_DECIDING}\b", text, re.IGNORECASE))


def theirs(text: str) -> bool:
    """Say whether words speak of a component or a choice of somebody else: bought, leased, a supplier's."""
    return bool(_OTHERS.search(text) or _OTHER_SUBJECT.search(text))


def explicit(statement: Statement, text: str) -> bool:
    """Say whether words announce a choice: a label, "we will", "shall be", or a section that holds decisions."""
    return (
        bool(_LABEL.match(text) or _EXPLICIT.search(text) or statement.place.part is Part.DECISION)
        and statement.place.part is not Part.ELSEWHERE
    )


def commits(text: str) -> bool:
    """Say whether words themselves commit: "we will", "shall be", "chosen"."""
    return bool(_EXPLICIT.search(text))


def announced(text: str) -> bool:
    """Say whether words carry a label such as "Decision:" or "Chosen option:"."""
    return bool(_LABEL.match(text))


def without_contrast(text: str) -> str:
    """Return the text without what is said of others in it: what is replaced, what is preferred to, what is quoted."""
    text = _SAID.sub(lambda found: found.group() if _TITLE.search(text[: found.start()].rstrip(" :")) else " ", text)
    text = _REPLACED_BY.sub("", text)
    return _CONTRAST.sub("", _CHOSEN_OVER.sub(r"\1", text)).strip()


def without_reasons(text: str) -> str:
    """Return what a sentence says before it says why: "done on demand, since nothing is known before"."""
    return _WHY.split(text, maxsplit=1)[0].strip()


def chosen_thing(text: str) -> str:
    """Return what a sentence says was decided for, whatever else it says: "facing A, we decided for B, to gain C"."""
    found = _CHOSEN_THING.search(text)
    if (
        not found
        or _BEFORE.search(text)
        or _DENIED.search(found["thing"])
        or _TENTATIVE.search(text[: found.start()][-40:])
    ):
        return ""
    thing = re.split(r"\s+over\s+", without_contrast(found["thing"]))[0]
    return thing if chooses(thing) else ""


def personal(text: str) -> bool:
    """Say whether words speak of those who write."""
    return bool(re.search(r"\b(?:we|our|us|ours|i|my)\b", text, re.IGNORECASE))


def exemplary(text: str) -> bool:
    """Say whether words give an example, whose figures are nobody's."""
    return bool(_EXAMPLE.search(text))


def planned(text: str) -> bool:
    """Say whether words speak of a later time: a forecast, a plan for growth."""
    return bool(_PLANNED.search(text))


def says(text: str) -> bool:
    """Say whether words have a verb, by all odds; a title or a key word in a list has none."""
    return bool(_VERB.search(text))


def present(text: str) -> bool:
    """Say whether words speak of the time being, after which it may be otherwise."""
    return bool(_PRESENT.search(text))


def told(text: str) -> bool:
    """Say whether words tell what happened rather than what holds."""
    return bool(_PAST.search(text))


def past(text: str) -> bool:
    """Say whether words speak of what was, and no longer is."""
    return bool(re.search(r"\b(?:ago|back in|used to|previously|formerly|in (?:\w+ )?(?:19|20)\d\d we)\b", text, re.I))

"""Whether what a number counts is said to be wrong or right, and what is said to be looked through. Pure."""

from __future__ import annotations

import re

CHECKED = re.compile(
    r"\b(?:re-?(?:check|read|view|listen|visit|examin|mark|grad|audit|count)\w*|checked|audit\w*"
    r"|sampl(?:e|ed|es|ing)"
    r"|spot[- ]?check\w*|double[- ]?check\w*|cross[- ]?check\w*|inspect\w*|review\w*|proof-?read\w*"
    r"|examin\w*|verif\w+|vetted"
    r"|look(?:ed|ing)? (?:hard |closely |again )?(?:at|over|through)|(?:went|gone|been|going|goes"
    r"|go)(?: back| again| once more)?"
    r" (?:over|through|thru)|sat (?:down )?with|(?:second|blind|fresh|close|careful) reading"
    r"|listen(?:ed|ing)?(?: again)? to|listened|combed|leafed|thumbed|sift\w*|pored|eyeball\w*|scrutini[sz]\w*|re-?did"
    r"|(?:had|have|got|made|let) (?:[^\W\d_]{1,12} ){1,3}(?:re-?do|re-?label|re-?tag|go over)"
    r"|re-?labell?(?:ed|ing)?(?: of)?|(?:sent|showed|shown|gave|given|handed)(?= )"
    r"(?=[^.;!?]{0,12}(?:\d|hundred|fifty|forty|twenty)[^.;!?]{0,40} to (?:an?|the|our|my) )"
    r"|(?:drew|drawn|pulled|picked|opened|took|taken|grabbed)(?= )(?=[^.;!?]{0,60}(?:random|\d|hundred"
    r"|thousand|fifty|forty|twenty))"
    r"|random(?:ly)?|by hand|read (?:back|again|over)|blind (?:check|test|pass)|second opinion"
    r"|(?:nach|über)?geprüft\w*|nachgesehen|kontrolliert\w*|stichprobe\w*|durchgesehen|angeschaut"
    r"|durchgehört|gegengelesen"
    r"|nachgehört|überprüfung|revis\w+|repas\w+|comprob\w+|muestr\w+|auditor\w+|escuch\w+|relu\w*"
    r"|relect\w+|vérifi\w+|contrôl\w+"
    r"|échantillon\w*|réécout\w+|réexamin\w+)\b|复查|抽查|抽了|抽样|抽出|随手抽|随机抽|核查|复检|验了|抽检|检查|核对|复核|重新看|看了一遍",
    re.IGNORECASE,
)
_WRONG = (
    r"wrong\w*|mistak\w*|errors?|erroneous\w*|mis(?!sion|sing|ter)[a-z]{4,}(?:ed|s)|slips?|slipped"
    r"|slip-ups?|off(?! the| of)|false"
    r"|fault(?:y|s)?|incorrect\w*|inaccurate|bad(?:ly)?|junk|garbage|rubbish|broken|duff|duds?|bogus"
    r"|nonsense|blunders?|howlers?"
    r"|(?:threw|thrown|throw|crossed|cross|struck|toss\w*|knocked|weeded) (?:\w+ )?(?:out|away)"
    r"|overrul\w+|overturn\w*"
    r"|kick(?:ed|s)? out|struck|scrapped|binned|re-?d(?:o|id|one)|no sense|different(?:ly)?"
    r"|(?:didn|doesn|don)['’]?t match"
    r"|reject\w*|fail\w*|miss(?:es|ed)?|disagree\w*|quarrel\w*|t(?:ook|ake|akes) issue"
    r"|differ(?:ed|s)?|disput\w*|swapped|reversed|flipped"
    r"|mix(?:ed)?[- ]ups?|typos?|doubtful"
    r"|correct(?:ed|ing|ions?)|fix(?:ed|ing)|chang(?:ed|ing)|relabell?\w*|sent back|flunk\w*|flaw(?:s"
    r"|ed)|botched"
    r"|falsch\w*|fehler\w*|daneben|verkehrt\w*|beanstandet\w*|vertauscht\w*|schief"
    r"|est(?:á|án|aba|aban) mal|sal(?:e|en|ió|ieron) mal|no coincid\w+|ne coll\w+ pas"
    r"|mal (?:puest|etiquet|clasific|anotad|étiquet|class|not)\w*|erróne\w*|errore?s?|equivocad\w*"
    r"|fallos?|fallid\w*|incorrect\w*"
    r"|faux|fauss?es?|erreurs?|erronée?s?|à côté|trompée?s?|ratée?s?|mauvaise?s?"
    r"|errad[oa]s?|sbagliat\w+|błędn\w+|yanlış\w*|неверн\w+|неправильн\w+|ошибочн\w+|ошиб\w+"
)
_RIGHT = (
    r"right(?:ly)?|correct(?:ly)?|(?:held|hold|holds|stood|stand|stands)(?: up)?|fine|clean|good"
    r"|ok(?:ay)?|agree[ds]?|match(?:ed|es)?"
    r"|survived?|pass(?:ed)?|confirmed|accurate\w*|sound|spot[- ]on|checked out|true|flawless|spotless"
    r"|(?:came )?through"
    r"|richtig\w*|korrekt\w*|stimm(?:t|ten?)|einwandfrei|in ordnung|bien|correct[ao]s|acertad[ao]s?"
    r"|bon(?:ne)?s|justes?|exact\w*"
)
_CHINESE_RIGHT, _CHINESE_WRONG = re.compile(r"没错|没问题|正确|无误|都对|是对的"), re.compile(r"错|有误|不对|有问题")
_WORDS = re.compile(
    r"\b(?P<no>(?:no|not|nothing|without|never|zero|free of|neither|ohne|keine?n?|nicht|sans|pas|sin"
    r"|no)\s(?:\w{1,9}\s)?"
    r"|\w+n['’]t\s(?:\w{1,9}\s)?)?"
    rf"(?:(?P<wrong>{_WRONG})|(?P<right>{_RIGHT}))(?!\w)",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(r"^[^,]{0,32}\bnicht(?!\w)", re.IGNORECASE)
"""A denial behind its verb: "bei 41 stimmte die Annotation nicht"."""
_AFTER, _BEFORE = 64, 44
"""Characters behind and before a number in which it is judged."""
_CLAUSE = re.compile(r"[.;!?:](?:\s|$)|[;!?:。；！？]|\n|,\s(?:and|but|und|aber|y|pero|et|mais)\s|\s[–—]\s")
_BEFORE_IT = re.compile(r"[.;!?](?:\s|$)|[;!?。；！？]|\n|,\s")


def verdict(text: str, start: int, end: int, room: tuple[int, int]) -> bool | None:
    """Return whether what the number at ``[start, end)`` counts is right (True) or wrong (False), None if neither.

    Its clause is read, first behind the number, then before it, from the number outwards, within ``room``.
    """
    after = _CLAUSE.split(text[end : min(end + _AFTER, room[1])].lstrip(" :"))[0]
    before = _BEFORE_IT.split(text[max(room[0], start - _BEFORE) : start])[-1]
    found = _judged(after, first=True)
    return found if found is not None else _judged(before, first=False)


def wrong_between(text: str, start: int, end: int) -> bool:
    """Say whether mistakes are what is counted between two places: "we re-read 500 and count the misses"."""
    return _judged(text[start:end], first=True) is False


def _judged(words: str, *, first: bool) -> bool | None:
    if _CHINESE_RIGHT.search(words):
        return True
    if _CHINESE_WRONG.search(words):
        return False
    found = list(_WORDS.finditer(words))
    if not found:
        return None
    one = found[0] if first else found[-1]
    denied = bool(one.group("no")) != bool(_NOT_AFTER.search(words[one.end() :]))
    return bool(one.group("right")) != denied

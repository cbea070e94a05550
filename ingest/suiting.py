"""The words by which English says that something is the right, or the wrong, thing to take. Patterns only. Pure.

Every pattern is bounded and starts with a word, so that looking for it takes time linear in the text.
"""

from __future__ import annotations

import re

_ADVERB = (
    r"(?:also|often|usually|generally|typically|normally|almost|always|sometimes|rarely|seldom|never|probably"
    r"|perhaps|still|then|just"
    r"|particularly|especially|extremely|very|really|quite|most|more|less|much|far|clearly|simply|certainly|truly"
    r"|therefore|currently|now|only|primarily|mainly|mostly|arguably|likely|ideally|highly|well|best|better|not"
    r"|necessarily)"
)
_ADVERBS = rf"(?:{_ADVERB}\s+){{0,4}}"
_MODAL = r"(?:(?:may|might|can|could|should|would|will|must|tends? to|ought to)\s+)"
_BE = (
    rf"(?:{_MODAL}{_ADVERBS}be(?:come)?|is|are|was|were|be|being|remains?|becomes?|seems?|makes?"
    r"|isn['’]t|aren['’]t|wasn['’]t)"
)
_NOUN = (
    r"(?:choices?|options?|fits?|calls?|picks?|ways?|approach(?:es)?|solutions?|tools?|match(?:es)?|measures?"
    r"|bets?|place to look"
    r"|place to start|starting points?|candidates?|use cases?|trade-?offs?|idea|answer|alternatives?|defaults?"
    r"|metrics?|default choice|go-to choice)"
)
_GOOD_WITH_NOUN = (
    r"(?:ideal|best|better|good|great|perfect|excellent|suitable|suited|optimal|preferred|preferable|right"
    r"|useful|helpful"
    r"|appropriate|fitting|effective|cost-effective|popular|sensible|reasonable|go-to|default|natural|obvious"
    r"|safe|safer|recommended"
    r"|smart|strong|solid|cheaper|cheapest|first|viable|worthwhile|compelling|attractive|practical|simplest"
    r"|fastest|sweet)"
)
_GOOD_ALONE = (
    r"(?:ideal|best|better|great|perfect|excellent|suitable|(?:well[- ]|best[- ]|better[- ])?suited|optimal"
    r"|preferred|preferable"
    r"|useful|helpful|appropriate|effective|cost-effective|popular|sensible|recommended|viable|worthwhile"
    r"|reserved|worth it|cheaper|faster|simpler|safer"
    r"|best used|used|the right one|relevant|justified|warranted|right(?=\s(?:where|when|if|for|under)\b)"
    r"|the (?:right )?choice(?=\s(?:where|when|if|for)\b))"
)
_BAD = (
    r"(?:overkill|unsuitable|ill[- ]suited|inappropriate|impractical|unnecessary|insufficient|not enough"
    r"|too (?:slow|expensive|costly|complex)"
    r"|(?:an? |the )?(?:poor|bad|wrong|worse|terrible)(?:\s+(?:choice|fit|option|call|tool|idea|match|approach))?)"
)
CONNECTOR = (
    r"(?:only (?:when|if|for)|when(?:ever)?|if|where|once|unless|as long as|provided that|for"
    r"|in (?:the )?(?:following )?(?=(?:cases?|scenarios?|situations?"
    r"|settings?|environments?|contexts?|applications?)\b))"
)
_TO = r"(?:\s+to|\s+at|\s+with|\s+in)?"

GOOD = re.compile(
    rf"(?:(?<![\w-])(?P<be>{_BE})|(?<=\w)['’](?:s|re)|(?<=[|.:;—–*(] )(?=\S)"
    rf"|\A\s{{0,3}})\s{{0,2}}(?P<neg>not\s+)?(?P<adv>{_ADVERBS})"
    rf"(?:(?:an?|the|your|our|one of the|among the)\s+(?P<adv2>{_ADVERBS})"
    rf"(?:{_GOOD_WITH_NOUN}(?:\s+(?:and|or)\s+{_GOOD_WITH_NOUN})?\s+(?:[\w-]+\s+){{0,1}}?{_NOUN})"
    rf"|{_GOOD_ALONE}(?:\s+{_NOUN})?|fit)(?![\w-])",
    re.IGNORECASE,
)
"""X "is usually the right call", "are ideal", "may not be a good choice", "'s a better fit"; or without the verb."""
BAD = re.compile(rf"(?<![\w-])(?P<be>{_BE})\s+(?P<adv>{_ADVERBS}){_BAD}(?![\w-])", re.IGNORECASE)
DOES = re.compile(
    r"\b(?P<adv>(?:(?:often|usually|typically|generally|sometimes|rarely|only|really|also|may|might|can|could"
    r"|should)\s+){0,2})"
    r"(?:excels? (?:at|in|when|for|with)|shines? (?:at|in|when|for|with)|works? (?:very |really )?(?:best|well"
    r"|better|great|fine) (?:for|when|if|with|in|on)"
    r"|suits?\s(?=\w)|fits\s(?=an?\s|the\s|teams?\b)|pays? off (?=when|at|for|if|once|in)|pays? off"
    r"|makes? (?:the most |more |perfect |good "
    r"|the best )?sense (?=for|when|if|in|only|once|where)"
    r"|performs? (?:well|best|better) (?:for|on|in|with|when)|turned? out to be an? (?:great|good|perfect"
    r"|excellent) (?:fit|choice) (?=for|when)"
    r"|is justified (?=when|if|for|by)|has its place (?=when|if|for|in)|(?:have|has) a place (?=for|when|in)"
    r"|still (?:have|has) a place (?=for|when|in)"
    r"|wins? (?=when|for|at|if)|(?:is|are) worth (?:it|the \w{1,20}(?: \w{1,20})?) (?=only|when|if|for)|(?:is"
    r"|are) (?:the )?way to go (?=when|if|for)"
    r"|(?:provides?|offers?|gives?|brings?|delivers?) (?:[\w-]{1,20} ){0,3}(?:control|predictability"
    r"|flexibility|autonomy|advantages?|benefits?|value"
    r"|efficiency|simplicity|reliability)(?: and (?:control|predictability|flexibility|autonomy|efficiency"
    r"|reliability|simplicity))? (?=for)"
    r"|should be (?:used|reserved|preferred|chosen|considered) (?=for|when|if|only|in)|(?:is|are) (?:then "
    r"|often )?reserved (?=for)"
    r"|(?:allows?|helps?|enables?|works?) [^.;:]{0,140}? (?=in (?:scenarios|situations|cases) (?:where|when"
    r"|in which)))",
    re.IGNORECASE,
)
"""X "excels at", "pays off when", "makes the most sense if": what follows is where it is to be taken."""
DOES_NOT = re.compile(
    r"\b(?P<adv>(?:(?:often|usually|typically|generally|sometimes|may|might|can|could|also)\s+){0,2})"
    r"(?:struggles? (?:with|in|when|on|for|at)|performs? (?:poorly|badly|worse) (?:with|on|in|for|when|at)"
    r"|falls? short(?: (?:in|for|when|on))?"
    r"|breaks? down (?:when|at|under|for)|(?:does|do)(?:n['’]t| not) (?:map|work|fit|scale|apply|perform"
    r"|make sense|pay off)(?: (?:well|in|out))? (?:to|for|with|when|in|if|at)"
    r"|(?:doesn|don)['’]t (?:map|work|fit|scale|apply|perform) well (?:to|for|with|when|in|if|at)"
    r"|fails? (?:when|at|for|on)|(?:is|are) (?:less|not|n['’]t) (?:useful|suitable|ideal|effective|helpful|good"
    r"|appropriate|suited|reliable|worth it|recommended)(?: for| when| if| in| to)"
    r"|(?:is|are)n['’]t (?:useful|suitable|ideal|effective|suited|recommended|worth it) (?:for|when|if|in|to)"
    r"|less (?:useful|suitable|effective|reliable) (?:for|when|in)"
    r"|should not be used (?:for|when|if|in)|(?:is|['’]s|are) not a (?:replacement|substitute|good fit"
    r"|fit) (?:for|when)"
    r"|won['’]t (?:work|scale|help) (?:for|when|if|in))(?!\w)",
    re.IGNORECASE,
)
_VERBS = (
    r"(?:use|choose|prefer|pick|consider|deploy|adopt|select|go with|opt for|opt in to|reach for"
    r"|stick (?:with|to)|start with|switch to"
    r"|favou?r|reserve|try|leverage|apply|plan for|turn to|move to|rely on|fall back (?:on|to)|employ"
    r"|analy[sz]e|add|keep|run|build|combine|cache|wait)"
)
_NEVER = (
    r"(?:avoid|skip|stay away from|(?:do not|don['’]t|never|shouldn['’]t|should not)"
    r" (?:use|choose|pick|deploy|adopt|start with|rely on|fine-tune|train|build))"
)
_BEFORE = (
    r"(?:\A|[.;:!?—–,|(]\s|\b(?:then|and|only|please|always|first|is to|are to|should|could|might|would|must"
    r"|recommend|suggest|forced to"
    r"|have to|need to|better to|best to|teams|want to|(?P<can>(?:you|one|teams) (?:can|may)))\s)"
)
TAKE = re.compile(rf"{_BEFORE}\s{{0,3}}(?:(?P<never>{_NEVER})|(?P<take>{_VERBS}))\s+(?=\S)", re.IGNORECASE)
"""An advice: "use", "prefer", "start with"; "avoid", "do not use"."""
DONT = re.compile(
    r"\b(?:do not|don['’]t|never|should not|shouldn['’]t"
    r"|no team should)\s(?P<verb>[a-z][\w-]{1,20}(?: [\w-]{1,20}){0,4}?)\s(?:unless|until)\s",
    re.IGNORECASE,
)
"""Not to do something before a condition is met, which speaks for it from then on."""
BETTER_TO = re.compile(
    r"\b(?:it|it['’]s|this)(?:\s+(?:is|was|may be|might be|can be|could be|would be)|(?<=['’]s))\s+(?:(?:more"
    r"|most|often|usually|generally|also|always|far|much)\s+){0,2}"
    r"(?:efficient|beneficial|better|best|worth|good|wise|advisable|recommended|helpful|useful|preferable"
    r"|cheaper|faster|simpler|sensible) (?:to\s+)?(?=\w)",
    re.IGNORECASE,
)
MAY = re.compile(
    r"\b(?:you|we|teams|one|they)\s+(?:(?:can|could|should|may|might|must|need to|would|['’]d)\s+)(?:(?:also"
    r"|then|simply|still|often|want to|be willing to|just)\s+){0,2}(?=[a-z])",
    re.IGNORECASE,
)
"""After "if ...,": what one can or should do."""
FAVOURS = re.compile(
    r"\b(?:calls? for|favou?rs|argues? for|speaks? for|points? (?:to|towards?)|tips? the (?:scales?"
    r"|balance) (?:to|towards?))\s+(?=\w)",
    re.I,
)
LEAD = re.compile(
    r"\A[\s*(“\"]{0,4}(?:(?:but|and|so|also|however|in practice|practical sign(?:al)?|rule of thumb"
    r"|a simple rule of thumb|tip|note|sensible sign)[,:]?\s+)?"
    r"(?P<lead>only (?:when|if)|when(?:ever)?|if|where|once|unless|as long as|in case(?: of)?|for|in|with"
    r"|(?=(?:below|under|above|over|beyond|at|past|fewer|less|more|up)\b[^,]{0,12}\d))\s*",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:almost always|almost never|usually|often|typically|generally|normally|sometimes|rarely|seldom"
    r"|probably|perhaps|mostly|tends? to|likely"
    r"|may|might|can|could|should)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\A(?:it|its|they|them|this|these|that|those|this (?:approach|method|model|metric|pattern|option|technique"
    r"|strategy|setup|one|mode)"
    r"|these (?:approaches|methods|models))\Z",
    re.IGNORECASE,
)
TABLE_ROW = re.compile(
    r"\A\W{0,4}(?:best (?:for|when|used for|suited for)|ideal (?:for|when)|when to (?:use|choose)"
    r"|use (?:it )?(?:when|for|if)|good for|suited (?:for|to)|choose (?:when|if))\W{0,4}\Z",
    re.I,
)
TABLE_CELL = re.compile(r"\A\W{0,4}(?:best|ideal|good|great|suited|better)\s+(?:for|when|if)\s+", re.I)
STEM_SCENARIOS = re.compile(
    r"\b(?:in|for) the following (?:scenarios|cases|situations|conditions|circumstances)\b|\b(?:when|if|for"
    r"|where|only when|only if)\W{0,6}\Z|\bwhen you (?:want|need|have)\W{0,4}\Z",
    re.I,
)


def _words(pattern: str) -> frozenset[str]:
    """Return the words of small letters that a pattern's text is made of, each with the endings that it may take."""
    found = set(re.findall(r"[a-z]{2,}", pattern.lower()))
    return frozenset(found | {f"{w}s" for w in found} | {f"{w}es" for w in found} | {f"{w}ed" for w in found})


BETTER_WORDS = _words(
    "efficient beneficial better best worth good wise advisable recommended helpful useful preferable "
    "cheaper faster simpler sensible"
)
GOOD_WORDS = _words(_GOOD_WITH_NOUN.replace("?", "") + _GOOD_ALONE.replace("?", "") + " fit suited") - _words(
    "the one where when if for under it to cost well"
)
BAD_WORDS = _words(_BAD.replace("?", "")) - _words(
    "the an not too choice fit option call tool idea match approach for when if in to"
)
DOES_WORDS = _words(
    "excel shine work suit pay sense perform turn justified place win worth way provide offer give bring "
    "deliver used reserved preferred chosen considered allow help enable"
)
DOES_NOT_WORDS = _words(
    "struggle perform fall break map work fit scale apply make pay fail useful suitable ideal effective "
    "helpful good appropriate suited reliable worth recommended replacement substitute help used"
)
TAKE_WORDS = _words(
    "use using choose prefer pick consider deploy adopt select go opt reach stick start switch favor "
    "favour reserve try leverage apply plan turn move rely fall employ analyze analyse add keep run build "
    "combine cache wait avoid skip stay train"
)
FAVOURS_WORDS = _words("call favor favour argue speak point tip")
"""Words of which one has to be there for a pattern to match, which is quicker to see than that it does not."""

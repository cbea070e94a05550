"""How sentences and headings say when an option fits: patterns of bounded length. Pure."""

from __future__ import annotations

import re

VERB = (
    r"(?:use|choose|pick|prefer|select|opt for|go with|go for|favou?r|consider(?: using)?|stick (?:with|to)|reach for"
    r"|deploy|adopt|employ|run)"
)
WHEN = (
    r"(?:when(?:ever)?|if|where|as long as|provided(?: that)?|in case|unless|once"
    r"|in (?:cases|situations|scenarios) (?:where|when|in which))"
)
FOR = r"(?:for|in|with|to)"
OPTION = r"(?P<option>[^.,;:!?()|]{2,60}?)"
REST = r"(?P<condition>.{3,600})"
ACTOR = (
    r"(?:(?:you|we|teams?|one|i)(?:'d| would| can| could| should| may| might| must| will)?"
    r"(?: (?:better|rather|instead|usually|probably|also|want to|need to|be better off|then)){0,2} )"
)
STARTS = rf"(?:^|[,;:] (?:then |so |and |but )?|\b(?:then|and|or|but|please|instead|otherwise,?) |\b{ACTOR})"
BARRED = rf"(?P<not>(?:(?:do not|don['’]t|never|should not|shouldn['’]t|rarely) {VERB}|avoid(?: using)?) ?)"
IMPERATIVE = re.compile(rf"{STARTS}{VERB} {OPTION},? (?P<join>{WHEN}|for) {REST}", re.IGNORECASE)
FORBIDS = re.compile(rf"(?:^|[,;:] |\b{ACTOR}){BARRED}{OPTION},? (?P<join>{WHEN}|for) {REST}", re.IGNORECASE)
REVERSE = re.compile(
    rf"(?:^|[,;:.] |\b(?:and|but|otherwise) )(?P<join>{WHEN}|for) (?P<condition>.{{3,200}}?), (?:then |just "
    rf"|simply |please )?{ACTOR}?"
    rf"(?P<not>do not |don['’]t |avoid )?{VERB} {OPTION}(?=$|[.,;:!?(]| (?:instead|rather|because|since|as"
    rf"|over|to|with|and)\b)",
    re.IGNORECASE,
)
BE = r"(?:is|are|was|can be|could be|would be|may be|might be|will be|should be|tends? to be|becomes?|remains?)"
GRADE = (
    r"(?:(?:a|an|the|also|usually|often|particularly|especially|mostly|generally|typically|still|then|most|more"
    r"|very|much"
    r"|quite|probably|almost|always|only|mainly|normally|both|perhaps|likely) )*"
)
FIT = (
    r"(?:good|better|best|great|ideal|perfect|right|suitable|suited|well[ -]suited|best[ -]suited|useful"
    r"|helpful|preferred|preferable"
    r"|recommended|designed|sensible|natural|appropriate|reasonable|practical|effective|popular|worthwhile"
    r"|worth it|optimal"
    r"|excellent|attractive|practical|meant|intended|made)"
)
NOUN = r"(?: (?:choice|fit|option|pick|bet|match|solution|default|candidate|approach|way|tool|place to start|idea))?"
NEGATED = r"(?P<not>(?:not|n['’]t|never|rarely|less|hardly) )?"
COPULA = re.compile(
    rf"(?:^|[,;:.] |\b(?:and|but|while|whereas|that|however,?|so) ){OPTION}(?: {BE}|['’](?:s|re)| (?:is|are"
    rf"|was|should|would|may|might)(?P<cut>n['’]t| not)(?: be)?) "
    rf"{NEGATED}{GRADE}{NEGATED.replace('not>', 'not2>')}{FIT}{NOUN}(?: (?:mainly|mostly|only|here))?"
    rf",? (?P<join>{WHEN}|for|in|to) {REST}",
    re.IGNORECASE,
)
FOR_THEM = re.compile(
    rf"(?:^|[;:.] )(?P<join>{WHEN}|for) (?P<condition>.{{3,200}}?), (?:then )?{OPTION}(?: {BE}|['’](?:s|re)"
    rf"| (?:is|are|may|might)(?P<cut>n['’]t| not)(?: be)?) "
    rf"{NEGATED}{GRADE}{FIT}\b{NOUN}(?=$|[.,;:]| (?:because|since|as)\b)",
    re.IGNORECASE,
)
FITS = re.compile(
    rf"(?:^|[,;:.] |\b(?:and|but|while|whereas|that|however,?) ){OPTION} (?P<not>(?:does|do)(?: not|n['’]t) )?"
    r"(?:(?:usually|often|really|only|also|generally|typically) )?"
    r"(?:(?:make|makes) (?:the most |more |most |good |little |no )?sense|works? (?:best|well|better|great"
    r"|fine)|shines?|excels? (?:at|in|when|for)|pays? off"
    r"|performs? (?:best|better|well)|wins?|suits?|(?:is|are) worth (?:it|the \w+))(?!\w) ?"
    rf"(?P<join>{WHEN}|for|in|with)? ?{REST}",
    re.IGNORECASE,
)
LEAD = re.compile(
    rf"(?:^|[,;.] |\b{ACTOR})(?P<not>do not |don['’]t |never |avoid )?(?:{VERB}|using) {OPTION}"
    rf"(?: (?:{WHEN}|for|in the following (?:scenarios|cases|situations)|in these (?:cases|situations))"
    r"(?: (?:you need to do the following|the following(?: \w+){0,4}|any of(?: \w+){1,4}|one of(?: \w+){1,4}"
    r"|these(?: \w+){1,3}|you|your \w+))?) ?:$",
    re.IGNORECASE,
)
LEAD_FITS = re.compile(
    rf"^{OPTION} (?:{BE}|(?:is|are|may|might)(?P<cut>n['’]t"
    rf"| not)(?: be)?) {NEGATED}{GRADE}{NEGATED.replace('not>', 'not2>')}{FIT}{NOUN}"
    rf",? (?:{WHEN}|for)(?: (?:the following(?: \w+){{0,3}}|you|your \w+))? ?:$",
    re.IGNORECASE,
)
LEAD_WORKS = re.compile(
    rf"^{OPTION} (?:works? (?:best|well)|makes? sense|shines?|excels?) (?:{WHEN}|for|at"
    rf"|in)(?: the following(?: \w+){{0,3}})? ?:$",
    re.IGNORECASE,
)
HEADING = re.compile(
    rf"^(?:\d+[.)]? )?when (?P<not>not |(?:should|would) (?:you|we|i) not )?(?:should (?:you|we|i) "
    rf"|would (?:you|we|i) |do (?:you|we|i) |is it (?:time|right) |can (?:you|we) )?"
    rf"(?P<not3>not )?(?:to )?(?P<not2>not |avoid )?(?:{VERB}|need) {OPTION}(?: for .{{1,40}}"
    rf"| instead.{{0,40}}| over .{{1,40}})?[?:]?$",
    re.IGNORECASE,
)
FORMS = {IMPERATIVE: "purpose", REVERSE: "purpose", FORBIDS: "purpose"}
"""What a pattern says with "for": that an option fits something, or only what it is used for."""
PRONOUN = re.compile(
    r"^(?:it|they|this|these|those|that|(?:this|these|such an?|the) (?:latter |former )?(?:approach(?:es)?"
    r"|options?|methods?|techniques?|patterns?"
    r"|strateg(?:y|ies)|architectures?|designs?|models?|setups?|endpoints?|solutions?|types?|kinds?|tools?"
    r"|modes?|cards?|gpus?|systems?))$",
    re.IGNORECASE,
)
NO_OPTION = re.compile(
    r"\b(?:is|are|was|were|be|been|can|could|should|would|will|may|might|must|such|have|has|had|do|does|which"
    r"|who|what|why|how"
    r"|there|here|than|because|when|if|not|n['’]t)\b"
    r"|^(?:lower|higher|better|worse|larger|smaller|faster|slower|cheaper|greater|longer|shorter)$"
    r"|^(?:you|we|i|he|she|one|it|they|this|that|these|those|all|any|some|each|every|most|more|less|both|either"
    r"|many|few|other|others|another|same|everything|something|nothing|no|users?|people|teams?|part|step|thing"
    r"|following|example|results?)\b"
    r"|^(?:options?|approach(?:es)?|methods?|solutions?|models?|tools?|choices?|case|cases|data|use|best|good"
    r"|way|ways)$",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"^(?:(?:a|an|the|your|our|its|their|using|use|simply|just|only|also|to|either|plain|and|or|but|so|then"
    r"|however|while|whereas|as|generally|usually|typically|often|today|currently|for example|in practice"
    r"|similarly|conversely|likewise|instead|in contrast|by contrast|on the other hand)\b,? ?)+",
    re.IGNORECASE,
)
TRAIL = re.compile(
    r"(?: (?:instead|rather|only|also|usually|typically|generally|often|first|here|mainly|directly|today"
    r"|together|primarily|specifically|mostly|even))+$",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:may|might|could|can|perhaps|possibly|probably|usually|often|generally|typically|sometimes|tends?"
    r"|consider|likely|in some cases|mostly|roughly)\b",
    re.IGNORECASE,
)
BOLD = re.compile(r"^(?:\*\*|__)(?P<topic>[^*_\n]{2,80}?)[:.]?(?:\*\*|__)(?P<rest>[:.,]?)")
CLAUSE_END = re.compile(
    r"(?<=\w)(?:[.;!?](?:\s|$)|\s[—–-]\s|\s?\((?:e\.g|i\.e|for example|such as|see)\b|, (?:because|since"
    r"|so that|as it|as they|which|but|while|whereas|although|though|where the)\b|, so\b"
    r"|,? (?:whereas|while) \b|:(?:\s|$)|,? (?:for example|for instance|such as|rather than|instead of)\b)",
    re.IGNORECASE,
)
CITED = re.compile(r"\s?\[[\d,;^–-]{1,12}\]")
CLICK = re.compile(
    r"^(?:(?:evaluating|choosing|selecting|designing|deciding|comparing|considering|using|you \w+$"
    r"|more (?:information|details|on)|details|example|instance|an? (?:example|overview))(?!\w))",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"^(?:(?:pattern|option|approach|method|case|step) )?[\d.)]{1,4}:? ?", re.IGNORECASE)
ABOUT = re.compile(r" (?:for|of|to|about|in|on) ", re.IGNORECASE)
"""A heading with one of these is about something, and names no option that a pronoun could stand for."""
HINTS = frozenset(
    re.findall(
        r"\w+",
        "use using choose pick prefer select opt go favor favour consider stick reach deploy adopt employ run "
        "avoid ideal suit suits suited suitable fit fits best better good great perfect right useful helpful "
        "sense work works shine shines excel excels worth worthwhile recommended designed preferred "
        "preferable appropriate practical win wins pays optimal meant intended made popular sensible natural "
        "reasonable effective excellent attractive perform performs performing ",
    )
)
"""A sentence with none of these words is no advice."""
WORDS = re.compile(r"[a-z]+")

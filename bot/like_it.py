"""What a message says there is as large as what was stated before: "four more boxes, each as big as that", "there are
six cities like that". Pure.

Words of English, German, Spanish and French; of Chinese what stands for one of many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.apiece import alike, noun_behind
from kb.numerals import read_number
from kb.plain_numbers import plain_numbers

_MORE_OF = r"(?:more|further|additional|extra|other|weitere|más|autres)"
_SAME_SIZE = (
    r"(?:(?:each|all|every one|both|jede[rs]?|cada un[oa]|chacune?)\s(?:of them\s)?)?(?:about |roughly |just "
    r"|exactly )?"
    r"(?:(?:is |are )?(?:as|so) (?:big|large|full|many|much|long|groß|viel) (?:as|wie) (?:that|this|it|the first"
    r"|the one|those|das|diese[rs]?)"
    r"|(?:of )?(?:the same|that|the very same|this) (?:size|number|amount|volume)|like (?:that|this one|this)"
    r"|the size of (?:that|this|it)"
    r"|just like (?:that|it)|igual de grandes?|tan grandes? como es[eoa]|aussi gros(?:ses)?|de la même taille"
    r"|genauso groß|derselben größe)\b"
)
_LIKE_IT = re.compile(
    rf"\s(?P<more>{_MORE_OF}\b)?(?:\s?[^\W\d_]{{2,14}}){{0,3}}?,?\s{_SAME_SIZE}",
    re.IGNORECASE,
)
_SAME_EACH = re.compile(
    r"\s[^\W\d_]{3,20}\b[^.;?!\d]{0,50}?\s(?:with |at |of )?(?:about |roughly )?(?:(?:the|that) same|as (?:many|much))"
    r"(?:\s[^\W\d_]{3,12})?,?\s(?:each|apiece|per [^\W\d_]{3,12})\b",
    re.IGNORECASE,
)
"""So many with what one has: "if all 7 sites come on board with the same load each"."""
_ANOTHER = re.compile(r"\b(?:another|noch|otr[oa]s|encore)\s$", re.IGNORECASE)
_LIKE_THAT = re.compile(
    r"(?:\s(?!questions?\b|things?\b|points?\b|problems?\b|matters?\b)[^\W\d_]{3,20}){1,2},?\s(?:just )?"
    r"(?:like (?:that|it|this|the first)|of (?:that|the same|this) (?:size|kind|sort)|wie (?:diese[rsmn]?|die|das)"
    r"|como (?:es[eoa]|est[eoa])|comme (?:ça|celui-là|celle-là))\b",
    re.IGNORECASE,
)
"""So many as the one that was counted: "there are six cities like that"."""
_OF_ONE = re.compile(
    r"(?:\b(?:that|this|it)|\d\s?[km]?|\b(?:hundred|thousand|million))(?:['’]s|\sis|\swas|\sare|\swere)\s"
    r"(?:just |only )?(?:for |of |from )?(?:one|a single|1|my|our own)\s(?P<noun>[^\W\d_]{3,20})\b[^\d]{0,40}?"
    r"\b(?:we(?:['’]ve| have)(?: got)?|there are|there['’]re|we run|we own"
    r"|the (?:group|chain|company|firm|network|trust)\s(?:has|runs|owns|counts))\s(?:about )?$",
    re.IGNORECASE,
)
"""What leads to how many there are of what was counted for one: "that's one hospital. We have seven", "the 200 is my
clinic. the group has 15"."""
_OF_ONE_CHINESE = re.compile(
    r"是(?:我们|其中)?这?一(?P<kind>[个家间所座处台])[\u4e00-\u9fff]{1,10}?的[^\d。！？]{0,8}?[，,；;]\s?"
    r"(?:全国|全省|全市|一共|总共|集团|公司|我们)(?:一共|总共)?有?(?:大概|大约|约)?(?=[0-9零一二两三四五六七八九十百])"
)
"""The same in Chinese, where words are not parted: "两千只是一个分拨中心的量，全国三十个"."""
_ENDS_CHINESE = r"(?:$|[，,。；;！!、）)\s]|[都也全每])"
"""What follows their measure word where it has no noun of its own: 三十个人 are people."""
_OF_THESE = re.compile(
    r"\s(?:of (?:them|those|these)|in (?:all|total)|altogether|all told|everywhere|across)\b|\s?(?:$|[.,;:!?])",
    re.IGNORECASE,
)
"""What follows their number where it has no noun of its own."""
_SUCH = re.compile(
    r"\s(?:such|solche[rn]?)\s[^\W\d_]{3,20}(?=\s?(?:$|[.,;:!?])|\s(?:by|from|in|now|soon|next|as of|ab|bis|when"
    r"|once)\b)",
    re.IGNORECASE,
)
_SO_MANY = (_SUCH, _LIKE_THAT, _SAME_EACH)
"""What follows the number of those that are each as large."""


def like_it(text: str) -> Iterator[tuple[float, int, int]]:
    """Read "four more boxes, each as big as that" as five times, "ten such clinics" as ten times what one makes."""
    for number in plain_numbers(text):
        like = _LIKE_IT.match(text, number.end)
        if like and (like.group("more") or _ANOTHER.search(text[: number.start])):
            yield (number.low + 1.0, number.start, like.end())
        elif number.low < 2:
            continue
        elif alike := next((found for said in _SO_MANY if (found := said.match(text, number.end))), None):
            yield (number.low, number.start, alike.end())
        elif (one := _OF_ONE.search(text[: number.start])) and _counts_those(text, number.end, one["noun"]):
            yield (number.low, number.start, number.end)
    for one in _OF_ONE_CHINESE.finditer(text):
        many = read_number(text, one.end())
        if many and many.low == many.high >= 2 and re.match(one["kind"] + _ENDS_CHINESE, text[many.end :]):
            yield (many.low, many.start, many.end)


def _counts_those(text: str, end: int, noun: str) -> bool:
    """Say whether the number that ends here is of what the noun names: "15 of them", "15 clinics"; not "15 nurses"."""
    return bool(_OF_THESE.match(text, end)) or alike(noun_behind(text, end), noun)

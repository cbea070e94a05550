"""Keys, tokens, addresses with passwords, and messages in the markup of programs, pasted into a message: nobody says
them. Pure.

What stands in a chat template, in tags that speak for the system, or in a traceback is not what the user states,
whether it was meant to instruct the advisor or came with a copy.
"""

from __future__ import annotations

import re

_TEXT = r"\S*[^\s.,;:!?()\[\]'\"]"
_ROLE = r"(?:system|assistant|developer|tool|admin|instructions?)"
"""Who speaks in a chat but the user."""
_FOR_PROGRAMS = re.compile(
    r"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\Z)"
    rf"|\b(?!https?://)[a-z][a-z0-9+.-]{{1,15}}://{_TEXT}"
    rf"|\bhttps?://[^\s/@]+:[^\s/@]+@{_TEXT}"
    rf"|\b(?=\w*(?:KEY|TOKEN|SECRET|PASS|PWD|AUTH))[A-Z][A-Z0-9_]*\s?[=:]\s?{_TEXT}"
    rf"|\b(?i:password|passwd|pwd|passwort|kennwort|contraseña|mot de passe)\s?(?:[=:]|is\b|ist\b|es\b|est\b)\s?{_TEXT}"
    rf"|(?:密码|口令)\s?[是为:：=]\s?[^\s，。；！？]+"
    r"|\b(?:sk|pk|rk|gh[opsu]|github_pat|glpat|xox[abeprs]|xapp|hf|npm|pypi)[-_][A-Za-z0-9_\-]{8,}"
    r"|\b(?:AKIA|ASIA|AIza|eyJ)[A-Za-z0-9_\-.]{12,}"
    rf"|<\|im_start\|>\s?(?:user|{_ROLE})\b.*?(?:<\|im_end\|>|\Z)|<\|[a-z_]{{3,20}}\|>"
    r"|<<(?P<mark>[A-Za-z_]{3,40})>>.{0,2000}?<</(?P=mark)>>|\[INST\].{0,2000}?\[/INST\]"
    rf"|<(?P<tag>{_ROLE}(?:_\w{{1,20}})?)>.{{0,2000}}?</(?P=tag)>|<!--.{{0,2000}}?-->"
    rf"|\{{\s?\"role\"\s?:\s?\"{_ROLE}\".{{0,2000}}?\}}\s{{0,3}}(?=\n|\Z)"
    r"|<(?P<hidden>\w{1,10})\b[^<>]{0,200}display:\s?none[^<>]{0,100}>.{0,2000}?</(?P=hidden)>"
    rf"|###\s?(?i:{_ROLE})\b[^\n]{{0,80}}\n.{{0,2000}}?###\s?END\b[^\n]{{0,80}}"
    r"|Traceback \(most recent call last\):\n(?:[ \t][^\n]{0,400}\n){1,80}[^\n]{0,400}"
    r"|(?<![\w/-])(?=[A-Za-z+/_]*\d)(?=[\d+/_]*[A-Za-z])[A-Za-z0-9+/_]{28,}={0,2}(?!\w)",
    re.DOTALL,
)


def as_said(message: str) -> str:
    """Return a message of the same length in which what is for programs is blank, so that it says nothing."""
    return _FOR_PROGRAMS.sub(lambda found: " " * len(found[0]), message)

"""Block Kit's limits as Slack's reference states them, checked on what is sent; a stand-in for Slack's own refusal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TEXT = {"header": 150, "section": 3000, "context": 2000}
TOO_LONG = 13_000
"""Characters of all blocks of a message; Slack states no number, and refuses messages from about this size on."""
KNOWN = {"header", "section", "context", "rich_text", "divider", "actions", "input"}


def faults(blocks: Sequence[Mapping[str, Any]], *, modal: bool = False) -> list[str]:
    """Return what Slack would refuse of blocks, each with its place."""
    found = [f"{len(blocks)} blocks"] if len(blocks) > (100 if modal else 50) else []
    if not modal and len(json.dumps(blocks, ensure_ascii=False)) > TOO_LONG:
        found.append("msg_blocks_too_long")
    ids = [str(block["block_id"]) for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        found.append("a block_id twice")
    for place, block in enumerate(blocks):
        found += [f"blocks[{place}] {block.get('type')}: {fault}" for fault in _block(block)]
    return found


def view_faults(view: Mapping[str, Any]) -> list[str]:
    """Return what Slack would refuse of a dialog."""
    found = faults(view["blocks"], modal=True)
    found += [
        f"{name}: {fault}" for name in ("title", "close", "submit") if name in view for fault in _text(view[name], 24)
    ]
    inputs = any(block["type"] == "input" for block in view["blocks"])
    if inputs and "submit" not in view:
        found.append("inputs without submit")
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        found.append("private_metadata or callback_id too long")
    return found


def texts(found: Any) -> Iterator[tuple[str, str]]:
    """Yield every text that Slack would show, with its kind: ``plain_text``, ``mrkdwn``, or ``text`` of rich text."""
    if isinstance(found, Mapping):
        if found.get("type") in {"plain_text", "mrkdwn", "text", "link"} and isinstance(found.get("text"), str):
            yield found["type"], found["text"]
        for value in found.values():
            yield from texts(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from texts(value)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _text(found: Any, most: int) -> list[str]:
    if not isinstance(found, Mapping) or found.get("type") not in {"plain_text", "mrkdwn"}:
        return ["no text object"]
    length = _units(found["text"])
    return [f"text of {length}"] if not 1 <= length <= most else []


def _block(block: Mapping[str, Any]) -> list[str]:
    kind = block.get("type")
    if kind not in KNOWN:
        return ["unknown type"]
    if len(str(block.get("block_id", ""))) > 255:
        return ["block_id too long"]
    match kind:
        case "header" | "section":
            found = _text(block["text"], TEXT[kind])
            return found + (
                ["header with markup"] if kind == "header" and block["text"]["type"] != "plain_text" else []
            )
        case "context":
            many = [] if 1 <= len(block["elements"]) <= 10 else ["elements"]
            return many + [fault for element in block["elements"] for fault in _text(element, TEXT[kind])]
        case "actions":
            return _actions(block["elements"])
        case "input":
            hint = _text(block["hint"], 2000) if "hint" in block else []
            return _text(block["label"], 2000) + hint + _element(block["element"])
        case "rich_text":
            return [fault for part in block["elements"] for fault in _rich(part)] or (
                [] if block["elements"] else ["empty"]
            )
    return []


def _actions(elements: Sequence[Mapping[str, Any]]) -> list[str]:
    found = [] if 1 <= len(elements) <= 25 else [f"{len(elements)} elements"]
    ids = [element["action_id"] for element in elements]
    found += ["an action_id twice"] if len(ids) != len(set(ids)) else []
    return found + [fault for element in elements for fault in _element(element)]


def _element(element: Mapping[str, Any]) -> list[str]:
    if not 1 <= len(element["action_id"]) <= 255:
        return ["action_id"]
    match element["type"]:
        case "button":
            found = _text(element["text"], 75)
            return found + ([f"value of {len(element['value'])}"] if len(element.get("value", "")) > 2000 else [])
        case "overflow" | "static_select":
            most = 5 if element["type"] == "overflow" else 100
            found = [] if 1 <= len(element["options"]) <= most else ["options"]
            return found + [fault for option in element["options"] for fault in _option(option)]
        case "plain_text_input":
            found = _text(element["placeholder"], 150) if "placeholder" in element else []
            return found + (["initial_value"] if len(element.get("initial_value", "")) > element["max_length"] else [])
    return ["unknown element"]


def _option(option: Mapping[str, Any]) -> list[str]:
    found = _text(option["text"], 75) + (["option value"] if not 1 <= len(option["value"]) <= 75 else [])
    return found + (["url"] if len(option.get("url", "")) > 3000 else [])


def _rich(part: Mapping[str, Any]) -> list[str]:
    if part["type"] not in {"rich_text_section", "rich_text_quote", "rich_text_list"}:
        return [f"unknown part {part['type']}"]
    if not part["elements"]:
        return ["empty part"]
    found = []
    for element in part["elements"]:
        if element["type"] == "rich_text_section":
            found += _rich(element)
        elif element["type"] not in {"text", "link"} or not element["text"]:
            found.append(f"rich element {element['type']} {element.get('text', '')!r}")
        elif element["type"] == "link" and not element["url"].startswith(("https://", "http://")):
            found.append(f"link to {element['url']}")
        elif _units(element["text"]) > 3000:
            found.append("rich text too long")
    return found

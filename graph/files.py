"""The graph as a node-link JSON file: written whole or not at all, and believed only after it has been checked.

JSON and nothing else, because a pickle or a GraphML file could run or load something. A file that is cut off, edited
into nonsense, too large, or from another format raises GraphError; it never becomes an empty or a partial graph.
"""

from __future__ import annotations

import json
import math
import os
import re
from pathlib import Path
from typing import Any

import networkx as nx

from graph.schema import Relation, kind_of, require_join
from kb.errors import GraphError

FORMAT = "crossroads-graph"
VERSION = 1
MAX_BYTES = 1 << 30  # 1 GiB: about 2.5 million nodes; a file beyond it is not one of ours
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")  # we write UTF-8 unescaped, so such an escape is foreign


def graph_bytes(g: nx.MultiDiGraph, generation: int) -> bytes:
    """Return the file's bytes: the same graph and generation always give the same bytes.

    Raises GraphError when an attribute is not JSON (NaN and infinity are not).
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        "generation": generation,
        "graph": nx.node_link_data(g, edges="edges"),
    }
    try:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")
    except (TypeError, ValueError) as error:
        raise GraphError(f"The graph holds an attribute that is not JSON ({error}); nothing was written.") from error


def write_graph(g: nx.MultiDiGraph, path: Path, *, generation: int) -> None:
    """Write the graph, stamped with the ledger's generation that it was built from.

    A kill at any moment leaves the old file or the new one: temporary file, fsync, rename, fsync of the directory.
    """
    write_atomically(path, graph_bytes(g, generation))


def read_graph(path: Path, *, max_bytes: int = MAX_BYTES) -> tuple[nx.MultiDiGraph, int]:
    """Return the graph and the generation that it is stamped with.

    Raises GraphError naming the file when it is missing, larger than ``max_bytes``, not the JSON we write, or holds a
    node or an edge that the schema refuses.
    """
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise GraphError(f"{path}: the graph file has {size} bytes, more than the {max_bytes} allowed.")
        raw = path.read_bytes()
    except OSError as error:
        raise GraphError(f"{path}: the graph file cannot be read ({error.strerror}). {_MEND}") from error
    try:
        return parse_graph(raw)
    except GraphError as error:
        raise GraphError(f"{path}: {error} {_MEND}") from error


def parse_graph(raw: bytes) -> tuple[nx.MultiDiGraph, int]:
    """Return the graph in the bytes of a file and its generation; raises GraphError, see ``read_graph``."""
    try:
        content = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
        if _SURROGATE.search(raw):
            json.dumps(content, ensure_ascii=False).encode("utf-8")
    except UnicodeError as error:
        raise GraphError(f"the text is not UTF-8 ({error}).") from error
    except RecursionError as error:
        raise GraphError("the JSON is nested too deeply.") from error
    except ValueError as error:
        raise GraphError(f"this is not JSON as we write it ({error}).") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise GraphError(f"expected an object with format {FORMAT!r}.")
    if content.get("version") != VERSION:
        raise GraphError(f"expected version {VERSION}. Found: {content.get('version')!r}.")
    generation = content.get("generation")
    if type(generation) is not int or generation < 0:
        raise GraphError(f"expected a generation of 0 or more. Found: {generation!r}.")
    return _graph(content.get("graph")), generation


def _graph(data: Any) -> nx.MultiDiGraph:
    """Rebuild the graph node by node and edge by edge, checking each."""
    if not isinstance(data, dict) or data.get("directed") is not True or data.get("multigraph") is not True:
        raise GraphError("expected a directed multigraph in node-link form.")
    nodes, edges, attributes = data.get("nodes"), data.get("edges"), data.get("graph")
    if not (isinstance(nodes, list) and isinstance(edges, list) and isinstance(attributes, dict)):
        raise GraphError("expected the lists 'nodes' and 'edges' and the object 'graph'.")
    g = nx.MultiDiGraph(**attributes)
    for node in nodes:
        id = node.get("id") if isinstance(node, dict) else None
        if not isinstance(id, str) or id in g or node.get("kind") != kind_of(id).value:
            raise GraphError(f"node {id!r}: expected an object with an id that occurs once and the kind of its id.")
        g.add_node(id, **{key: value for key, value in node.items() if key != "id"})
    for edge in edges:
        _add_edge(g, edge)
    return g


def _add_edge(g: nx.MultiDiGraph, edge: Any) -> None:
    start, end, key = (edge.get(name) if isinstance(edge, dict) else None for name in ("source", "target", "key"))
    if not (isinstance(start, str) and isinstance(end, str) and isinstance(key, str)):
        raise GraphError(f"edge {edge!r}: expected an object with source, target and key.")
    if start not in g or end not in g:
        raise GraphError(f"edge {start} -> {end}: one of its ends is not a node.")
    try:
        relation = Relation(edge.get("relation"))
    except ValueError as error:
        raise GraphError(f"edge {start} -> {end}: unknown relation {edge.get('relation')!r}.") from error
    require_join(start, relation, end)
    if g.has_edge(start, end, key):
        raise GraphError(f"edge {start} -> {end}: the key {key!r} occurs twice.")
    values = {name: value for name, value in edge.items() if name not in ("source", "target", "key")}
    g.add_edge(start, end, key=key, **values)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file's content durably: after a kill or a power cut it is the old or the new one, never a mixture."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is out of range")
    return value


_MEND = "Run crossroads doctor: it is rebuilt from the ledger."

"""A letter and its layout as one list of nodes.

Django works out template inheritance again each time it renders. A letter is rendered thousands
of times, so it is worked out once: half the time of writing a letter.
"""

from collections.abc import Iterator
from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from django.template import Engine, Template
from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.loader_tags import BlockNode, ExtendsNode

Blocks = dict[str, BlockNode]
_flat: WeakKeyDictionary[Template, Template] = WeakKeyDictionary()


class _CannotFlattenError(Exception):
    """The template does something that only Django's own way of inheriting gets right."""


def letter_template(engine: Engine, path: str) -> Template:
    """The template, flattened where that changes nothing but the time it takes."""
    template = engine.get_template(path)
    if template not in _flat:
        try:
            _flat[template] = _flattened(engine, template)
        except _CannotFlattenError:
            _flat[template] = copy(template)
    return _flat[template]


def _flattened(engine: Engine, template: Template) -> Template:
    nodes, blocks = template.nodelist, Blocks()
    while extends := next((node for node in nodes if isinstance(node, ExtendsNode)), None):
        blocks = extends.blocks | blocks  # the child's words win
        nodes = engine.get_template(_parent_of(extends)).nodelist
    flat = copy(template)
    flat.nodelist = NodeList(_joined(_expanded(nodes, blocks)))
    return flat


def _parent_of(extends: ExtendsNode) -> str:
    parent = getattr(extends.parent_name, "var", None)
    if not isinstance(parent, str):
        raise _CannotFlattenError
    return parent


def _expanded(nodes: NodeList, blocks: Blocks) -> Iterator[Node]:
    """The nodes with each block replaced by what stands in it."""
    for node in nodes:
        if isinstance(node, BlockNode):
            yield from _expanded(blocks.get(node.name, node).nodelist, blocks)
        elif _uses_super(node) or node.get_nodes_by_type(BlockNode):
            raise _CannotFlattenError
        else:
            yield node


def _uses_super(node: Node) -> bool:
    # In the type stubs a list of one kind of node is a list of nodes.
    variables: list[Any] = node.get_nodes_by_type(VariableNode)
    return any("block.super" in str(variable.filter_expression) for variable in variables)


def _joined(nodes: Iterator[Node]) -> Iterator[Node]:
    """Neighbouring pieces of plain text as one."""
    text = ""
    for node in nodes:
        if isinstance(node, TextNode):
            text += node.s
            continue
        if text:
            yield TextNode(text)
            text = ""
        yield node
    if text:
        yield TextNode(text)

"""XML as a stream of elements: nothing of it is kept, and no entity is expanded."""

from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat

from .answer import Refused

_PIECE = 1 << 16

Attributes = dict[str, str]


def stream(
    file: BinaryIO,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Call back for each element, with its name without a namespace, and for text.

    Attributes keep their namespace in front, with a space behind it. Raises Refused.
    """
    names: dict[str, str] = {}

    def local(name: str) -> str:
        if name not in names:
            names[name] = name.rpartition(" ")[2]
        return names[name]

    def refuse(*_arguments: object) -> None:
        raise Refused("damaged", value="DOCTYPE")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = text
    try:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("damaged", value=str(error)) from error

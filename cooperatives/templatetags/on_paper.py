"""What a page says once and shows in several places, its title above all, for what is printed."""

from django import template
from django.template import Node, NodeList, TemplateSyntaxError
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import mark_safe

register = template.Library()


class Kept(Node):
    """`{% keep as NAME %}…{% endkeep %}`: what stands between, in one line, as a variable. A block
    of a template can stand in one place alone; so its words may stand in several.
    """

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        # It was escaped where it was rendered.
        context[self.name] = mark_safe(" ".join(self.nodelist.render(context).split()))  # noqa: S308
        return ""


@register.tag
def keep(parser: Parser, token: Token) -> Kept:
    """Compile `keep`. Raises TemplateSyntaxError where no name is given."""
    match token.split_contents():
        case [_tag, "as", name]:
            nodelist = parser.parse(("endkeep",))
            parser.delete_first_token()
            return Kept(name, nodelist)
    raise TemplateSyntaxError("Use {% keep as NAME %}…{% endkeep %}.")

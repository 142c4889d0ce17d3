"""symjac functions [NAME]: what can be typed."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from symjac.cli import output


def op_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """For the shell: functions that begin so."""
    from symjac.pages.functions import listed

    return [CompletionItem(op.name, help=op.sentence) for op in listed() if op.name.startswith(incomplete)]


@click.command()
@click.argument("name", required=False, shell_complete=op_names)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--width", type=click.IntRange(40, 400), metavar="COLUMNS", help="How wide the tables may be.")
@click.option("--ascii", is_flag=True, help="Only ASCII characters.")
def functions(name: str | None, format_: str, width: int | None, ascii: bool) -> None:
    """List what can be typed, with shapes and differentials; or tell all about NAME.

    \b
    symjac functions
    symjac functions logdet
    symjac functions --format json
    """
    from symjac.pages import functions as listing
    from symjac.writing.formats import text

    if format_ == "json":
        import json

        found = listing.facts(listing.named(name)) if name else [listing.facts(op) for op in listing.listed()]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    page = listing.page(listing.named(name)) if name else listing.overview(listing.listed())
    plain = ascii or not output.speaks_unicode()
    click.echo(text.document(page, width=width or output.columns(None), ascii=plain), nl=False)

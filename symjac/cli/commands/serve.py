"""symjac serve: the page, from this machine."""

from __future__ import annotations

import click

USUAL = 8484


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=USUAL, show_default=True, help="0 takes any that is free.")
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
def serve(port: int, open_: bool) -> None:
    """Serve the page to the browsers of this machine: type a formula, see the derivation. Ctrl-C ends it.

    \b
    symjac serve --open
    symjac serve --port 0
    """
    from symjac.web.server import Server

    try:
        server = Server(port)
    except OSError as failure:
        message = f"port {port} cannot be used: {failure.strerror or failure}"
        raise click.ClickException(f"{message}\n  hint:     symjac serve --port 0 takes one that is free") from failure
    try:
        click.echo(f"symjac is at {server.url} (Ctrl-C ends it)")
        if open_:
            click.launch(server.url)
        server.serve_forever(poll_interval=0.2)
    finally:
        server.server_close()

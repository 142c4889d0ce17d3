"""symjac completion SHELL: the script that completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    \b
    eval "$(symjac completion bash)"                                        # in ~/.bashrc
    eval "$(symjac completion zsh)"                                         # in ~/.zshrc
    symjac completion fish > ~/.config/fish/completions/symjac.fish
    """
    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(ctx.find_root().command, {}, "symjac", "_SYMJAC_COMPLETE").source())

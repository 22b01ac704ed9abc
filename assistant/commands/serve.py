"""`assistant serve`: the assistant for other programs and computers."""

from __future__ import annotations

from rich.console import Console

from assistant.config import Config, ServingConfig, own_only
from assistant.serving.tokens import read_token
from models.command_line import err


def serve_clients(config: Config, console: Console) -> None:
    """Serve until Ctrl-C.

    Raises:
        ConfigError: the token, the certificate or its key cannot be read.
        DeviceError: an address cannot be used.
    """
    # its packages are an extra: one that is missing is named before the models load
    from assistant.serving.server import Running, serve
    from assistant.serving.service import open_service

    serving = config.serving
    token = read_token(serving.token_file)
    for warning in warnings(serving):
        console.print(warning, style="yellow", markup=False, soft_wrap=True)

    def ready(running: Running) -> None:
        for address in running.addresses:
            console.print(f"Serving {address}", style="bold", markup=False, highlight=False)

    with open_service(config, err) as service:
        serve(service, serving, token, ready)
    console.print("Goodbye.", style="dim")


def warnings(serving: ServingConfig) -> list[str]:
    """What the owner should know about the addresses."""
    found = []
    if not own_only(serving.host) and not serving.encrypted:
        found.append("Whoever shares this network can listen: set certificate and key under [serving].")
    if not own_only(serving.wyoming_host):
        found.append("Wyoming has neither a token nor encryption: keep it in a network that you trust.")
    return found

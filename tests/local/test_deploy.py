"""What runs on servers is what runs here: the deployment files name the same programs."""

from pathlib import Path

import pytest
from django.conf import settings

from institute.local import programs

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
OWN = {"--host", "--port", "--workers", "--concurrency", "--schedule", "-W"}  # differ on servers
FILES = {
    "web": ["compose.yaml", "systemd/tpm-institute-web.service"],
    "worker": ["compose.yaml", "systemd/tpm-institute-worker.service"],
    "beat": ["compose.yaml", "systemd/tpm-institute-beat.service"],
}
COMMANDS = {
    "web": programs.web(8000),
    "worker": programs.worker(),
    "beat": programs.beat(Path("/data")),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_servers_give_each_program_the_options_it_has_here(name: str) -> None:
    for file in FILES[name]:
        said = (DEPLOY / file).read_text().replace("\\\n", " ").split()
        assert not set(options(COMMANDS[name])) - set(said), file


def test_the_image_holds_every_app_of_ours() -> None:
    copied = (DEPLOY / "compose.yaml").read_text()
    ours = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    root = DEPLOY.parent

    for name in ours:
        if (root / name).is_dir():
            assert f"COPY {name} {name}" in copied


def options(command: list[str]) -> list[str]:
    """The words of a command, without the interpreter and what is each machine's own."""
    words = command[1:]
    own = {at for at, word in enumerate(words) if word in OWN}
    return [word for at, word in enumerate(words) if at not in own and at - 1 not in own]

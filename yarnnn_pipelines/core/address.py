"""Where a page of ours listens, and by which names it may be called. Where a request comes from is origins.py's."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from yarnnn_pipelines.core.errors import UserError

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


@dataclass(frozen=True)
class Address:
    """host: a name or an IP address to listen on; allowed_hosts: what others write into their browsers for it."""

    host: str
    port: int
    allowed_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """`UserError` where others could reach it and nothing says by which name, or a name is none."""
        for name in self.allowed_hosts:
            if not name.strip("[]") or any(letter in name for letter in "*/@ ") or _has_port(name):
                raise UserError(
                    f"{name!r} is no name of a machine",
                    where="--allowed-host",
                    mend="write the name or the IP address alone, without http:// and port: ui.example.com",
                )
        if not self.is_private and not self.allowed_hosts:
            raise UserError(
                f"at {self.host!r} other machines reach it, and nothing says by which name",
                where="--host",
                mend=f"leave --host out and open it through `ssh -L {self.port}:127.0.0.1:{self.port}`; or, behind a "
                "login, add the name that is written into browsers: `--allowed-host ui.example.com`",
            )

    @property
    def is_private(self) -> bool:
        """Whether this machine alone reaches it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host that a request may name, IPv6 in brackets."""
        own = () if self.host in _EVERYWHERE else (_bracketed(self.host),)
        return tuple(dict.fromkeys((*_LOOPBACK, *own, *map(_bracketed, self.allowed_hosts))))

    @property
    def url(self) -> str:
        """Under which this machine finds it."""
        return f"http://{_bracketed(_EVERYWHERE.get(self.host, self.host))}:{self.port}"

    def __str__(self) -> str:
        return f"{_bracketed(self.host)}:{self.port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _has_port(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return ":" in name
    return False

"""The state of the import screen: what the URL says, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

PATH = "/import"
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: before an upload, at one, or at the report of a past import."""

    upload: str = ""
    run: int | None = None
    lang: str = ""

    @classmethod
    def parse(cls, search: str) -> Place:
        """Read a place from the query of a URL; what cannot be understood is left out."""
        query = parse_qs(search.removeprefix("?"))
        run = query.get("run", [""])[0]
        number = run.isdecimal() and run.isascii() and len(run) <= _MOST_DIGITS
        return cls(
            upload=query.get("upload", [""])[0],
            run=int(run) if number else None,
            lang=query.get("lang", [""])[0],
        )

    def at_start(self) -> str:
        """Return the address of the first step."""
        return self._address({})

    def at_upload(self, token: str) -> str:
        """Return the address of the check of an upload."""
        return self._address({"upload": token})

    def at_run(self, run: int) -> str:
        """Return the address of the report of an import."""
        return self._address({"run": str(run)})

    def _address(self, query: dict[str, str]) -> str:
        whole = query | ({"lang": self.lang} if self.lang else {})
        return PATH + (f"?{urlencode(whole)}" if whole else "")

"""What the files and pages of every disclosure are made with."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from gongkai.export import DatabaseWriter
from gongkai.publish.environment import Templates, environments


@dataclass(frozen=True, slots=True)
class Setting:
    """What the files and pages of every disclosure are made with; `code` and `made_with` are hashes.

    `linked` says that folders lead into the store, and are not to be moved out of it.
    """

    store: Path
    site_sources: Path
    site_url: str
    repo_url: str
    code: str
    made_with: str
    linked: bool
    browser_code: Path | None = None
    database_of: DatabaseWriter | None = None

    def cache(self) -> Path:
        """The folder for what only spares the next build work, and is no part of what is built."""
        return self.store.parent / "cache" if self.linked else self.store

    def templates(self) -> Templates:
        """The templates of both languages, compiled once for all processes and builds."""
        compiled = self.cache() / "templates" if self.linked else None
        return environments(
            self.site_sources, site_url=self.site_url, repo_url=self.repo_url, compiled=compiled, code=self.code
        )

    def put(self, origin: Path, target: Path, *, shared: bool = False) -> None:
        """Puts a folder of the store into the site: as a symbolic link, or moved (one that is shared: copied) there."""
        if self.linked:
            target.symlink_to(os.path.relpath(origin, target.parent), target_is_directory=True)
        elif shared:
            shutil.copytree(origin, target)
        else:
            origin.rename(target)

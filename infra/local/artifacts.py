"""Puts what a template points at (code, layers, child templates) into the deploy bucket, named by its content."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

BUCKET = "cercano-deploy"
SKIPPED = {"__pycache__", ".pytest_cache", ".mypy_cache"}


class Packer(Protocol):
    """Makes the zip that stands for a folder a template names in CodeUri or ContentUri."""

    def pack(self, folder: Path) -> bytes:
        """The zip's bytes; equal content gives equal bytes."""


class WholeFolders:
    """The folder as it is, for a cloud that cannot look into our checkout; others' packages come from `vendor`."""

    def __init__(self, vendor: Path) -> None:
        self._vendor = vendor

    def pack(self, folder: Path) -> bytes:
        """Every file of the folder."""
        folder = self._vendor if folder.parent.name == "vendor" else folder
        files = (f for f in sorted(folder.rglob("*")) if f.is_file() and not SKIPPED.intersection(f.parts))
        return zipped((str(f.relative_to(folder)), f.read_bytes()) for f in files)


class Links:
    """Zips that only point into the working tree, so that an edit is live at once and a worker starts quickly."""

    def __init__(self, root: Path, site_packages: Path) -> None:
        self._root = root
        self._site_packages = site_packages

    def pack(self, folder: Path) -> bytes:
        """A stub for each function of a functions folder; a path file for a layer."""
        own_code = self._root / "layers" / "cercano"
        if folder.parent == self._root / "functions":
            return zipped((f.name, _stub(f)) for f in sorted(folder.glob("*.py")))
        if folder == own_code:
            linker = Path(__file__).parent / "linked" / "cercano_link.py"
            return zipped([("python/cercano_link.py", linker.read_bytes()), _path_file("cercano", own_code / "python")])
        if folder.parent == self._root / "layers" / "vendor":
            return zipped([_path_file("vendor", self._site_packages)])
        raise ValueError(f"{folder} is neither a folder of functions nor a layer")


def _stub(function: Path) -> bytes:
    return f"from cercano_link import link\n__getattr__ = link({str(function)!r})\n".encode()


def _path_file(name: str, folder: Path) -> tuple[str, bytes]:
    # Python runs `import` lines of .pth files in site folders; ours must come before the server's own packages.
    line = f"import sys; sys.path.insert(0, {str(folder)!r})\n"
    return f"python/lib/python3/site-packages/{name}.pth", line.encode()


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip that depends on nothing but names and contents."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            about = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
            about.external_attr = 0o644 << 16
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, content)
    return held.getvalue()


class Bucket:
    """The deploy bucket of one cloud. The same content is uploaded once."""

    def __init__(self, s3: Any, url: str) -> None:
        self._s3 = s3
        self._url = url
        self._kept: set[str] | None = None

    def keep(self, content: bytes, suffix: str) -> str:
        """Uploads the content if it is new, and gives its key."""
        key = hashlib.sha256(content).hexdigest()[:32] + suffix
        if self._kept is None:
            self._kept = self._open()
        if key not in self._kept:
            self._s3.put_object(Bucket=BUCKET, Key=key, Body=content)
            self._kept.add(key)
        return key

    def url_of(self, key: str) -> str:
        """The address CloudFormation reads a template from."""
        return f"{self._url}/{BUCKET}/{key}"

    def _open(self) -> set[str]:
        if BUCKET not in {bucket["Name"] for bucket in self._s3.list_buckets()["Buckets"]}:
            self._s3.create_bucket(
                Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": self._s3.meta.region_name}
            )
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        return {item["Key"] for page in pages for item in page.get("Contents", [])}

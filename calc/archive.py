"""A zip archive of a few files, written without ``zipfile``: the browser's Python leaves it out.

The format is PKWARE's APPNOTE, 4.3: each file behind a header, then the list of them. No header
holds a time, so that the same files give the same bytes.
"""

from collections.abc import Mapping
from zlib import DEFLATED, MAX_WBITS, compressobj, crc32

_VERSION = 20  # the first that reads deflated files
_UTF_8 = 1 << 11  # the flag for the encoding of names
_DEFLATED = 8
_DAY = 1 << 5 | 1  # 1 January 1980, the first that there is


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the archive of files by their names."""
    local, central = b"", b""
    for name, content in files.items():
        packed = _deflated(content)
        common = _common(name, content, packed)
        central += b"PK\x01\x02" + _two(_VERSION) + common + bytes(10) + _four(len(local))
        central += name.encode()
        local += b"PK\x03\x04" + common + name.encode() + packed
    count, sizes = _two(len(files)), _four(len(central)) + _four(len(local))
    return local + central + b"PK\x05\x06" + bytes(4) + count + count + sizes + bytes(2)


def _common(name: str, content: bytes, packed: bytes) -> bytes:
    """Return what the header of a file and its line in the list have in common."""
    halves = map(_two, (_VERSION, _UTF_8, _DEFLATED, 0, _DAY))
    words = map(_four, (crc32(content), len(packed), len(content)))
    return b"".join((*halves, *words, _two(len(name.encode())), _two(0)))


def _deflated(content: bytes) -> bytes:
    packer = compressobj(9, DEFLATED, -MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _two(number: int) -> bytes:
    return number.to_bytes(2, "little")


def _four(number: int) -> bytes:
    return number.to_bytes(4, "little")

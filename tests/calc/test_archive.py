"""An archive of ours is one that any other program reads."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from calc.archive import to_zip


@given(st.dictionaries(st.from_regex(r"[a-zé]{1,8}(/[a-z.]{1,8})?", fullmatch=True), st.binary()))
def test_another_program_reads_every_file_back(files: dict[str, bytes]) -> None:
    """Names, contents, checksums and the day are as the standard library expects them."""
    with zipfile.ZipFile(io.BytesIO(to_zip(files))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert {member.date_time for member in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}


def test_contents_are_packed() -> None:
    """A file that repeats itself takes little room."""
    assert len(to_zip({"a": b"a" * 10_000})) < 200

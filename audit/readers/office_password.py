"""Office files with a password: those that carry Excel's built-in one are opened, as Excel does without asking."""

from __future__ import annotations

from io import BytesIO

import msoffcrypto

from audit.model.raw import ReadError

BUILT_IN_PASSWORD = "VelvetSweatshop"  # noqa: S105 - Excel's own, printed in its file format's description
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def without_password(data: bytes, path: str) -> bytes:
    """Return an office file's bytes without encryption. Raises ReadError E104 where a password is needed.

    Files that are not encrypted, or that are no office files at all, come back as they are.
    """
    if not data.startswith(_OLE):
        return data
    try:
        office = msoffcrypto.OfficeFile(BytesIO(data))
        if not office.is_encrypted():
            return data
    except Exception:  # noqa: BLE001 - a damaged container is named by the reader of its format
        return data
    opened = BytesIO()
    try:
        office.load_key(password=BUILT_IN_PASSWORD)
        office.decrypt(opened)
    except Exception as error:
        raise ReadError("E104", path=path) from error
    return opened.getvalue() or data

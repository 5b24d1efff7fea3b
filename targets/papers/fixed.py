"""What an office's papers always say, as plain data, and the marks that a paper may bear."""

from dataclasses import dataclass

DRAFT = "DỰ THẢO"
DEMO = "Đây là số liệu mẫu, không phải số liệu thật."


@dataclass(frozen=True)
class FixedTexts:
    """What an office's papers always say; "" or nothing leaves a gap. Lines are those of the
    paper; recipients and addressees are one each.
    """

    superior: str = ""
    issuer: str = ""
    symbol: str = ""
    place: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signing_for: tuple[str, ...] = ()
    signer_title: str = ""
    signer_name: str = ""

"""Identifiers in their British forms: NHS number, postcode, telephone, e-mail address.

Each function gives the value in the one way it is stored, or a fault in words; what may have been meant is
suggested and never assumed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from stdnum.gb import nhs

from pipeline.rules.answers.names import two_alphabets


@dataclass(frozen=True)
class Identifier:
    """`value` as stored ("" when there is a fault), why it cannot be right, what a person should know."""

    value: str = ""
    fault: str = ""
    warning: str = ""


def _plain(text: str) -> str:
    """Compatibility forms made plain, dashes made hyphens, spaces single."""
    plain = re.sub(r"[‐‑‒–—−]", "-", unicodedata.normalize("NFKC", text))
    return " ".join(plain.split())


def nhs_number(text: str) -> Identifier:
    """A ten-digit NHS number with its modulus 11 check digit, as 999 000 0018."""
    digits = re.sub(r"(?i)^nhs\s*(?:no|number)?\.?:?\s*", "", _plain(text))
    digits = re.sub(r"[\s\-.]", "", digits)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return Identifier(fault="an NHS number has ten digits; please check it.")
    if not nhs.is_valid(digits):
        return Identifier(fault="its check digit does not fit, so one digit is probably mistyped.")
    return Identifier(nhs.format(digits))


# The pattern of every area, district, sector and unit that Royal Mail uses: inward letters are never C I K M O V.
_POSTCODE = re.compile(
    r"([A-PR-UWYZ]\d[\dA-HJKSTUW]?|[A-PR-UWYZ][A-HK-Y]\d[\dABEHMNPRVWXY]?)(\d[ABD-HJLNP-UW-Z]{2})", re.ASCII
)


def postcode(text: str) -> Identifier:
    """A UK postcode, as GL50 1TH. A letter O for a nought or an I for a one is only suggested."""
    joined = re.sub(r"[\s.\-]", "", _plain(text)).upper()
    found = _POSTCODE.fullmatch(joined)
    if found:
        return Identifier(f"{found[1]} {found[2]}")
    if joined.startswith("ZZ99"):
        return Identifier(fault="ZZ99 is the NHS's stand-in for an unknown address; write “not known”.")
    meant = {m[0] for m in map(_POSTCODE.fullmatch, _swapped(joined)) if m}
    if len(meant) == 1:
        whole = meant.pop()
        return Identifier(fault=f"this is not a UK postcode; is {whole[:-3]} {whole[-3:]} meant?")
    return Identifier(fault="this is not a whole UK postcode; please check it (for example GL50 1AA).")


def _swapped(code: str) -> set[str]:
    """The code with letters O and I turned into digits or back, in the places where a digit or letter stands."""
    if not 5 <= len(code) <= 7:
        return set()
    digits, letters = str.maketrans("OI", "01"), str.maketrans("01", "OI")
    inward = code[-3].translate(digits) + code[-2:].translate(letters)
    outward = code[:-3]
    return {
        outward[:size].translate(letters) + outward[size:].translate(digits) + inward for size in (1, 2)
    } - {code}


_EXTENSION = re.compile(r"(?i)[\s,;(]*(?:ext(?:ension|n)?|x)\s*[.:]?\s*(\d{1,6})\)?$", re.ASCII)
_LONGEST = 254  # characters; no address or list of numbers is longer
_PHONE_FAULT = "this is not a UK telephone number that can be rung; give the area code and number."


def phone(text: str) -> Identifier:
    """A UK telephone number with its area code, as 01632 960100; several are joined by "or".

    +44, brackets and extensions are accepted. A foreign number is kept as written, with a warning.
    """
    plain = _plain(text)
    if len(plain) > _LONGEST:
        return Identifier(fault=_PHONE_FAULT)
    one = _one_phone(plain)
    if one.value:
        return one
    parts = [p for p in re.split(r"\s*(?:/|;|,|\bor\b|\band\b)\s*", plain) if p]
    several = [_one_phone(p) for p in parts]
    if len(several) > 1 and all(p.value for p in several):
        return Identifier(" or ".join(dict.fromkeys(p.value for p in several)))
    return one


def _one_phone(text: str) -> Identifier:
    extension = _EXTENSION.search(text)
    number = text[: extension.start()] if extension else text
    bare = re.sub(r"(?i)^(?:tel(?:ephone)?|mob(?:ile)?|phone|work)?[\s.:]*", "", number)
    bare = re.sub(r"[\s().\-/]", "", bare)
    bare = re.sub(r"^(?:\+|00)44(?:0(?=\d{9}))?", "0", bare)
    if re.fullmatch(r"(?:\+|00)[1-9][0-9]{6,14}", bare):
        return Identifier(number.strip(), warning="this is not a UK number.")
    if not re.fullmatch(r"0[12378][0-9]{8,9}", bare):
        missing = re.fullmatch(r"[12378][0-9]{9}", bare)
        return Identifier(fault=f"is 0{bare} meant?" if missing else _PHONE_FAULT)
    return Identifier(_spaced(bare) + (f" ext. {extension[1]}" if extension else ""))


def _spaced(number: str) -> str:
    """The number in its usual groups: 020 7946 0000, 0121 496 0000, 01632 960100."""
    if number.startswith("02"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if number[1] in "38" or (number[1] == "1" and "1" in number[2:4]):
        return f"{number[:4]} {number[4:7]} {number[7:]}"
    return f"{number[:5]} {number[5:]}"


_EMAIL = re.compile(r"[^\W_][\w.!#$%&'*+/=?^`{|}~-]*@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")


def email(text: str, secure_domains: Sequence[str] = ()) -> Identifier:
    """One e-mail address; "Name <a@b>" and "mailto:" give the address. The domain is stored in lower case.

    Warns when `secure_domains` are given and the address is in none of them (nor in a part of one).
    """
    plain = _plain(text)
    if len(plain) > _LONGEST:
        return Identifier(fault="this is too long for an e-mail address.")
    bracketed = re.fullmatch(r"[^<>]*<\s*([^<>\s]+)\s*>[.,;]?", plain)
    address = bracketed[1] if bracketed else plain
    address = re.sub(r"(?i)^(?:mailto|e-?mail)\s*:\s*", "", address).strip(" .,;")
    if address.count("@") > 1:
        return Identifier(fault="give one e-mail address only.")
    if ".." in address or not _EMAIL.fullmatch(address):
        return Identifier(fault=_email_fault(address))
    if two_alphabets(address):
        return Identifier(fault="it has letters of two alphabets that look alike; please type it again.")
    name, _, domain = address.partition("@")
    domain = domain.lower()
    secure = any(domain == d.lower() or domain.endswith("." + d.lower()) for d in secure_domains)
    warning = "" if secure or not secure_domains else f"{domain} is not on the list of secure mail domains."
    return Identifier(f"{name}@{domain}", warning=warning)


def _email_fault(address: str) -> str:
    closed = address.replace(" ", "").replace(",", ".")
    if closed != address and ".." not in closed and _EMAIL.fullmatch(closed):
        return f"this is not an e-mail address; is {closed} meant?"
    return "this is not an e-mail address; please check it (for example name@organisation.example.org)."

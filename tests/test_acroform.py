"""papers/reading/acroform: PDF forms, however a producer stored them, and the hostile ones."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from pipeline.model.answers import Answers, Carrier
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.acroform import read_acroform
from pipeline.papers.reading.acroform.text import decode
from pipeline.papers.reading.reader import read_answers
from pipeline.papers.sandbox import Sandbox
from pipeline.rules.answers.text import MARK, clean
from tests import builders
from tests.reading_helpers import (
    TRIAL,
    blank_pdf,
    doubts,
    field,
    filled_pdf,
    picture,
    press,
    read,
    saved,
    texts,
    tick,
    trial_form,
)


def one(change: Callable[[pikepdf.Pdf], None], items: dict[str, str] | None = None) -> Answers:
    """The answers after one change to a filled form (an empty one unless `items` says otherwise)."""
    pdf = filled_pdf(items or {})
    change(pdf)
    return read(saved(pdf))


def test_every_kind_of_box_is_read_and_nothing_doubted() -> None:
    answers = read(saved(filled_pdf()))
    assert texts(answers) == TRIAL
    assert (answers.form_id, answers.form_version, answers.carrier) == ("MACRP-TRY", "1.0", Carrier.ACROFORM)
    assert doubts(answers) == {}
    assert answers.remarks == ()
    assert answers.items["ref_name"].place == "page 1"


def test_a_blank_has_no_answers() -> None:
    assert texts(read(saved(blank_pdf()))) == {}


@pytest.mark.parametrize("name", ["referral", "agency-check", "meeting-record", "reply"])
def test_the_committed_blanks_are_recognised_and_blank(name: str) -> None:
    answers = read_answers(
        (builders.ROOT / f"forms/{name}.pdf").read_bytes(), f"{name}.pdf", builders.editions()
    )
    assert answers.form_id == builders.forms()[name].id
    assert texts(answers) == {}
    assert answers.remarks == ()


# --- strings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "text", "doubted"),
    [
        (b"\xfe\xff" + "Zoë Łukasz 🙂".encode("utf-16-be"), "Zoë Łukasz 🙂", False),
        (b"\xff\xfe" + "Zoë".encode("utf-16-le"), "Zoë", False),
        (b"\xef\xbb\xbf" + "Zoë 🙂".encode(), "Zoë 🙂", False),
        (b"O\x90Brien \x8dMo\x8e \xa0 \x85", "O’Brien “Mo” € –", False),
        (b"Zo\xeb", "Zoë", False),
        (b"a\rb\r\nc\nd", "a\nb\nc\nd", False),
        (b"\xfe\xff" + "a\rb\r\nc".encode("utf-16-be"), "a\nb\nc", False),
        (b"\xfe\xff\x00\x1ben\x00\x1b"[:2] + "\x1ben\x1bHello".encode("utf-16-be"), "Hello", False),
        ("Zoë".encode(), "Zoë", True),  # UTF-8 without its mark
        (b"O\x92Brien said \x93no\x94", "O’Brien said “no”", True),  # Windows-1252
        (b"\xfe\xff" + "a".encode("utf-16-be") + b"\xd8\x3d", f"a{MARK}", True),  # half a surrogate
        (b"\xfe\xff" + "ab".encode("utf-16-be") + b"\x00", "ab", True),  # odd length
        (b"a\x00b", f"a{MARK}b", True),
        (b"a\x7fb", f"a{MARK}b", True),
        (b"a\xf6b", "aöb", False),
        (b"\xef\xbb\xbfa\xffb", f"a{MARK}b", True),
    ],
)
def test_strings_as_producers_store_them(stored: bytes, text: str, *, doubted: bool) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        field(pdf, "history").V = String(stored)

    answers = one(change)
    assert texts(answers)["history"] == text
    assert bool(doubts(answers)) == doubted


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_any_text_in_any_of_the_marked_encodings_comes_back(text: str) -> None:
    for mark, encoding in (
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if "\x1b" not in text:
            assert decode(mark + text.encode(encoding)).text == text


@given(st.binary(max_size=60))
def test_no_bytes_break_the_decoder(data: bytes) -> None:
    clean(decode(data).text).text.encode("utf-8")


def test_a_value_as_a_stream_a_name_or_a_number() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        field(pdf, "history").V = pdf.make_stream(b"\xfe\xff" + "Zoë".encode("utf-16-be"))
        field(pdf, "ref_name").V = Name("/Megan")
        field(pdf, "started").V = 2012

    assert texts(one(change)) == {"history": "Zoë", "ref_name": "Megan", "started": "2012"}


# --- buttons -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stored", [Name.yes, String("yes"), String("Yes"), Name("/YES")])
def test_a_radio_value_is_a_name_or_a_string(stored: pikepdf.Object) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        press(field(pdf, "in_group"), "yes")
        field(pdf, "in_group").V = stored

    answers = one(change)
    assert texts(answers) == {"in_group": "yes"}


def _rename(group: pikepdf.Object, names: dict[str, str], chosen: str) -> None:
    for kid in group.Kids:
        old = next(k for k in kid.AP.N if k != "/Off")
        kid.AP.N[f"/{names[old[1:]]}"] = kid.AP.N[old]
        del kid.AP.N[old]
    press(group, chosen)


def test_radio_states_that_number_the_options() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        group = field(pdf, "in_group")
        group.Opt = Array([String("Yes"), String("No")])
        _rename(group, {"yes": "0", "no": "1"}, "1")

    answers = one(change)
    assert texts(answers) == {"in_group": "no"}
    assert doubts(answers) == {}


def test_an_unknown_radio_state_is_doubted() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        _rename(field(pdf, "in_group"), {"yes": "Choice1", "no": "Choice2"}, "Choice1")

    answers = one(change)
    assert texts(answers) == {"in_group": "Choice1"}
    assert "none of: Yes, No" in doubts(answers)["in_group"]


@pytest.mark.parametrize("state", ["Yes", "On", "1", "SECOND_PLAN", "Ja", "x y"])
def test_a_tick_under_any_name_that_the_box_has(state: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        box = field(pdf, "reason.SECOND_PLAN")
        box.AP.N = Dictionary({f"/{state}": box.AP.N["/Yes"], "/Off": box.AP.N["/Off"]})
        tick(box, state)

    answers = one(change)
    assert texts(answers) == {"reason": "SECOND_PLAN"}
    assert doubts(answers) == {}


def test_a_tick_under_a_name_the_box_has_not_is_doubted() -> None:
    answers = one(lambda pdf: tick(field(pdf, "reason.OTHER"), "Maybe"))
    assert texts(answers) == {"reason": "OTHER"}
    assert "“Maybe”" in doubts(answers)["reason"]


def test_a_state_that_means_no_is_no_tick() -> None:
    answers = one(lambda pdf: tick(field(pdf, "reason.OTHER"), "No"))
    assert texts(answers) == {}
    assert "not ticked" in answers.remarks[0]


def test_stored_and_drawn_states_that_differ() -> None:
    def stored_only(pdf: pikepdf.Pdf) -> None:
        field(pdf, "reason.OTHER").V = Name.Yes  # drawn empty

    def drawn_only(pdf: pikepdf.Pdf) -> None:
        field(pdf, "reason.OTHER").AS = Name.Yes

    def drawn_against_off(pdf: pikepdf.Pdf) -> None:
        field(pdf, "reason.OTHER").AS, field(pdf, "reason.OTHER").V = Name.Yes, Name.Off

    def other_radio(pdf: pikepdf.Pdf) -> None:
        press(field(pdf, "in_group"), "no")
        field(pdf, "in_group").V = Name.yes

    assert "drawn as not chosen" in doubts(one(stored_only))["reason"]
    assert "no answer is stored" in doubts(one(drawn_only))["reason"]
    off = one(drawn_against_off)
    assert texts(off) == {}
    assert "drawn as chosen" in off.remarks[0]
    radio = one(other_radio)
    assert texts(radio) == {"in_group": "yes"}
    assert "drawn as no" in doubts(radio)["in_group"]


def test_a_multichoice_as_one_list() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        box = field(pdf, "history")
        box.T, box.FT, box.V = (
            String("reason"),
            Name.Ch,
            Array([String("OTHER"), String("Second or later plan")]),
        )
        field(pdf, "reason").T = String("gone")

    assert texts(one(change)) == {"reason": "SECOND_PLAN\nOTHER"}


# --- choices, names, twins -----------------------------------------------------------------------------------


@pytest.mark.parametrize("stored", ["FOREST_OF_DEAN", "Forest of Dean", "forest of  dean", "forest_of_dean"])
def test_a_choice_is_its_code_whatever_was_stored(stored: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        field(pdf, "district").V = Array([String(stored)]) if stored.isupper() else String(stored)
        field(pdf, "district").I = Array([0])  # a stale index is not looked at

    assert texts(one(change)) == {"district": "FOREST_OF_DEAN"}


def test_a_choice_through_the_fields_own_list_of_labels() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        box = field(pdf, "district")
        box.Opt = Array([Array([String("STROUD"), String("Stroud valleys")])])
        box.V = String("Stroud valleys")

    assert texts(one(change)) == {"district": "STROUD"}


def test_a_choice_that_the_form_does_not_know_stays_as_it_is() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        field(pdf, "district").V = String("Wales")

    assert texts(one(change)) == {"district": "Wales"}


def test_boxes_that_the_field_list_has_lost_are_found_on_the_page() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm.Fields[:]

    answers = one(change, TRIAL)
    assert texts(answers) == TRIAL


def test_fields_that_stand_on_no_page_are_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].Annots

    assert texts(one(change, TRIAL)) == TRIAL


def test_two_fields_of_one_name_are_flagged() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        second = pdf.make_indirect(Dictionary(T=String("ref_name"), FT=Name.Tx, V=String("Low risk")))
        pdf.Root.AcroForm.Fields.append(second)

    answers = one(change, {"ref_name": "High risk"})
    assert texts(answers) == {"ref_name": "High risk"}
    assert "“Low risk”" in doubts(answers)["ref_name"]


def test_a_field_of_two_boxes_on_two_pages_is_one_answer() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        box = field(pdf, "ref_name")
        kids = [Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=box.Rect, Parent=box) for _ in range(2)]
        box.Kids = Array([pdf.make_indirect(kid) for kid in kids])
        pdf.pages[0].Annots.extend(list(box.Kids))

    answers = one(change, {"ref_name": "Megan"})
    assert texts(answers) == {"ref_name": "Megan"}
    assert doubts(answers) == {}


def hidden(box: Any, pdf: pikepdf.Pdf) -> None:
    box.F = 2


def off_the_page(box: Any, pdf: pikepdf.Pdf) -> None:
    box.Rect = Array([2000, 2000, 2100, 2014])


def of_no_size(box: Any, pdf: pikepdf.Pdf) -> None:
    box.Rect = Array([100, 100, 100, 100])


def on_a_layer_that_is_off(box: Any, pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    box.OC = layer


def taken_off_its_page(box: Any, pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = Array([a for a in pdf.pages[0].Annots if str(a.get("/T", "")) != "ref_name"])


def in_white(box: Any, pdf: pikepdf.Pdf) -> None:
    box.DA = String("/Helv 10 Tf 1 1 1 rg")


def with_other_rich_text(box: Any, pdf: pikepdf.Pdf) -> None:
    box.RV = String("<body><p>Somebody <b>else</b></p></body>")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        *((hide, "not shown on the page") for hide in (hidden, off_the_page, of_no_size)),
        *((hide, "not shown on the page") for hide in (on_a_layer_that_is_off, taken_off_its_page)),
        (in_white, "written in white"),
        (with_other_rich_text, "it says something else: “Somebody else”"),
    ],
)
def test_an_answer_that_nobody_sees_on_the_page_is_doubted(change: Any, says: str) -> None:
    answers = one(lambda pdf: change(field(pdf, "ref_name"), pdf), TRIAL)
    assert texts(answers) == TRIAL
    assert set(doubts(answers)) == {"ref_name"} and says in doubts(answers)["ref_name"]


def test_boxes_that_changed_places_are_doubted_with_the_question_they_stand_at() -> None:
    form = builders.forms()["referral"]
    pdf = pikepdf.open(io.BytesIO(builders.pdf_form(form, builders.REFERRAL)))
    one, other = field(pdf, "child_1_surname"), field(pdf, "child_1_forename")
    one.Rect, other.Rect = Array(list(other.Rect)), Array(list(one.Rect))
    found = doubts(read(saved(pdf), "form.pdf", form))
    assert (
        "“Child 1: Forenames”" in found["child_1_surname"]
        and "“Child 1: Surname”" in found["child_1_forename"]
    )


def test_buttons_that_changed_places_or_are_both_drawn_as_chosen_are_doubted() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for kid in field(pdf, "in_group").Kids:
            kid.AS = Name("/yes") if "/yes" in kid.AP.N else Name("/no")

    assert "no is drawn as chosen too" in doubts(one(change, TRIAL))["in_group"]
    form = builders.forms()["referral"]
    pdf = pikepdf.open(io.BytesIO(builders.pdf_form(form, builders.REFERRAL)))
    first, second = field(pdf, "ref_in_core_group").Kids
    first.Rect, second.Rect = Array(list(second.Rect)), Array(list(first.Rect))
    found = doubts(read(saved(pdf), "form.pdf", form))
    assert found.keys() == {"ref_in_core_group"} and found["ref_in_core_group"].endswith("core group?: No”.")


def test_a_list_that_shows_the_words_of_another_answer_is_doubted() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pairs = field(pdf, "district").Opt
        pairs[1][1], pairs[2][1] = String(str(pairs[2][1])), String(str(pairs[1][1]))
        field(pdf, "district").V = pairs[1][0]

    assert "but “" in doubts(one(change, {}))["district"]


def test_filled_fields_of_another_form_are_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        stranger = Dictionary(T=String("topmost"), FT=Name.Tx, V=String("secret"))
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(stranger))

    assert "“topmost”" in one(change, TRIAL).remarks[0]


# --- the picture ---------------------------------------------------------------------------------------------


def _drawn(text: bytes, value: str = "HIGH RISK", **font: pikepdf.Object) -> Answers:
    def change(pdf: pikepdf.Pdf) -> None:
        own = pdf.make_indirect(Dictionary(Type=Name.Font, **font)) if font else None
        field(pdf, "ref_name").AP = Dictionary(N=picture(pdf, text, own))

    return one(change, {"ref_name": value})


def test_a_value_that_differs_from_its_picture_is_flagged() -> None:
    answers = _drawn(b"LOW RISK")
    assert texts(answers) == {"ref_name": "HIGH RISK"}
    assert "shows “LOW RISK”, but the form holds “HIGH RISK”" in doubts(answers)["ref_name"]


@pytest.mark.parametrize("value", ["", " \n"])
def test_a_blank_that_shows_words_is_remarked_on(value: str) -> None:
    answers = _drawn(b"LOW RISK", value)
    assert texts(answers) == {}
    assert len(answers.remarks) == 1
    assert "The box shows “LOW RISK”, but nothing is stored" in answers.remarks[0]
    assert answers.remarks[0].startswith(trial_form().slot_by_name["ref_name"].label)


def test_a_blank_that_shows_nothing_or_what_cannot_be_read_is_not_remarked_on() -> None:
    assert _drawn(b"  ", "").remarks == ()
    assert _drawn(b"LOW", "", Subtype=Name.Type3).remarks == ()


@pytest.mark.parametrize(
    ("drawn", "value"),
    [
        (b"HIGH RISK", "HIGH RISK"),
        (b"HIGH  RISK ", "HIGH\nRISK"),
        (b"", "HIGH RISK"),
        (b"Zo? O?Brien-?ukasz", "Zoë O’Brien-Łukasz"),
        (b"x" * 80, "x" * 200),  # drawn as far as the box goes
    ],
)
def test_pictures_that_say_the_same_are_not(drawn: bytes, value: str) -> None:
    assert doubts(_drawn(drawn, value)) == {}


def test_pictures_in_fonts_that_cannot_be_read_are_not_judged() -> None:
    assert doubts(_drawn(b"\x01\x02\x03", Subtype=Name.Type0, BaseFont=Name("/ABCDEF+X"))) == {}
    assert doubts(_drawn(b"LOW", Subtype=Name.Type3)) == {}
    assert doubts(_drawn(b"LOW", Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Odd"))) == {}


def test_a_font_that_misnames_its_letters_is_not_believed() -> None:
    names = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"2 beginbfchar <41> <3f00> <42> <0041> endbfchar endcmap end end"
    )

    def change(pdf: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        font.ToUnicode = pdf.make_stream(names)
        field(pdf, "ref_name").AP = Dictionary(N=picture(pdf, b"ABBA", pdf.make_indirect(font)))

    assert doubts(one(change, {"ref_name": "HIGH RISK"})) == {}


def test_a_font_that_draws_other_letters_is_seen_through() -> None:
    letters = Array([72, Name.L, Name.O, Name.W, Name.X])  # H I G H would be drawn as L O W ...
    encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=letters)
    answers = _drawn(b"HIJ", "HIJ", Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=encoding)
    assert "shows “LOW”" in doubts(answers)["ref_name"]
    plainly = Dictionary(Type=Name.Encoding, Differences=Array([24, Name.breve, 72, Name.H, Name.I]))
    assert (
        doubts(_drawn(b"HI \\(a\\)", "HI (a)", Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=plainly))
        == {}
    )


def test_the_picture_of_a_choice_shows_its_label() -> None:
    def drawn(text: bytes) -> Answers:
        def change(pdf: pikepdf.Pdf) -> None:
            field(pdf, "district").AP = Dictionary(N=picture(pdf, text))

        return one(change, {"district": "FOREST_OF_DEAN"})

    assert doubts(drawn(b"Forest of Dean")) == {}
    assert "Stroud" in doubts(drawn(b"Stroud"))["district"]


# --- the file as a whole -------------------------------------------------------------------------------------


def test_a_file_saved_twice_has_its_last_values() -> None:
    first = saved(filled_pdf({"ref_name": "First"}))
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number, catalogue, size = field(pdf, "ref_name").objgen[0], pdf.Root.objgen[0], int(pdf.trailer.Size)
    at = len(first)
    update = f"\n{number} 0 obj\n<</T(ref_name)/FT/Tx/V(Second)>>\nendobj\n".encode()
    previous = int(first[first.rindex(b"startxref") + 9 :].split()[0])
    trailer = f"<</Size {size}/Root {catalogue} 0 R/Prev {previous}>>"
    xref = f"xref\n{number} 1\n{at + 1:010d} 00000 n \ntrailer\n{trailer}\n"
    end = f"startxref\n{at + len(update)}\n%%EOF\n"
    assert texts(read(first + update + xref.encode() + end.encode())) == {"ref_name": "Second"}


def test_object_streams_and_streamed_cross_references_are_read() -> None:
    mode = pikepdf.ObjectStreamMode.generate
    assert texts(read(saved(filled_pdf(), object_stream_mode=mode))) == TRIAL
    assert texts(read(saved(filled_pdf(), linearize=True, object_stream_mode=mode))) == TRIAL


def test_a_hybrid_file_has_its_hidden_values() -> None:
    """A file with a plain cross-reference table and a stream that adds to it, as older Office programs wrote."""
    first = saved(filled_pdf({"ref_name": "First"}), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number, catalogue, size = field(pdf, "ref_name").objgen[0], pdf.Root.objgen[0], int(pdf.trailer.Size)
    body = b"<</T(ref_name)/FT/Tx/V(Hidden)>>"
    head = f"{number} 0 ".encode()
    holder = (
        f"\n{size} 0 obj\n<</Type/ObjStm/N 1/First {len(head)}/Length {len(head + body)}>>\nstream\n".encode()
    )
    holder += head + body + b"\nendstream\nendobj\n"
    entry = bytes([2]) + size.to_bytes(4, "big") + bytes([0])
    at = len(first) + len(holder)
    table = f"{size + 1} 0 obj\n<</Type/XRef/Size {size + 2}/W[1 4 1]/Index[{number} 1]/Length {len(entry)}>>\nstream\n"
    stream = table.encode() + entry + b"\nendstream\nendobj\n"
    previous = int(first[first.rindex(b"startxref") + 9 :].split()[0])
    xref = f"xref\n{size} 2\n{len(first) + 1:010d} 00000 n \n{at:010d} 00000 n \n"
    trailer = f"trailer\n<</Size {size + 2}/Root {catalogue} 0 R/Prev {previous}/XRefStm {at}>>\n"
    end = f"{xref}{trailer}startxref\n{at + len(stream)}\n%%EOF\n".encode()
    assert texts(read(first + holder + stream + end)) == {"ref_name": "Hidden"}


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_an_owner_password_does_not_lock_the_reader_out(revision: int) -> None:
    lock = pikepdf.Encryption(owner="secret", user="", R=revision, aes=revision > 3, metadata=revision > 3)
    assert texts(read(saved(filled_pdf(), encryption=lock))) == TRIAL


def test_a_user_password_is_named() -> None:
    data = saved(filled_pdf(), encryption=pikepdf.Encryption(owner="a", user="b", R=6))
    with pytest.raises(ReadingError, match="locked with a password"):
        read(data)


def test_a_damaged_file_is_mended_where_it_can_be() -> None:
    data = saved(filled_pdf(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    broken = data[: data.rindex(b"xref\n0")] + b"xref\n0 1\njunk\n%%EOF"
    assert texts(read(broken)) == TRIAL


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n" + b"\0" * 5000])
def test_a_file_past_mending_is_called_damaged(data: bytes) -> None:
    with pytest.raises(ReadingError, match="damaged"):
        read(data)


def test_a_printed_form_is_told_from_a_filled_one() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    with pytest.raises(ReadingError, match="no form fields") as caught:
        read(saved(pdf))
    assert "not printed or scanned" in caught.value.remedy


def test_an_xfa_form_is_named() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array([String("template"), pdf.make_stream(b"<x/>")]))
    with pytest.raises(ReadingError, match="XFA"):
        read(saved(pdf))


def test_an_unknown_form_names_the_nearest_and_how_many_boxes_match() -> None:
    pdf = filled_pdf()
    field(pdf, "form_id").V = String("OTHER-FORM")
    with pytest.raises(ReadingError, match=r"calls itself “OTHER-FORM”.*nearest is Trial form.*15 of its 15"):
        read(saved(pdf))


def test_a_form_without_its_number_is_known_by_its_boxes() -> None:
    pdf = filled_pdf()
    del field(pdf, "form_id").V
    answers = read(saved(pdf), "form.pdf", *builders.forms().values())
    assert texts(answers) == TRIAL
    assert "recognised as MACRP-TRY" in answers.remarks[0]


def test_missing_boxes_are_told_but_not_of_another_version_which_is_told_itself() -> None:
    pdf = filled_pdf()
    fields = pdf.Root.AcroForm.Fields
    del fields[next(i for i, f in enumerate(fields) if str(f.T) == "child_2_sex")]
    pdf.pages[0].Annots = Array([a for a in pdf.pages[0].Annots if str(a.get("/T", "")) != "child_2_sex"])
    assert read(saved(pdf)).remarks == ("Only 14 of the 15 boxes of MACRP-TRY are in this paper.",)
    field(pdf, "form_version").V = String("0.9")
    older = read(saved(pdf))
    assert (older.form_version, older.remarks) == ("0.9", ())


# --- hostile -------------------------------------------------------------------------------------------------


def _self_reference() -> bytes:
    data = saved(
        filled_pdf(TRIAL | {"ref_name": "XXXX"}), object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    with pikepdf.open(io.BytesIO(data)) as pdf:
        indirect = pdf.make_indirect(String("LOOP"))
        field(pdf, "ref_name").V = indirect
        data = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = next(o.objgen[0] for o in pdf.objects if isinstance(o, String) and str(o) == "LOOP")
    return data.replace(b"(LOOP)", f"{number} 0 R".ljust(6).encode())


def _kids_loop() -> bytes:
    pdf = filled_pdf()
    reason = field(pdf, "reason")
    reason.Kids.append(reason)
    reason.Parent = reason
    pdf.Root.AcroForm.Fields.append(reason)
    return saved(pdf)


def _deep() -> bytes:
    pdf = filled_pdf()
    node = pdf.make_indirect(Dictionary(T=String("end"), FT=Name.Tx))
    for number in range(3000):
        node = pdf.make_indirect(Dictionary(T=String(str(number)), Kids=Array([node])))
    pdf.Root.AcroForm.Fields.append(node)
    return saved(pdf)


def _many() -> bytes:
    pdf = filled_pdf()
    for number in range(30_000):
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(T=String(f"f{number}"), FT=Name.Tx)))
    return saved(pdf)


def _picture_bomb() -> bytes:
    pdf = filled_pdf()
    bomb = zlib.compress(b"BT (a) Tj ET " * 5_000_000, 9)
    look = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    stream = pikepdf.Stream(pdf, bomb, look)
    stream.Filter = Name.FlateDecode
    stream.Resources = Dictionary(Font=Dictionary(F1=pdf.Root.AcroForm.DR.Font.Helv))
    for name in ("ref_name", "history", "ref_date"):
        field(pdf, name).AP = Dictionary(N=stream)
    return saved(pdf, compress_streams=False)


def _media_box(junk: pikepdf.Object) -> bytes:
    pdf = filled_pdf()
    pdf.pages[0].obj.MediaBox = junk
    return saved(pdf)


def _odd_types() -> bytes:
    pdf = filled_pdf()
    field(pdf, "ref_name").V = Dictionary(A=1)
    field(pdf, "ref_date").V = Array([Array([Array()])])
    field(pdf, "district").Opt = Name.Junk
    field(pdf, "history").AP = String("no picture")
    field(pdf, "started").Kids = String("no kids")
    field(pdf, "in_group").V = Array([Name.yes])
    field(pdf, "child_1_dob").T = String(b"child\x00_1_dob")
    pdf.Root.AcroForm.Fields.extend([pikepdf.Object.parse(b"null"), String("x"), 3, Array(), Name.X])
    return saved(pdf)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "value refers to itself": (_self_reference, "answers"),
    "kids loop": (_kids_loop, "answers"),
    "fields 3,000 deep": (_deep, "answers"),
    "30,000 fields": (_many, "far more than any"),
    "picture of 65 MB": (_picture_bomb, "answers"),
    "page as large as 1e30": (
        lambda: _media_box(pikepdf.Object.parse(b"[0 0 1" + b"0" * 30 + b".0 -1.0]")),
        "answers",
    ),
    "page of two numbers": (lambda: _media_box(Array([0, 0])), "answers"),
    "page of names": (lambda: _media_box(Array([Name.A] * 4)), "answers"),
    "odd types everywhere": (_odd_types, "answers"),
    "form is a number": (lambda: _root(AcroForm=3), "no form fields"),
    "fields are a text": (lambda: _root(AcroForm=Dictionary(Fields=String("x"))), "no form fields"),
}


def _root(**keys: object) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for key, value in keys.items():
        pdf.Root[f"/{key}"] = value
    return saved(pdf)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(20, 1024) as made:
        yield made


@pytest.mark.parametrize("defect", HOSTILE)
def test_hostile_files_end_in_answers_or_a_reason(defect: str, sandbox: Sandbox) -> None:
    make, expected = HOSTILE[defect]
    data = make()
    if expected != "answers":
        with pytest.raises(ReadingError, match=expected):
            sandbox.call(read_answers, data, "form.pdf", builders.editions(trial_form()))
        return
    answers = sandbox.call(read_answers, data, "form.pdf", builders.editions(trial_form()))
    assert texts(answers)["reason"] == TRIAL["reason"]


def test_a_value_that_refers_to_itself_is_marked_and_doubted() -> None:
    answers = read(_self_reference())
    assert texts(answers) == TRIAL | {"ref_name": MARK}
    assert "damaged" in doubts(answers)["ref_name"]


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=40))
def test_a_damaged_copy_never_breaks_the_reader(at: int, junk: bytes) -> None:
    data = saved(filled_pdf(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    try:
        read(data[:at] + junk + data[at + len(junk) :])
    except ReadingError as err:
        assert err.what and err.why and err.remedy


@pytest.mark.parametrize("cut", ["middle", "some"])
def test_a_file_that_has_lost_its_middle_is_called_damaged_not_printed(cut: str) -> None:
    forms = builders.forms()
    whole = builders.pdf_form(forms["referral"], builders.REFERRAL)
    kept = {
        "middle": whole[:1000] + whole[-1000:],  # no field is left
        "some": whole[: len(whole) // 4] + whole[len(whole) // 4 + 30_000 :],  # most fields are still there
    }[cut]
    with pytest.raises(ReadingError, match="damaged") as caught:
        read_answers(kept, "form.pdf", builders.editions(*forms.values()))
    assert "no form fields" not in caught.value.why
    assert "again" in caught.value.remedy


def test_a_sound_pdf_without_fields_is_not_called_damaged() -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 720, "a printed form")
    canvas.showPage()
    canvas.save()
    printed = buffer.getvalue()
    for data in (printed, b"From: somebody\r\n" + printed, printed.replace(b"startxref\n", b"startxref\n9")):
        with pytest.raises(ReadingError, match="no form fields"):
            read_acroform(data, builders.editions(trial_form()))

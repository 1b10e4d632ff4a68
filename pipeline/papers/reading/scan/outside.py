"""Writing beside the boxes: in the margin, between the lines, round a printed word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.papers.reading.layout import LayoutPage, Rect
from pipeline.papers.reading.scan.lines import Recogniser
from pipeline.papers.reading.scan.sheet import Sheet

_MARGIN = 14.0  # points along the paper's edges where shadows, holes and staples are
_GROWN = 2.5  # points round a box that belong to it
_TALL = 4.0  # points: smaller things are dirt
_WIDE = 9.0  # points: of a word, not of a stray stroke
_TOGETHER = 7.0  # points between two letters of one remark
_SURE = 0.6
_MOST = 12
_HEAD = Rect(25, 6, 300, 16)
_LETTERS = 30.0  # square points of ink: a few words
_HUGE = 0.35  # share of the page: a shadow or a fold, not writing


def words_outside(sheet: Sheet, page: LayoutPage, recogniser: Recogniser) -> list[tuple[str, Rect]]:
    """What is written outside the boxes, with its place on the blank; "" for what cannot be read."""
    found = list(_places(sheet, page))[:_MOST]
    lines = recogniser.lines([_cut(sheet, rect) for rect in found])
    told = []
    for rect, line in zip(found, lines, strict=True):
        letters = sum(c.isalnum() for c in line.text)
        if letters >= 2 and line.score >= _SURE:
            told.append((line.text, rect))
        elif rect.width > 4 * _WIDE and rect.height > 2 * _TALL:
            told.append(("", rect))
    return told


def _places(sheet: Sheet, page: LayoutPage) -> Iterator[Rect]:
    """Where ink is outside the boxes, letters that stand together as one place."""
    import cv2
    import numpy

    left_over = _outside_boxes(sheet, page)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(left_over, connectivity=8)
    tall = stats[:, cv2.CC_STAT_HEIGHT] >= _TALL * sheet.scale
    slim = stats[:, cv2.CC_STAT_HEIGHT] > 12 * stats[:, cv2.CC_STAT_WIDTH]
    tall &= ~slim
    tall[0] = False
    letters = numpy.where(tall[labels], 255, 0).astype(numpy.uint8)
    if not letters.any():
        return
    reach = max(1, round(_TOGETHER * sheet.scale))
    grown = cv2.dilate(letters, numpy.ones((3, reach), numpy.uint8))
    _, _, groups, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    for x, y, wide, high, _ in groups[1:].tolist():
        rect = Rect(x / sheet.scale, y / sheet.scale, (x + wide) / sheet.scale, (y + high) / sheet.scale)
        if rect.width - _TOGETHER >= _WIDE and rect.width * rect.height < _HUGE * page.width * page.height:
            yield rect


def _outside_boxes(sheet: Sheet, page: LayoutPage) -> Any:
    import cv2

    ink = sheet.added.copy()
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for box in page.boxes:  # a stroke that reaches into a box is that box's, whole
        inner = sheet.cut(box.rect.grown(_GROWN), labels)
        for label in set(inner[inner > 0].tolist()):
            x, y, wide, tall, _ = stats[label].tolist()
            part = ink[y : y + tall, x : x + wide]
            part[labels[y : y + tall, x : x + wide] == label] = 0
    edge = round(_MARGIN * sheet.scale)
    ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:] = 0, 0, 0, 0
    return ink


def _cut(sheet: Sheet, rect: Rect) -> Any:
    """The picture of a place, without what the blank prints there."""
    import numpy

    place = rect.grown(1.5)
    return numpy.where(sheet.cut(place, sheet.printed) > 0, 255, sheet.cut(place, sheet.grey)).astype(
        numpy.uint8
    )


def words_at_head(sheet: Sheet, page: LayoutPage, recogniser: Recogniser) -> str:
    """What is added at the very top of the page, where a correction form says whose it is; "" when nothing is."""
    rect = Rect(_HEAD.left, _HEAD.top, min(_HEAD.right, page.width), _HEAD.bottom)
    if (sheet.cut(rect, sheet.added) > 0).sum() < _LETTERS * sheet.scale**2:
        return ""
    return recogniser.lines([_cut(sheet, rect)])[0].text


def nearest_label(page: LayoutPage, rect: Rect, labels: dict[str, str]) -> str:
    """The printed words of the question whose box stands nearest to a place; "" when the page has none."""
    x, y = rect.middle
    known: Sequence[tuple[float, str]] = [
        (_distance(box.rect, x, y), labels[box.name]) for box in page.boxes if box.name in labels
    ]
    return min(known)[1] if known else ""


def _distance(rect: Rect, x: float, y: float) -> float:
    across = max(rect.left - x, 0.0, x - rect.right)
    down = max(rect.top - y, 0.0, y - rect.bottom)
    return across * across + down * down

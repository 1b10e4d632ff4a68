"""What stands in meetings.yaml, as data: the panel's meetings, and the days on which none is proposed."""

from __future__ import annotations

from pipeline.records.settings.schema import Setting, Table, Want

# what stands in meetings.yaml; in pipeline.yaml, where it stood once, it is still read
CALENDAR: tuple[Table, ...] = (
    Table(
        "meetings",
        (
            Setting("date", Want.DATE, "", "The day.", needed=True),
            Setting("district", Want.WORD, "", "A code of `districts`.", needed=True, of="districts"),
            Setting("venue", Want.TEXT, "", "Where."),
            Setting("start", Want.TIME, "09:15", "When the panel begins."),
            Setting("chair", Want.TEXT, "", "Who takes the chair."),
            Setting(
                "cases",
                Want.WHOLE,
                "0",
                "How many cases it has room for; 0: as the settings say.",
                least=0,
                most=20,
            ),
            Setting(
                "directions", Want.TEXT, "", "How to get there: parking, entrance. Printed in invitations."
            ),
        ),
        (),
        "The panel's meeting days.",
        sample=True,
    ),
    Table(
        "closed",
        (
            Setting("from", Want.DATE, "", "The first day.", needed=True),
            Setting("to", Want.DATE, "", "The last day.", needed=True),
            Setting("name", Want.TEXT, "", "What it is: half term, office closed."),
        ),
        (),
        "Days on which no meeting is proposed, beside weekends and bank holidays: school holidays, office closed.",
        sample=True,
    ),
)

"""How an action stands, in a word with its colour and a sign, as the reports print it: RAG that needs no colour."""

from pipeline.model.meeting import ActionStatus

# Signs that Arial and its twins have themselves, so that they are drawn as large as the words.
STANDS = {
    ActionStatus.COMPLETED: "● Green: completed",
    ActionStatus.IN_PROGRESS: "► Amber: in progress",
    ActionStatus.PLANNED: "○ Amber: planned",
    ActionStatus.NOT_POSSIBLE: "× Not possible",
    ActionStatus.DROPPED: "– Dropped",
}
OVERDUE = "▲ Red: overdue"

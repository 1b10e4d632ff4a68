"""Sentences of the kind that themes papers hold, which tell of nobody; the words are the benchmark's own."""

from __future__ import annotations

from random import Random


def _listed(text: str) -> tuple[str, ...]:
    """The parts of a text between bars."""
    return tuple(" ".join(part.split()) for part in text.split("|"))


_WHO = _listed(
    """
Core groups | Practitioners | The lead social worker | Health visitors | Schools | The Panel | Team managers |
Midwives | Housing officers | The Child Protection Chair | GPs | Police colleagues | Youth workers | Every
agency | The Board | Supervisors | Family support workers | The Core Group | Children's Centre staff | Adult
mental health workers | New staff | The named nurse | Foster carers | Independent Reviewing Officers | Early
Help teams | The Multi Agency Safeguarding Hub | CYPS | Voluntary agencies | Probation officers
"""
)
_MUST = (
    "should",
    "need to",
    "will",
    "can",
    "may",
    "are asked to",
    "must",
    "could",
    "might",
    "did not always",
    "often",
)
_DO = _listed(
    """
share information early | check who is missing from the table | write plans with measurable goals | see the
child alone where that is safe | ask fathers and partners what they think | challenge each other openly |
record the child's own words | ring each other between meetings | chase late reports | hold a reflective
meeting | name the risk in plain words | read the history before the first visit | use a genogram to trace
relationships | bring the chronology to supervision | mark what has changed since the last review | plan
visits around school hours | agree who leads | explain thresholds to parents | question a plan that drifts |
hope for the best and plan for the worst | bring frank feedback | keep the baby's needs in view | price in the
time for direct work | rob a plan of its purpose | read the report from page 1 | field questions from new
members | build trust with young people | hunt for the missing facts
"""
)
_WHEN = _listed(
    """
 | before the first core group | within ten working days | when a family moves district | in May 2014 | by the
end of April | over the winter | at every review | where there is domestic abuse | after an incident | during
the summer holidays | at the point of transfer | since March | in the autumn term | at once | in writing | as
set out in Working Together 2013 | under section 47 | for at least three months | even when a parent refuses |
on a Monday morning | in the long term | with good grace | in church halls or schools | from June to August |
on the day of the meeting | without waiting for the bill to be passed | when the case goes to court
"""
)
_WHOLE = tuple(
    """
Hope alone does not keep children safe.
Joy in small things is worth recording.
May is a busy month for conferences.
Will the plan work without the father? The core group should ask.
Rose-tinted reports help nobody.
Mark each action as completed, planned or not possible.
Chase up the minutes within a week.
Frank discussion is a strength.
Young parents valued being listened to.
Young carers are easily overlooked.
The Young Persons Service offers drop-in sessions.
Church and community groups can be part of the plan.
Winter closures of children's centres left gaps.
Summer holidays are a time of higher risk.
Dawn raids by police were followed by strategy discussions the same day.
Faith groups should know whom to ring.
Holly and ivy made the waiting room less bleak at Christmas.
Day to day contact matters more than formal visits.
The Care Bill and the Children and Families Bill are before Parliament.
Page 3 of the plan template is often left blank.
A bill of rights for families was suggested.
King's Fund research was quoted at the training day.
Green, amber or red: rate every action.
Amber ratings need a date.
Ruby Wednesday is the name of the training event.
Fields left blank on the form cost time.
Hill walking clubs and similar groups were good for older children.
Long delays between referral and assessment were seen.
Long-standing concerns can become normal to workers.
Fox hunting language such as 'running a family to ground' is not helpful.
Baker's dozen of meetings, too few decisions: keep membership small.
Wise use of supervision prevents drift.
Marsh Lane Training Centre will host the next course.
The next course is at the Winter Gardens in November 2013.
Grace periods for reports should be the exception.
Hunter-gatherer approaches to information do not work; ask for it.
Penny numbers of visits do not add up to a plan.
Poppy Day fell in the week of the review.
The Panel will next meet in the Forest of Dean.
Themes arising from cases discussed during the Multi Agency Case Review Panel - Cheltenham 27/09/13
The district council and the county council should agree a protocol.
The meeting on 22 November 2013 heard from six agencies.
Questions? Ring 01632 960100.
Write to panel@example.gov.uk by the end of the month.
See the Children Act 1989, section 17 and section 47.
Serious Case Reviews, such as those about Daniel Pelka and Victoria Climbié, say the same.
Involving Both Parents and Partners
Understanding Domestic Abuse
Hearing the Voice of the Child
Resulting Actions Completed
Keeping Hope Alive in Long Cases
The Importance of Early Help
Healthy Challenge in Core Groups
Planned
Messages to Managers
Young People's Views
Both parents should be seen, and seen separately.
Two workers on a first visit is good practice.
Three in four plans had no contingency.
Children under five are seen more often than teenagers.
A quarter of referrals came from schools.
Between 10 and 15 working days is usual.
Parents with learning disabilities need information in easy words.
Interpreters should be booked for every meeting.
Children of primary age said that they like to be asked.
Practitioners met the Panel for the second time in a year.
The right children on the right plans for the right length of time
A day in the life of the child is a good start.
What is it like to be this child? Ask at every meeting.
Do not wait for the review to change a plan that does not work.
Health and Education each hold half of the story.
The Named GP and the Named Nurse offered to visit each surgery.
Gloucestershire Constabulary send a weekly list of incidents to schools.
NHS Gloucestershire and 2gether Trust have agreed a pathway.
Top tip: keep in touch between meetings, little and often.
Practitioners message to managers - protect time for reflection.
Concern: caseloads rose sharply over the year.
Good practice: the school nurse and the school rang each other the same day.
The GSCB Road Shows in November 2013 will cover the protocol.
Referrals to CYPS are encouraged.
Use the SMART test: specific, measurable, agreed.
It takes courage to be the one who disagrees; managers should back it.
A culture of healthy scepticism and challenge is harder in the family's home.
In one district the police, school and housing officer meet every month.
Where a parent works away, the plan should say so.
Ofsted expects every child on a plan to be seen alone.
The Panel thanked the District Council for the venue.
All the agencies at the table had a piece of the picture.
Cases stepped down to Child in Need should keep the same worker.
""".strip().splitlines()
)
_LINKS = (
    "It helps when {who} {do}{when}.",
    "{Who} {must} {do}{when}.",
    "{Who} {must} {do}{when}, and {who2} should be told.",
    "Top tip: {do}{when}.",
    "Good practice: {who} {must} {do}{when}.",
    "Practitioners message to managers - {who} {must} {do}.",
    "Where {who} {must} {do}, plans are stronger.",
    "Concern that {who} do not {do}{when}.",
    "{Do}{when}: this makes plans stronger.",
    "If {who} {do}{when}, drift is less likely.",
    "Planned: {who} to {do}{when}.",
    "Completed: {who} were reminded to {do}{when}.",
    "Learning: {do}, {do2} and {do3}.",
)


def innocent(chance: Random) -> str:
    """A sentence that tells of nobody."""
    if chance.random() < 0.35:
        return chance.choice(_WHOLE)
    do, do2, do3 = chance.sample(_DO, 3)
    who, who2 = chance.sample(_WHO, 2)
    return chance.choice(_LINKS).format(
        who=_inside(who),
        Who=who,
        who2=_inside(who2),
        must=chance.choice(_MUST),
        do=do,
        Do=do[0].upper() + do[1:],
        do2=do2,
        do3=do3,
        when=f" {chance.choice(_WHEN)}".rstrip(),
    )


def _inside(who: str) -> str:
    """As written inside a sentence: some keep their capitals."""
    first = who.split()[0]
    return who if first.isupper() or first in ("GPs", "CYPS") else who[0].lower() + who[1:]

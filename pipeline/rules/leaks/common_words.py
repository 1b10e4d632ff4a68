"""Ordinary English words, so that a word that is nearly a name is not taken for one, and a name that is a word is.

Gathered from this project's own texts and from what people write about their work with families. Base forms; endings
are taken off before a word is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.rules.leaks.wordlists import word_set

_ENDINGS = (
    "'s",
    "s",
    "es",
    "d",
    "ed",
    "ing",
    "ly",
    "er",
    "ers",
    "y",
    "ness",
    "ment",
    "ments",
    "al",
    "able",
    "ful",
)
_SHORTEST = 3


@cache
def is_common(word: str) -> bool:
    """Whether a folded (lower-case) word is an ordinary one, also with an ending: "refused", "openly"."""
    return word in _COMMON or any(base in _COMMON for base in _bases(word))


def _bases(word: str) -> Iterator[str]:
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < _SHORTEST:
            continue
        yield base
        yield base + "e"
        if base.endswith("i"):
            yield base[:-1] + "y"
        if base[-1] == base[-2]:
            yield base[:-1]


_COMMON = word_set(
    """
abbreviated abbreviations able about above abroad absence absent absolute absorb abuse abusive accent accept
acceptable access accessibility accessible accident accommodation accordingly account accountability
accurate achieve acknowledge acknowledgement across acted action active activity acts actual added addition
additional address addresses adds adjustments admit adolescent adopt adoption adult adverse advice advise
advocate affect afraid afresh after afternoon afterwards again against aged agencies agency agenda ages
aggression aggressive agree agreement ahead aims airs alarm alcohol alert alias aliases align alike alive
allegation allow almost alone along alongside aloud alphabets already also altered alternative although
altogether always ambiguous ambition ambulance amendments among amount ampersand amplification analyse
analysis anchor anew anger angle angry animal annex annotation announces annual anonymisation anonymise
anonymity anonymous another answer anticipate anxiety anxious anybody anyone anything anywhere apart
apologies apologise apostrophe appear appearance append appendices appendix applicable applied applies apply
appoint appointment appreciate approach appropriate approve architecture area args argue argument arising
arose around arrange arrangements array arrest arrival arrive arrow artefacts ashamed aside asked asking
asks asleep aspect assault assertive assess assessment associate assume assumption assurance astray attach
attachment attack attempt attend attendance attendees attention attitude attribute audit author authority
auto autoescape automatable automatically automount available average avoid aware awareness away awful
awkward axes babies baby back background backslash backup backwards badly bags balance ball bands bank bare
barrier bars base basic basis bath battle beach beangulp bear beat beaten became because become bedroom beds
bedtime been beets before began begin beginning begun behave behaviour behind being belief believe belong
below beneath beneficial benefits bent bereavement beside best bets better between beyond bill billion bind
binder bird birth birthday bite bits bitter black blame blank bleeding block blood blow blue blur blurred
board boat bodies body boiled bold bomb bone book bookmark boring born borough borrow boss both bother
bottle bottom bound boundaries boundary bowl boxes boyfriend boys braces brackets brave bread break
breakfast breath brief brightness bring broad broke broken brother brought browser bruise budget build
builders built bullet bullying burden business busy button buying byte cabinet cache cake calculations
calendar call caller calm came camera camp canary cancel cancellation cancelled cannot capable capacity
capital capitalised caption card care career careful carer carried carrier carries carry cars case caseload
cash catalogue catch catches categories category catering cats cause caution caveat celebrate cell census
cent central centre certain certainty certifies chain chair challenge chance change chaotic chapter
character characteristics charge charset chart chase chasers chat cheap check checkbox checklist checkout
cheerful child childhood children chip chmod choice choose chosen chronic chronology church circle circulate
circulation circumstance citing city claim class classes classification clean cleaner clear click clinic
clip clock clockwise close closest clothes clothing clue coat code coercive coffee cold collaborate collapse
colleague collect collection college colon colour column combinations come comfort comma command comment
commentary commission commissioner commit committed committee common commonest communicate communication
community companion company comparable compare comparison compassion competent complain complaint complete
completion complex complexity compliance compliant complicating composed composition comprehensive
compression compute computer concealing concern concise conclude conclusions condition conduct conference
confidence confident confidential confidentiality configuration confined confirm confirmation conflict
confuse connect conscious consent consequences consider consideration consistency consistent constantly
consultant consultation contact contain container content context contextual contingency continue continuity
contract contrast contribute control controlled convene convention conversation convert converter convex
conviction cook cool cooperate coordinate coordinator cope copied copier copies copy core corn corner
correct correction cost could council counsel counselling count counters county couple courage course court
cousin cover coverage craft crash create crime criminal crisis criteria critical cropped cross crosses crowd
crying culture cumulative curate cures curiosity curious curly current curtain curve custodial custody
custom cuts cycle cyclomatic dads daily damage damp danger dangerous dare dark dash dashes data dataclass
dataclasses dataset date daughter days dead deadline deal dealt death debate debt decide decimal decision
decisive declaration declare decline decoded decoration dedicated deduplicate deep deeper default defect
defence defensive defer deference deferred define definition degrees delay delegate delete deletion
deliberate deliver delivery demand demo demonstrate denial dental dentist deny departments depend dependence
depressed depression deprived depth deputy describe description descriptive descriptor deserve design
designation desire desk desperate destroy destruction detachable detached detail detection detector
deteriorate determine deterministic develop development device diagnosis diary dict dictionaries dictionary
dies diet differ difference different differential difficult difficulty digest digit digital dignity dilemma
diligence dinner direct direction director directory dirt dirty disability disagree disc disclose disclosure
discretion discuss discussion disease disengage disengagement disguise dish disk disliked dismiss display
disrupted dissolved distance distinguish distress district disturb diverse diversity divide division docs
doctor document documentation docx docxtpl does dogs doing domain domestic done door dots dotted double
doubt doubtful down download downwards dozen draft drama draw drawn dream dress drew drift drink drive
driven driver drop dropped dropping drug drunk dual dump duplex duplicate during dust duties duty dynamic
each eager earlier early earn earnest earth ease easier easily east eating eats edge edit editable edition
editor education effect effective effectiveness effort eight either elder eldest electronic element eleven
eligible else elsewhere email embed embedded emergency emoji emotion emotional empathy employ employer
empower emptied empty enable enclosed encoded encoding encounter encourage encrypted encrypting encryption
ended ending endless endnote endorse ends energy engage engagement engine enjoy enlargement enormous enough
enquiries enquiry ensure enter entire entities entity entrance entries entry enums envelopes environment
epidm equal equations equivalent error escalate escalation escape especially essential establish estate
ethnic ethnicity evaluate evaluation even event eventually ever every everybody everyone everything
everywhere evidence evident evil exact example exceeded excellent except exception excerpt exchange excite
exclude exclusion excuse execute exempt exemption exist exit expand expect expense experience expert explain
explanation explicit exploit exploitation explore export expose exposure express expression extend
extensions external extra extract extraction extreme eyed eyes face facilitate fact factor fade fail failure
faint faintest fair faith faithfully fall false familes familiar families family famous farm fashion fast
fate father fault favour fcntl fear feature feed feedback feel feet fell fellow felt female fetch fewer
fewest fiction field fight figure file fill fillable filler fillpdf film filter final financial find fine
finer finger finish finishes fire first fish fits fitted five fixed fixes flag flagged flat flattened
flexible floor flow focus focussed folded folder folk follow font food foot footer footnote force foreign
forename foresaw forget forgotten fork form formal format formatting former forty forward foster found four
fourth fragile frame framework frank free frequency frequent fresh friday friend frighten from front
frontline frozen frustrated frustration fsync fuel full fullwidth fully function fund funny furniture
further future fuzzy gain game gaps garden gate gather gave gender genealogy general generate generator
generic genogram gentle geographical geometry gets getting gift girl girlfriend give given glad glass glyph
goal goat goes going gold golden gone good governance government governor govuk grab grace grade grand
grandparent grants grass grateful great greeting grey grid grip grooming ground group grow grown growth
guard guess guest guidance guide guidelines guilty guns guts habit hair half hall halt hand handle handover
handwriting hang happen happy hard harder hardest harm harmful harmless hash hashes hate hats have head
header headline health healthy heap hear heard heart heat heavy heding height held hell help helpdesk
helpful here herself hesitate hidden hide hierarchy high higher highest highlights hill himself hint hire
historical history hits hold holder hole holiday holy home homeless homogeneous honest honorific hook hope
horizontal hospital hostile hostility hotel hour house household however huge human humility hundred hung
hunger hungry hunt hurry hurt husband hygiene hyperlink hyperscale hyphen hypothesis idea ideally identical
identifiability identifiable identification identified identifier identifies identify identity idle ignore
illness image imagine immediate immunisation impact implement implication implied import importance
important impossible improve improvement impulsive inbox inch incident incl include inclusive income
incomplete inconsistent increase incremental indeed independent index indicator inert inevitable infant
inference infers inflating influence inform informal information infrequent ingest ingester inherits init
initial initiated initiative injection injector injects injuries injury inked inner innermost innocents
input inserted insertion inside insist inspection inspire instability install instance instant instead
instruction insult intake integrate intelligence intend intensive intention interest intermediate internal
internet interpretation interpreter interrupted intervene intervention interview intimate into introduce
introductions intruder invalid invariant invented investigation invisible invitation invite involve
involvement inward iron island isolated isolation issue italics item itself jail jigsaw jobs join joiners
joint joke journey judge judgments judicial july jump just justice justified keen keep kept kettle keyboard
keyring keys keywords keyworker kick kidney kids kill kind king kinship kiss kitchen knee knew know
knowledge known label labelled lack ladder lady laid lake lamp land landlord lane language large larger
largest last late lateness later latest laugh launch lawful lawn laws lawyer layer layout lays lazy lead
leader leadership leaf leaflet leak lean learn learner learnt lease least leave ledger left legacy legal
legislation leisure length less lesson lets letter level liaise liaison libraries library libreoffice
licence lids lies life lift ligatures light like likeliest limb limit line linear link linkability lint lips
list listen listener literacy little live load loaf loan local locale locality lock locum logged logo logs
lone long longer longest look loop loopback loose lose loss lost loud love lower lowest luck lucky lunch
lung lxml lying machine made mail mailto main maintain major make male manage manageable management manager
mandatory manieth manifest manner manual many mapped mapping maps march margin marginal mark markers markup
marriage married mask mass match matches matrix mats matter mattress meal mean meaningful meant meanwhile
measurable measure media median mediation medical meet megabytes member membership memory mend mental
mention mentor merely merge mess message messy metadata method mice middle midnight midwife might migrations
mild mile milestone milk millimetres million mind mine minimise minimum ministers minor minus minute mirror
misname misread miss misses misspellings misspelt mistake mistaken mistyped misuse mixed mobile mode model
modern modified module modulus mojibake moment momentum monday money monitor month mood moon more morning
most mother motivate mount mouth move movement much multi multiagency multichoice multiple mummy mums murder
music must mutual myself myth nail naive name nanny nanoseconds nappies narrate narrative narrow narrower
nasty nation national nationality natural nature near nearby nearer nearest nearness neat necessary neck
need negative neglect negotiate neighbour neighbourhood neither nervous nest nets network never newer newest
newlines newly news next nice nicknames night nightmare nine ninety ninth nobody node nods noise none
nonetheless nonsense noon normal normalise north nose note nothing notice notification notify nought noun
november nowhere number numerals numpy nurse nursery oath obey object objectives obligation obrien
observation observe observers obstacle obvious occur occurred octal october odds offence offender offer
office officer official often oils okay older oldest olefile omits once ones ongoing online only onnxruntime
onto open operating operational operators opinion opportunities opportunity optimism optimistic option
optional order ordinals ordinary organisation organise orientation origin original originator other
otherwise ought ours ourselves outbox outcome outdoor outer outermost outline outlives output outside
outward oven over overall overcome overdue overfull overlap overnight override oversight overwhelmed
overwhelming overwrite overwritten owed owes owner ownership pace pack package packet paediatric
paediatrician page paginate paid pain paint pair pale pandoc panel panic pans paper paperless paperwork
parabola paragraph parallel parameters parent parental park parse parser part participate participation
particles particularly partner partnership party pass passes passphrase passport password past path patience
patient pattern pause paying payload pays pdftk peak peer people perceive percent percentages perceptions
perfect perform performance perhaps period permanent permit persistent person personal perspective persuade
pets phase phone phonetic photocopier photograph photos phrase physical pick picker picture piece pies pile
pilot pink pint pipe pipeline pivot pivotal pixels place placeholder placement plain plan planned planning
play playbook please plenty plot plural plus poem point pole police policies policy pond pool poor poppler
popular port portfolio portrait position positive possession possessive possible post postcode postpone
potential pour poverty power practical practice practise practitioner praise pray precedent precise
precision predict prefer preference preferred prefix pregnancy pregnant prejudice premature preoccupy
prepare presence present preserve press pressure pretend prevent prevention previous prey price pride
primary print printable printer priorities priority prison privacy private proactive probably probation
problem procedure proceed proceedings process processor produce producer product professional profile
program programme progress project promise promote prompt proof proper properties property proportion
proportionate proposal propose protect protection protective protocol proud prove proven provenance provide
pseudo pseudonym psychiatric psychologist public publication publish pull pump punctual punctuation punish
pupil pure purpose purposeful pursue push puts putting pypdf python qpdf quadratic qualified quality
quarantine quarter queried queries query question queued quick quicker quiet quite quota quotation quote
race radio rage rail rain raise random range rank rapid rapidocr rapport rare rate rather ratio rationale
rats rays rdocumentation reach reachability reachable reaches react read readable reader readiness ready
real realise realistic reason reassure rebuild rebuilt recall receive recent recipient recognise recogniser
recognition recommend reconcile reconsider record recover recruit rect rectangle recurring redacting
redaction reduce refer reference referral referred referrer reflect reflection reflective reflowed refocus
reformatted refs refuge refusal refuse regard regenerated regex region regional register registration
regrouped regular regulation rehearsal rehearse reinforce reject rejection relapse relate relation
relationship relative release relevant reliable relied relief reluctance reluctant rely remain remainder
remark remedy remember remind reminder remove rename render renderer renews rent reopen repair repeat
repetition replace replied replies reply report reporter reportlab repository represent representative
reputation request require rescan rescue research resent reserved resident resilience resilient resist
resistance resistant resolution resolve resource respect respite respond response responsibilities
responsibility responsible rest restore restrict result retain retention return retyped reunite reveal
reversed review revision reward reword rewritten rhythm rice rich ride right ring rise risk risky road
robust rock role room root rope rose rota rotate rotation rough round route routine rows rubbish ruin rule
rung running runs rural rush sack sadly safe safeguard safer safety said sail sake sale salt same sample
sanction sand sandbox sans saturday save says scaffold scale scan scanned scanners scared scenario scene
sceptical scepticism schedule scheme school scope score scream screen scripts scrubadub scrubs scrutiny seal
search season seat second secondary secret section sector secure security seed seeing seek seem seen sees
segment select self sell semantic send sender senior sense sensitive sensitivity sent sentence separate
separation separator sept sequence series serif serious serve server service session setpriv sets setting
settle seven several severe severity sexual sexualised shade shame shape share sharp sheet shelf shell
shelter shift ship shock shoe shop shopping short shortage shortcut shortened shorter should shout show
shown shut sibling sick side sight sign signature significant signpost silence silent siloed similar simple
simply since sincerely sing single sink sister site sits situation sixteenth sixth size sketch skill skin
skip skipped slant slap slash sleep slept slices slip sliver slot slow small smaller smallness smart smell
smile smoke snapshot snow soap social society socket sofa soft software soil sold solicitor solid solution
solve some somebody someone something sometimes somewhere song soon sooner sorry sort sought soul sound soup
source south space span spare spawned speak special specialist specific speck speculate speech speed spell
spelt spend spent spin spirit spite split spoil spoke spoken spot spread spreadsheet spring sqlite square
squeeze stability stable staff stage stairs stakeholder stamp stand standard star start starter startxref
stat state statement static station statistical status statute statutory stay steady stem step stepped stick
stigma still stir stood stop stopped stopping store stories story straight straightened straightforward
strain strange stranger strategic strategy stray stream street strength strengthen stress stretch stretches
strict strike string stroke strong stronger strongest struck structlog structure struggle stuck student
study style subject submission submit subsequent substance substitute subtitle success successes such suck
sudden suffer suffix suggest suggestion suicide suit suitable suite summarise summary summer sums sunday
superficial superseded supervise supervision supervisor supper supplement supplier supply support supportive
suppose suppression sure sureness surface surgery surname surprise surrogate surroundings surveillance
survey survive suspect suspicion sustain swear sweep sweet swept swift swim switch symbol symbolic sympathy
sync synthetic system table tabs tagged tags tail tailor take taken tale talk tall taller tallies tangible
tank tape taps target tart task taught taxi teach teacher team tear teas technical teen teenage teenager
telephone television tell temper template temporary tenancy tenant tend tension tent tenth term terminal
terminate tesseract test text than thank that their them theme themselves then theory therapeutic therapist
therapy there therefore these they thick thin thing think third thirty this thorough those though thought
thousand thread threat threaten three threshold through throughout throw thumbnails thursday tick ticket
tidy tied tight tile time timeline timescale timetable tiny tips tire title today toddler toes together
toilet tokens told tolerance tomorrow tone tonight took tool tooltip topic topmost tops total touch tough
tour toward town toys trace track tracker trade traffic trailing train transaction transactional transfer
transformer transition translated transparent transport transposed traps trauma travel tray treat treatment
tree trend trial triangle triangulate tried tries trigger trim trimmed trio trip triplets trouble true truly
trust truth trying tube tuesday tune tuple turn turnover tutor twelfths twelve twenty twice twin twine type
typical ugly ukasz unable unborn uncertain uncertainty unchanged uncle unclear unclosed unconfirmed
undecodable under underline underlying undermine understand understood undertaken undone unescaped
unexpected unfinished unhappy uniform unique unit unknown unless unlikely unlinked unlooked unmarked unmet
unnoticed unpacked unpacks unreadable unreasonably unrecorded unresolved unrestrict unseen unsent unset
unsqueezed unsuppressed until untouched unturned unused unusual unwell update upon upper upright upset
upside upwards urgency urgent usage used useful user uses using usual uuencode vague valid validated
validation validator value vanish variables variation varied varies various vary vast vehicle venue verb
verbal verdicts verified version very vest victim view viewer viewpoint vigilant village violence violent
virtual visa visibility visible vision visit visitor visualisation vital vocabulary voice voids voluntary
volunteer vote vulnerability vulnerable wage wait wake walk wall want ward warm warn wars wash watch
watchdog watcher water wave ways weak weakness weapon wear weather website wednesday week weekday weekend
weep weight welcome welfare well wellbeing went were wessex west what whatever wheel when whenever where
whereabouts wherever whether which whichever while white whoever whole wholly whom whose wide widened wider
widget width wife wild will willingness wind window wine wing wins winter wipe wire wise wish wishes with
withdraw withdrawn withheld withhold within without witness woke woman women wonder wood wool word work
workbook worker workforce workload workplace workshop workspace world worn worried worries worry worse worst
worth would wound wrap wrapped wrapper writable write written wrong wrote xmlattr yard year yell yellow
yesterday yields young younger youngest your yourself youth zero zlib zone
"""
)

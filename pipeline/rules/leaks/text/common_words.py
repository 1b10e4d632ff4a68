"""Ordinary English words, so that a word that is nearly a name is not taken for one, and a name that is a word is.

Gathered from this project's own texts and from what people write about their work with families. Base forms; endings
are taken off before a word is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.rules.leaks.text.wordlists import word_set

_ENDINGS = ("s", "ed", "ing", "ly", "es", "d", "er", "ers", "y", "ness", "ment", "ments", "al", "able", "ful")
_AFTER_SHORT = frozenset(("s", "ed", "ing", "ly"))  # endings that are taken off words of three letters, too
_CHANGES_Y = frozenset(("es", "ed", "er", "ers", "ly", "ness"))  # before them y is written i


def is_listed(word: str) -> bool:
    """Whether a folded word stands in the list as it is."""
    return word in _COMMON


@cache
def is_common(word: str) -> bool:
    """Whether a folded (lower-case) word is an ordinary one, also with an ending: "refused", "openly"."""
    return word in _COMMON or any(base in _COMMON for base in _bases(word))


def _bases(word: str) -> Iterator[str]:
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < (3 if ending in _AFTER_SHORT else 4):
            continue
        yield base
        if ending != "s":
            yield base + "e"
        if base.endswith("i") and ending in _CHANGES_Y:
            yield base[:-1] + "y"
        if base[-1] == base[-2] and ending != "s":
            yield base[:-1]


_COMMON = word_set(
    """
marac mappa camhs cyps gscb scolt mash nspcc unicef barnardo connexions homestart childline samaritans mencap scope
abbreviated abbreviations able about above abroad absence absent absolute absorb abuse abusive accent accept
acceptable access accessibility accessible accident accommodation accordingly account accountability accurate
achieve acknowledge acknowledgement across act acted action active activity acts actual add added addition
additional address addresses adds adjustments admit adolescent adopt adoption adult adverse advice advise
advocate affect afraid afresh african after afternoon afterwards again against age aged agencies agency agenda
ages aggression aggressive ago agree agreement ahead aid aims air airs alarm alcohol alert alias aliases align
alike alive all allegation allow almost alone along alongside aloud alphabets already also altered alternative
although altogether always ambiguous ambition ambulance amendments among amount amplification analyse analysis
anchor and anew anger angle angry animal annex annotation announces annual anonymisation anonymise anonymity
anonymous another answer ant anticipate anxiety anxious any anybody anyone anything anywhere apart apologies
apologise apostrophe appear appearance append appendices appendix applicable applied applies apply appoint
appointment appreciate approach appropriate approve apr april architecture are area argue argument arising arm
arose around arrange arrangements array arrest arrival arrive arrow art artefacts ashamed asian aside ask
asked asking asks asleep aspect assault assertive assess assessment associate assume assumption assurance
astray attach attachment attack attempt attend attendance attendees attention attitude attribute audit aug
august author authority auto automatable automatically available average avoid aware awareness away awful
awkward axes babies baby back background backup backwards bad badly bag bags baking balance ball ban bands
bank bar bare barrier bars base basic basis bath battle bay beach bear beat beaten became because become bed
bedroom beds bedtime been beets before began begin beginning begun behave behaviour behind being belief
believe belong below beneath beneficial benefits bent bereavement beside best bet bets better between beyond
bid big bill billion bin bind binder bird birth birthday bit bite bits bitter black blame blank bleeding block
blood blow blue blur blurred board boat bodies body boiled bold bomb bone book bookmark boring born borough
borrow boss both bother bottle bottom bound boundaries boundary bow bowl box boxes boy boyfriend boys braces
brackets brave bread break breakfast breath brief briefly brightness bring brings british broad broke broken
brother brought browser bruise budget build builders built bullet bullying burden bus business busy but button
buy buying cabinet cache cafcass cake calculations calendar call caller calm came camera camp can cancel
cancellation cancelled cannot cap capable capacity capital capitalised caption car card care career careful
carer carried carrier carries carry cars case caseload cases cash cat catalogue catch catches categories
category catering cats cause caution caveat celebrate cell census cent central centre certain certainty
certifies chain chair challenge chance change chaotic chapter character characteristics charge charset chart
chase chasers chat cheap check checkbox checklist checkout cheerful child childhood children chip choice
choose chosen chronic chronology church circle circulate circulation circumstance city claim class classes
classification clean cleaner clear click clinic clip clock clockwise close closest clothes clothing clue coat
code coercive coffee cold collaborate collapse colleague collect collection college colon colour column
combinations come comfort comma command comment commentary commission commissioner commit committed committee
common commonest communicate communication community companion company comparable compare comparison
compassion competent complain complaint complete completion complex complexity compliance compliant
complicating composed composition comprehensive compression compute computer concealing concern concise
conclude conclusions condition conduct conference confidence confident confidential confidentiality
configuration confined confirm confirmation conflict confuse connect conscious consent consequences consider
consideration consistency consistent constabulary constantly consultant consultation contact contain container
content context contextual contingency continue continuity contract contrast contribute control controlled
convene convention conversation convert converter convex conviction cook cool cooperate coordinate coordinator
cope copied copier copies copy core corn corner correct correction cost could council counsel counselling
count counters county couple courage course court cousin cover coverage cow craft crash create crime criminal
crisis criteria critical cropped cross crosses crowd cry crying culture cumulative cup curate cures curiosity
curious curly current curtain curve custodial custody custom cut cuts cycle cyclomatic dad dads daily dam
damage damp danger dangerous dare dark dash dashes data dataset date daughter day days dead deadline deal
dealt death debate debt dec december decide decimal decision decisive declaration declare decline decoded
decoration dedicated deduplicate deep deeper default defect defence defensive defer deference deferred define
definition degrees delay delegate delete deletion deliberate deliver delivery demand demo demonstrate den
denial dental dentist deny departments depend dependence depressed depression deprived depth deputy describe
description descriptive descriptor deserve design designation desire desk desperate destroy destruction
detachable detached detail detection detector deteriorate determine deterministic develop development device
dew diagnosis diary dictionaries dictionary did die dies diet differ difference different differential
difficult difficulty dig digest digit digital dignity dilemma diligence dim dinner dip direct direction
director directory dirt dirty disability disagree disc disclose disclosure discretion discuss discussion
disease disengage disengagement disguise dish disk disliked dismiss display disrupted dissolved distance
distinguish distress district disturb diverse diversity divide division docs doctor document documentation
does dog dogs doing domain domestic done door dot dots dotted double doubt doubtful down download downwards
dozen draft drama draw drawn dream dress drew drift drink drive driven driver drop dropped dropping drug drunk
dry dual due dump duplex duplicate during dust duties duty dynamic each eager ear earlier early earn earnest
earth ease easier easily east eastern eat eating eats edge edit editable edition editor education effect
effective effectiveness effort egg eight either elder eldest electronic element eleven eligible else elsewhere
email embed embedded emergency emoji emotion emotional empathy employ employer empower emptied empty enable
enclosed encoded encoding encounter encourage encrypted encrypting encryption end ended ending endless endnote
endorse ends energy engage engagement engine english enjoy enlargement enormous enough enquiries enquiry
ensure enter entire entities entity entrance entries entry envelopes environment equal equations equivalent
era error escalate escalation escape especially essential establish estate etc ethnic ethnicity european
evaluate evaluation even event eventually ever every everybody everyone everything everywhere evidence evident
evil exact example exceeded excellent except exception excerpt exchange excite exclude exclusion excuse
execute exempt exemption exist exit expand expect expense experience expert explain explanation explicit
exploit exploitation explore export expose exposure express expression extend extensions external extra
extract extraction extreme eye eyed eyes face facilitate fact factor fade fail failure faint faintest fair
faith faithfully fall false familiar families family famous fan far farm fashion fast fat fate father fault
favour fax fear feature feb february fed fee feed feedback feel feet fell fellow felt female fetch few fewer
fewest fiction field fig fight figure file fill fillable filler film filter final financial find fine finer
finger finish finishes fire first fish fit fits fitted five fix fixed fixes flag flagged flat flattened
flexible floor flow fly focus focussed fog folded folder folk follow font food foot footer footnote for force
foreign forename foresaw forget forgotten fork form formal format formatting former forty forward foster found
four fourth fox foxes fragile frame framework frank free frequency frequent fresh fri friday friend frighten
from front frontline frozen frustrated frustration fry fuel full fully fun function fund funny furniture
further furthermore future fuzzy gain game gap gaps garden gas gate gather gave gel gem gender genealogy
general generate generator generic genogram gentle geographical geometry get gets getting gift gin girl
girlfriend give given glad glass glyph goal goat god goes going gold golden gone good got governance
government governor grab grace grade grand grandparent grants grass grateful great greeting grey grid grip
grocery grooming ground group grow grown growth guard guess guest guidance guide guidelines guilty gum gun
guns gut guts guy habit had hair half hall halt hand handle handover handwriting hang happen happy hard harder
hardest harm harmful harmless has hat hate hats have hay head header headline health healthy heap hear heard
heart heat heavy heding height held hell help helpdesk helpful hen hence her here herself hesitate hid hidden
hide hierarchy high higher highest highlights hill him himself hint hip hire his historical history hit hits
hold holder holds hole holiday holy home homeless homogeneous honest honorific hook hop hope hoped hopes
horizontal hospital hostile hostility hot hotel hour house household how however hug huge human humility
hundred hung hunger hungry hunt hunters hurry hurt husband hut hygiene hyperlink hyphen hypothesis ice idea
ideally identical identifiability identifiable identification identified identifier identifies identify
identity idle ignore ill illness image imagine immediate immunisation impact implement implication implied
import importance important impossible improve improvement impulsive inbox inch incident include inclusive
income incomplete inconsistent increase incremental indeed independent index indicator inert inevitable infant
inference infers inflating influence inform informal information infrequent ingest ingester initial initiated
initiative injection injector injects injuries injury ink inked inner innermost innocents input inserted
insertion inside insist inspection inspire instability install instance instant instead instruction insult
intake integrate intelligence intend intensive intention interest intermediate internal internet
interpretation interpreter interrupted intervene intervention interview intimate into introduce introductions
intruder invalid invariant invented investigation invisible invitation invite involve involvement inward irish
iron island isolated isolation issue italics item its itself jail jam jan january jar jaw jet jigsaw job jobs
jog join joiners joint joke journey joy judge judgments judicial jul july jump jun june just justice justified
keen keep keeps kept kettle key keyboard keys keywords keyworker kick kid kidney kids kill kind king kinship
kiss kitchen knee knew know knowledge known lab label labelled lack lad ladder lady lag laid lake lamp land
landlord lane language lap large larger largest last late lateness later latest laugh launch law lawful lawn
laws lawyer lay layer layout lays lazy lead leader leadership leaf leaflet leak lean learn learner learnt
lease least leave led ledger left leg legacy legal legislation leisure length less lesson let lets letter
level liaise liaison libraries library licence lid lids lie lies life lift ligatures light like likeliest
likewise limb limit line linear link linkability lint lip lips list listen listener lit literacy little live
load loaf loan local locale locality lock locum log logged logo logs lone long longer longest look loop loose
lose loss lost lot loud love low lower lowest ltd luck lucky lunch lung lying machine mad made magistrate
magistrates mail main maintain major make male man manage manageable management manager mandatory manifest
manner manual many map mapped mapping maps mar march margin marginal mark markers markup marriage married mask
mass mat match matches matrix mats matter mattress may mayoral meal mean meaningful meant meanwhile measurable
measure media median mediation medical meet megabytes member membership memory mend mental mention mentor
merely merge mess message messy met metadata method mice middle midnight midwife might migrations mild mile
milestone milk millimetres million mind mine minimise minimum minister ministers ministry minor minus minute
mirror misname misread miss misses misspellings misspelt mistake mistaken mistyped misuse mix mixed mob mobile
mode model modern modified module moment momentum mon monday money monitor month mood moon more moreover
morning most mother motivate mount mouth move movement much mud mug multi multiagency multiple mum mummy mums
murder music must mutual myself myth nail naive name nanny nap nappies narrate narrative narrow narrower nasty
nation national nationality natural nature near nearby nearer nearest nearness neat necessary neck need
negative neglect negotiate neighbour neighbourhood neither nervous nest net nets network never new newer
newest newlines newly news next nice nicknames night nightmare nine ninety ninth nobody nod node nods noise
none nonetheless nonsense noon nor normal normalise north northern nose not note nothing notice notification
notify nought noun nov november now nowhere number numerals nurse nursery nut oak oar oath obey object
objectives obligation observation observe observers obstacle obvious occur occurred oct october odd odds off
offence offender offer office officer official ofsted often oil oils okay old older oldest omits once one ones
ongoing online only onto open operating operational operators opinion opportunities opportunity optimism
optimistic option optional order ordinals ordinary organisation organise orientation origin original
originator other otherwise ought our ours ourselves out outbox outcome outdoor outer outermost outline
outlives output outside outward oven over overall overcome overdue overfull overlap overnight override
oversight overwhelmed overwhelming overwrite overwritten owe owed owes owl own owner ownership pace pack
package packet pad paediatric paediatrician page paginate paid pain paint pair pale pan panel panic pans paper
paperless paperwork paragraph parallel parameters parent parental park parliament part participate
participation particles particularly partner partnership party pass passes passphrase passport password past
pat path patience patient pattern pause paw pay paying payload pays peak peer pen penny people per perceive
percent percentages perceptions perfect perform performance perhaps period permanent permit persistent person
personal perspective persuade pet pets phase phone phonetic photocopier photograph photos phrase physical pick
picker picture pie piece pies pig pile pilot pin pink pint pipe pipeline pit pivot pivotal pixels place
placeholder placement plain plan planned planning play please plenty plot plural plus poem point pole police
policies policy pond pool poor poppy popular port portfolio portrait position positive possession possessive
possible post postcode postpone pot potential pour poverty power practical practice practise practitioner
praise pray precedent precise precision predict prefer preference preferred prefix pregnancy pregnant
prejudice premature preoccupy prepare presence present preserve press pressure pretend prevent prevention
previous prey price pride primary print printable printer priorities priority prison privacy private proactive
probably probation problem procedure proceed proceedings process processor produce producer product
professional profile program programme progress project promise promote prompt proof proper properties
property proportion proportionate proposal propose protect protection protective protocol proud prove proven
provenance provide pseudo pseudonym psychiatric psychologist pub public publication publish pug pull pump
punctual punctuation punish pupil pure purpose purposeful pursue push put puts putting quadratic qualified
quality quarantine quarter queried queries query question queued quick quicker quiet quite quota quotation
quote race radio rage rail rain raise ram ran random range rank rap rapid rapport rare rat rate rather ratio
rationale rats raw ray rays reach reachability reachable reaches react read readable reader readiness ready
real realise realistic reason reassure rebuild rebuilt recall receive recent recipient recognise recogniser
recognition recommend reconcile reconsider record recover recruit rectangle recurring red redacting redaction
reduce ref refer reference referral referred referrer reflect reflection reflective reflects reflowed refocus
reformatted refs refuge refusal refuse regard regardless regenerated region regional register registration
regrouped regular regulation rehearsal rehearse reinforce reject rejection relapse relate relation
relationship relative release relevant reliable relied relief reluctance reluctant rely remain remainder
remark remedy remember remind reminder remove rename render renderer renews rent reopen repair repeat
repetition replace replied replies reply report reporter represent representative reputation request require
rescue research resent reserved resident resilience resilient resist resistance resistant resolution resolve
resource respect respite respond response responsibilities responsibility responsible rest restore restrict
result retain retention return retyped reunite reveal reversed review revision reward reword rewritten rhythm
rib rice rich rid ride right rim ring rip rise risk risky road rob robust rock rod role room root rope rose
rot rota rotate rotation rough round route routine row rows rub rubbish ruby rug ruin rule rum run rung
running runs rural rush sack sad sadly safe safeguard safer safety said sail sake sale salt same sample
sanction sand sandbox sat saturday save say says scaffold scale scan scanned scanners scared scenario scene
sceptical scepticism schedule scheme school scope score scottish scream screen scripts scrubs scrutiny seal
search season seat second secondary secret section sector secure security see seed seeing seek seem seen sees
segment select self sell semantic send sender senior sense sensitive sensitivity sent sentence sep separate
separation separator sept september sequence series serif serious serve server service session set sets
setting settle seven several severe severity sew sex sexual sexualised shade shame shape share sharp she sheet
shelf shell shelter shift ship shock shoe shop shopping short shortage shortcut shortened shorter should shout
show shown shut shy sibling sick side sight sign signature significant signpost signposting silence silent
siloed similar simple simply sin since sincerely sing single sink sip sister sit site sits situation six
sixteenth sixth size sketch ski skill skin skip skipped sky slant slap slash sleep slept slices slip sliver
slot slow small smaller smallness smart smell smile smoke snapshot snow soap sob social society sofa soft
software soil sold solicitor solid solution solve some somebody someone something sometimes somewhere son song
soon sooner sorry sort sought soul sound soup source south southern sow space span spare speak special
specialist specific speck speculate speech speed spell spelt spend spent spin spirit spite split spoil spoke
spoken spot spread spreadsheet spring spy square squeeze stability stable staff stage stairs stakeholder stamp
stand standard star start starter stat state statement static station statistical status statute statutory
stay steady stem step stepped stick stigma still stir stood stop stopped stopping store stories story straight
straightened straightforward strain strange stranger strategic strategy stray stream street strength
strengthen stress stretch stretches strict strike string stroke strong stronger strongest struck structure
struggle stuck student study style subject submission submit subsequent substance substitute subtitle success
successes such suck sudden suffer suffix suggest suggestion suicide suit suitable suite sum summarise summary
summer sums sun sunday superficial superseded supervise supervision supervisor supper supplement supplier
supply support supportive suppose suppression sure sureness surface surgery surname surprise surrogate
surroundings surveillance survey survive suspect suspicion sustain swear sweep sweet swept swift swim switch
symbol symbolic sympathy sync synthetic system tab table tabs tag tagged tags tail tailor take taken tale talk
tall taller tallies tan tangible tank tap tape taps tar target tart task taught tax taxi tea teach teacher
team tear teas technical teen teenage teenager telephone television tell temper template temporary ten tenancy
tenant tend tension tent tenth term terminal terminate test text than thank that the their them theme
themselves then theory therapeutic therapist therapy there therefore these they thick thin thing think thinks
third thirty this thorough those though thought thousand thread threat threaten three threshold through
throughout throw thu thumbnails thursday thus tick ticket tidy tie tied tight tile time timeline timescale
timetable tin tiny tip tips tire title today toddler toe toes together toilet told tolerance tomorrow ton tone
tonight too took tool tooltip top topic topmost tops total touch tough tour toward town toy toys trace track
tracker trade traffic trailing train transaction transactional transfer transformer transition translated
transparent transport transposed traps trauma travel tray treat treatment tree trend trial triangle
triangulate tribunal tried tries trigger trim trimmed trio trip triplets trouble true truly trust truth try
trying tub tube tue tuesday tune turn turnover tutor twelfths twelve twenty twice twin twine two type typical
ugly unable unborn uncertain uncertainty unchanged uncle unclear unconfirmed under underline underlying
undermine understand understood undertaken undone unexpected unfinished unhappy uniform unique unit unknown
unless unlikely unlinked unlooked unmarked unmet unnoticed unpacked unpacks unreadable unreasonably unrecorded
unresolved unrestrict unseen unsent unset unsuppressed until untouched unturned unused unusual unusually
unwell update upon upper upright upset upside upwards urgency urgent usage use used useful user uses using
usual vague valid validated validation validator value van vanish variation varied varies various vary vast
vehicle venue verb verbal verdicts verified version very vest vet via victim view viewer viewpoint vigilant
village violence violent virtual visa visibility visible vision visit visitor visualisation vital vocabulary
voice voids voluntary volunteer vote vulnerability vulnerable wag wage wait wake walk wall want war ward warm
warn wars was wash watch watchdog watcher water wave wax way ways weak weakness weapon wear weather web
website wed wednesday week weekday weekend weep weight welcome welfare well wellbeing went were west western
wet what whatever wheel when whenever where whereabouts wherever whether which whichever while white who
whoever whole wholly whom whose why wide widened wider widget width wife wig wild will willingness win wind
window wine wing wins winter winters wipe wire wise wish wishes with withdraw withdrawn withheld withhold
within without witness woke woman women won wonder wood wool word work workbook worker workforce workload
workplace workshop workspace world worn worried worries worry worse worst worth would wound wrap wrapped
wrapper writable write written wrong wrote yard year yell yellow yes yesterday yet yields you young younger
youngest your yourself youth zero zip zone zoo
"""
)

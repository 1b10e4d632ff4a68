"""The words that stand before or after a name, and those that look like one and are none."""

from __future__ import annotations

from pipeline.rules.leaks.text.wordlists import word_set

HONORIFICS = word_set(
    "mr mrs ms miss mx dr prof professor rev sir madam pc dc ds di dcs sgt sergeant inspector constable"
)
RELATIVES = word_set(
    "mum mummy mother mam mom dad daddy father stepdad stepmum stepfather stepmother sister brother son daughter "
    "partner boyfriend girlfriend husband wife aunt auntie aunty uncle nan nana nanny gran granny grandma grandad "
    "grandpa grandmother grandfather cousin niece nephew friend neighbour girl boy baby toddler teenager pupil "
    "stepson stepdaughter sibling twin twins fiance ex"
)
ROLES = word_set(
    "worker nurse teacher officer visitor midwife doctor referrer manager lead head mentor tutor carer"
)
CALLING = word_set("named called nicknamed")
SINGLE_TITLES = HONORIFICS | RELATIVES | ROLES | CALLING
BEING = word_set(
    "was is isn't wasn't were are has had hasn't hadn't does did didn't doesn't would could should"
)
ADVERBS = word_set(
    "not never also often always still then later usually sometimes only just clearly recently now once nearly "
    "already rarely first both been being regularly repeatedly frequently quickly quietly openly finally"
)
STATES = word_set(
    "seen spoken asked told taken moved placed born hurt hit harmed assessed referred visited invited left found "
    "excluded heard injured assaulted bruised arrested removed returned upset frightened scared worried unhappy "
    "tired hungry late absent pregnant ill sick alone living staying sleeping crying afraid sad angry happy unwell "
    "unborn bullied collected dropped picked weighed interviewed observed admitted discharged sent brought given "
    "listened missing attending missed disclosed disengaged anxious withdrawn quiet keen reluctant able unable "
    "aware known struggling doing getting going coming asking saying telling working seeing using drinking hiding "
    "refusing caring playing walking shouting hitting wearing registered home dirty thin underweight distressed "
    "sleepy clingy offered supported helped encouraged persuaded advised warned introduced"
)
DOING = word_set(
    "said says told tells asked asks wants wanted felt feels thinks thought lives lived moved missed attended "
    "attends refused cried cries hit hits disclosed reported described slept sleeps ate eats went came loves hates "
    "likes liked loved misses worries worried struggled struggles spoke speaks saw sees shouted threatened "
    "assaulted drinks drank smokes smoked stays stayed cares walked walks arrived left returned hid hides witnessed "
    "agreed denied admitted knew knows remembers remembered turned turns smiled smiles played plays enjoys enjoyed "
    "wrote became separated ran runs woke wakes stopped started talked talks gave took got gets goes looks looked "
    "seemed seems sat fell heard tried tries explained explains replied answered rang phoned called texted kept "
    "disengaged cancelled signed drew showed helped helps made makes needed cooked brought found lost broke hurt "
    "kicked bit told trusted trusts feared fears weighs weighed wears wore drives drove sings sang dances danced cooks "
    "swims grew grows fights fought sends sent reads carries carried pays paid sells sold buys bought"
)
# What is said of a person a word later: "did not feel", "was not at".
DO = word_set(
    "to at feel want say tell speak know like attend live sleep eat cry ask think trust miss love hate"
)
WHOSE = word_set("their her his the")
THEN = word_set("who whose aged")
FAMILY = word_set(
    "family family's household children kids twins siblings boys girls brothers sisters parents home house flat "
    "case"
)
KIN = word_set(
    "mother mum mummy father dad daddy brother sister brothers sisters siblings school nursery teacher drawings "
    "drawing mornings morning bedroom room views wishes behaviour bed nan gran grandmother grandfather partner "
    "parents family plan case home house flat voice day attendance weight bruises worker story toys clothes lunch "
    "health needs birthday referral"
)
DETERMINERS = word_set("the a an this these those our your each every any no some another all")
CONJUNCTIONS = word_set(
    "that when because if and while after before since where how what why although but so as"
)
PLACE_BEFORE = word_set("in to at from near into around towards outside through via leaving")
TIME_BEFORE = word_set(
    "in by since until till from of during last next this early late mid each every before after between throughout "
    "through following over"
)
TIME_LINKS = word_set("and to or until")
TIME_AFTER = word_set(
    "half term bank holiday holidays meeting meetings review reviews panel onwards term plan"
)
MONTHS = word_set("january february march april may june july august september october november december")
TIMES = MONTHS | word_set(
    "winter winters summer summers autumn spring christmas easter day days week weeks weekend"
)
TIMES |= word_set("monday tuesday wednesday thursday friday saturday sunday")
# Words that are written with a capital for what they are: a role, an institution, a part of a place's name.
INSTITUTIONS = word_set(
    "church churches court courts case cases child school nurse nurses judge law house parent head baby mum dad nan "
    "gran leader page pages reading bath stroud welsh french christian islam roma romany west north south east "
    "friend coach driver major minor paris ireland parish ward liberty unity justice"
)
PLACES = word_set(
    "reading bath stroud wells dean ireland paris lake forest ford gloucester cheltenham cotswold tewkesbury"
)
ABSTRACT = word_set(
    "hope joy faith grace harmony patience charity mercy price love honour comfort promise success gift blessing "
    "speed chance destiny treasure comfort gold silver steel stone snow rain frost storm light life bright kind "
    "moody poor rich sharp small little short long strong quick fast wise young good best happy merry jolly lucky "
    "smart proud dear still true black white brown green blue grey art rice ham wood woods water waters flower "
    "flowers bird fox wolf"
)
ORGANISED = word_set(
    "fund foundation institute house lodge school street road centre center team group panel project service "
    "services unit close hall college court trust act bill board programme order care hospital surgery clinic "
    "partnership forum network scheme academy nursery park lane way green hill view club foundation charity council "
    "authority district county committee paper guidance policy protocol framework pathway model line report review "
    "inquiry bank holiday term protection plan"
)


WANTING = word_set("needs likes didnt hasnt hadnt")

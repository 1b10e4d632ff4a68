"""Fonts that come with computers and office programs; some are called like children (Georgia, Latha, Nyala)."""

from __future__ import annotations

import re

_FAMILIES_WORDS = """
Aakar AbadiMT Aharoni AlBayan Aldhabi AmericanTypewriter Andale AndaleMono Andalus Angsana AngsanaNew AngsanaUPC
Aparajita AppleChancery AppleGothic AppleSymbols Aptos AptosDisplay Arabic ArabicTransparent ArabicTypesetting Arial
ArialBlack ArialNarrow ArialUnicode ArialUnicodeMS Avenir AvenirNext Bahnschrift Baskerville BaskervilleOldFace
Batang Bauhaus93 BellMT BerlinSansFB BernardMTCondensed Bitstream BitstreamVera BodoniMT Bookman BookmanOldStyle
BookAntiqua BookshelfSymbol Braggadocio BradleyHand BradleyHandITC BrowalliaNew BrowalliaUPC BrushScript Caladea
Calibri CalibriLight Californian CalistoMT Cambria CambriaMath Candara Cantarell Carlito Castellar Centaur Century
CenturyGothic CenturySchoolbook Chalkboard ChalkDuster Charter Chiller ColonnaMT ComicSans ComicSansMS Consolas
Constantia CooperBlack Copperplate CopperplateGothic Corbel CordiaNew CordiaUPC Courier CourierNew Cousine CurlzMT
DaunPenh David DavidLibre DejaVu DejaVuSans DejaVuSansMono DejaVuSerif Didot DilleniaUPC DokChampa Dotum DroidSans
DroidSansFallback DroidSerif Ebrima EdwardianScript Elephant EngraversMT EstrangeloEdessa EucrosiaUPC Euphemia
FangSong FelixTitling FootlightMT Forte FranklinGothic FranklinGothicBook FranklinGothicMedium FrankRuehl FreesiaUPC
FreeMono FreeSans FreeSerif FreestyleScript FrenchScript Futura Gabriola Gadugi Garamond GaramondPremier Gautami
Geneva Georgia Gelasio Gigi GillSans GillSansMT Gisha GloucesterMT Goudy GoudyOldStyle Gulim Gungsuh Haettenschweiler
Harlow Harrington Helvetica HelveticaNeue HighTowerText HoeflerText HoloLensMDL2Assets Impact Imprint Ink InkFree
IrisUPC IskoolaPota ITCAvantGarde JasmineUPC JavaneseText Jokerman JuiceITC KaiTi Kalinga Kartika KhmerUI KodchiangUPC
Kokila Kristen KunstlerScript Lao LaoUI Latha LatinModern LatinModernMath Latin Leelawadee LeelawadeeUI LevenimMT
Liberation LiberationMono LiberationSans LiberationSansNarrow LiberationSerif LilyUPC Lohit LohitDevanagari
LucidaBright LucidaCalligraphy LucidaConsole LucidaFax LucidaGrande LucidaHandwriting LucidaSans LucidaSansUnicode
Magneto MalgunGothic Mangal Marlett Marriage MaturaMT Meiryo Menlo MicrosoftHimalaya MicrosoftJhengHei
MicrosoftNewTaiLue MicrosoftPhagsPa MicrosoftSansSerif MicrosoftTaiLe MicrosoftUighur MicrosoftYaHei MicrosoftYiBaiti
MingLiU Minion MinionPro Miriam MiriamFixed Mistral Modern Monaco MongolianBaiti MonotypeCorsiva MoolBoran MSGothic
MSMincho MSOutlook MSPGothic MSPMincho MSReferenceSansSerif MSSansSerif MSSerif MVBoli MyanmarText Myriad MyriadPro
Narkisim NewPeninimMT NiagaraSolid Nirmala NirmalaUI NotoSans NotoSansCJK NotoSansCJKSC NotoSansDevanagari NotoSerif
NotoColorEmoji Nyala OCRAExtended OldEnglish Onyx OpenSans OpenSymbol Optima PalaceScript Palatino PalatinoLinotype
Papyrus Parchment PerpetuaTitling Perpetua PlantagenetCherokee Playbill PMingLiU PoorRichard Pristina PTSans PTSerif
Raavi RageItalic Ravie Roboto Rockwell Rod SakkalMajalla SanskritText Script SegoePrint SegoeScript SegoeUI
SegoeUIEmoji SegoeUISymbol SegoeUIHistoric Shonar ShonarBangla ShowcardGothic Shruti SimHei SimplifiedArabic SimSun
SimSunExtB Sitka SitkaText SnapITC SourceSans SourceSansPro Stencil STIXGeneral Sylfaen Symbol SymbolMT Tahoma
TeX TeXGyre TempusSansITC Thonburi Tibetan Times TimesNewRoman TimesNewRomanPS TimesNewRomanPSMT TitilliumWeb Tunga
Trebuchet TrebuchetMS TradeGothic TraditionalArabic TwCenMT Ubuntu Univers UrduTypesetting Utsaah Vani Verdana Vijaya
Viner VinerHandITC Vivaldi Vladimir Vrinda Webdings WideLatin Wingdings Wingdings2 Wingdings3 YuGothic YuMincho
Zapf ZapfDingbats Zapfino ZWAdobeF NimbusSans NimbusRoman NimbusMono NimbusSansL URWGothic URWBookman DINAlternate
"""
_FAMILIES = frozenset(family.casefold() for family in _FAMILIES_WORDS.split())
_LOOKS = re.compile(
    r"(?:bold|italic|oblique|regular|roman|light|medium|semi|demi|extra|black|thin|book|condensed|narrow|display|heading"
    r"|body|mt|ps|psmt|std|pro|unicode|ui|ms|identity|h)+$"
)


def is_usual_font(name: str) -> bool:
    """Whether a text is the name of a usual font, in whatever writing: "Times New Roman", "ABCDEF+Arial-BoldMT"."""
    plain = re.sub(r"^[A-Z]{6}\+", "", name)
    letters = "".join(c for c in plain.casefold() if c.isalnum())
    if letters in _FAMILIES:
        return True
    bare = _LOOKS.sub("", letters)
    return bool(bare) and (bare in _FAMILIES or bare.rstrip("0123456789") in _FAMILIES)

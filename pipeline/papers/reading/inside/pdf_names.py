"""Which names inside a PDF belong to the file format, and so are nobody's."""

from __future__ import annotations

import re

from pipeline.papers.reading.inside.usual_fonts import is_usual_font

_FORMAT_WORDS = """
A AA AC ADBE AESV2 AESV3 AF AFRelationship AIS AP APP AS ASCII85Decode ASCIIHexDecode AcroForm Action ActualText
Adobe AllOff AllOn Alt Alternate Alternates Annot Annots AntiAlias Arial ArtBox Art Artifact Ascent Aside
AuthEvent Author AvgWidth BC BE BG BG2 BM BS BaseEncoding BaseFont BaseState BaseVersion Bibliography
BitsPerComponent BitsPerCoordinate BitsPerFlag BitsPerSample BibEntry BlackIs1 BleedBox BlockAlign BlockQuote
Border Bounds BoundingBox BBox Btn Butt ByteRange C C0 C1 CA CCITTFaxDecode CF CFM CIDFontType0 CIDFontType0C
CIDFontType2 CIDSet CIDSystemInfo CIDToGIDMap CO CS CalGray CalRGB CapHeight Caption Catalog Center Ch CharProcs
CharSet Circle Code ColSpan Collection ColorSpace ColorTransform Colorants Colors Column Columns Content
Contents Coords Count Courier CreationDate Creator CropBox Crypt CryptFilter Cyan D DA DCTDecode DL DP DR DS DV
Dash Data Decode DecodeParms Default DefaultCMYK DefaultGray DefaultRGB Desc DescendantFonts Descent Dest
DestOutputProfile Dests DeviceCMYK DeviceGray DeviceN DeviceRGB Differences Direction DisplayDocTitle Div Dm Doc
DocMDP Document DocumentFragment Domain Duplex Dur E EF EFF EarlyChange EmbeddedFile EmbeddedFiles Em Encode
Encoding EncodedByteAlign Encrypt EncryptMetadata End Endnote Event Expand Export ExtGState Extend Extends
ExtensionLevel Extensions FB FD FENote FL FS FT Ff Field Fields Figure Filespec FileAttachment Filter First
FirstChar FirstPage Fit FitB FitBH FitBV FitH FitR FitV FitWindow FixedPrint Flags FlatDecode FlateDecode Font
FontBBox FontDescriptor FontFamily FontFile FontFile2 FontFile3 FontMatrix FontName FontStretch FontWeight
Footer Footnote Form FormType Formula FreeText Function FunctionType Functions G GTS_PDFA1 GTS_PDFX GoTo GoToR
Group H H1 H2 H3 H4 H5 H6 HF HT Header Headers Height Helv Helvetica HideMenubar HideToolbar HideWindowUI
Highlight I IC ICCBased ID IDTree IF IM IRT IT Identity Image ImageB ImageC ImageI ImageMask Index Indexed Info
Ink InkList Inline Inset Intent Interpolate InvisibleRect IsMap ItalicAngle JBIG2Decode JBIG2Globals JPXDecode
JS JavaScript Justify K Keywords Kids L LBody LC LE LI LJ LL LLE LLO LW LZWDecode Lang Last LastChar
LastModified LastPage Lbl Leading Left Length Length1 Length2 Length3 Level Limits Line LineHeight Linearized
Link List ListMode ListNumbering Location Locked M MCID MCR MK ML Mac MacExpertEncoding MacRomanEncoding Magenta
MarkInfo MarkStyle Marked Mask Matrix Matte MaxLen MaxWidth MediaBox Metadata MissingWidth MMType1 ModDate N NM
Name Named Names NeedAppearances NewWindow Next NextPage NonEnum NonFullScreenPageMode NonStruct Nonsymbolic
None Normal Note NumCopies Nums O OBJR OC OCG OCGs OCMD OCProperties OFF ON OP OPM Obj ObjStm Off OneColumn Open
OpenAction OpenType Opt Order Ordering Outlines OutputCondition OutputConditionIdentifier OutputIntent
OutputIntents P PCM PDF PS Page PageElement PageLabels PageLayout PageMode Pages Pagination PaintType Panose
Params Parent ParentTree ParentTreeNextKey Part Pattern PatternType Perms Pg PieceInfo Placement Polygon
PolyLine Popup Predictor Prev PrevPage Print PrintArea PrintClip PrintPageRange PrintScaling PrintState Private
ProcSet Producer Properties Prev Q QuadPoints Quote R RBGroups RC RD RI RT RV Range Rect Ref Reference Registry
Reset ResetForm Resources Result Right RichMedia Role RoleMap RoleMapNS Root Rotate Row RowSpan Ruby Rows
RunLengthDecode S SA SMask SMaskInData SS SV Saturation Scope Sect Separation SetOCGState Shading ShadingType
Sig SigFlags SigRef Simplex SinglePage Size Sound SpaceAfter SpaceBefore Span Square Squiggly St Stamp Standard
Start StartIndent State StateModel Status StdCF StemH StemV StmF StrF StrikeOut StructElem StructParent
StructParents StructTreeRoot Style Sub SubFilter Subject SubType Subtype Summary Supplement Symbol Sy T TBody TD
TFoot TH THead TI TK TM TOC TOCI TP TR TR2 TU TX Table Tabs Tag Template TextAlign TextDecorationType TextIndent
Thumb Tiling TilingType Times Times-Roman Title ToUnicode Toggle TrapNet Trapped TrimBox True TrueType Tx Type
Type0 Type1 Type1C Type3 U UCR2 UF UR URI URIS Underline Unix UseAttachments UseNone UseOC UseOutlines UseThumbs
Usage UserUnit V VE Version Vertices View ViewArea ViewClip ViewState ViewerPreferences Visible W WMode WP
Watermark WhitePoint BlackPoint Gamma Widget Width Widths Win WinAnsiEncoding StandardEncoding PDFDocEncoding
Wrap X XFA XHeight XML XObject XRef XRefStm XStep XYZ YStep Yellow Black ZaDb ZapfDingbats Zoom ca checked off
op pdf tag Uncheck Yes No Choice Luminosity Alpha Multiply Screen Overlay Darken Lighten Compatible Difference
Exclusion DeviceCMY All Lookup Columns Identity-H Identity-V Helvetica-Bold Helvetica-Oblique
Helvetica-BoldOblique Times-Bold Times-Italic Times-BoldItalic Courier-Bold Courier-Oblique Decimal UpperRoman
LowerRoman UpperAlpha LowerAlpha Disc Unordered Ordered Both Before After Middle Block FWParms NS Namespace
Namespaces AbsoluteColorimetric RelativeColorimetric Perceptual Text Trans Transparency Squiggle DocOpen
EmbeddedFileStream Unspecified Source Supplement
"""
_FORMAT = frozenset(_FORMAT_WORDS.split())
_SHORT = re.compile(r"[A-Za-z]{1,4}[\d._]*|[A-Z]{6}\+.*|.*Encoding", re.DOTALL)
_NUMBERED = re.compile(r"[A-Za-z]{1,2}\d*|[A-Z]{6}\+.*|.*Encoding|\d+|[0-9A-F]{16,}", re.DOTALL)
FONT_KEYS = frozenset(("Differences", "CharProcs", "ProcSet", "Encoding"))


_FONT_NAMES = frozenset(("BaseFont", "FontName", "FontFamily"))
_RESOURCES = frozenset(("Font", "XObject", "ExtGState", "ColorSpace", "Properties", "Shading", "Pattern"))


def may_be_words(name: str, key: str) -> bool:
    """Whether a name (without its stroke) may be somebody's word rather than one of the file format.

    `key`: what it is the name of, or under which it stands; resources are numbered by their makers: F1, Im3.
    """
    if name in _FORMAT or key in FONT_KEYS or is_usual_font(name):
        return False
    if key in _FONT_NAMES:
        return True
    return not (_NUMBERED if key not in _RESOURCES else _SHORT).fullmatch(name)

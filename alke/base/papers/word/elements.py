"""The elements of Word's XML that mean something to a reader (ECMA-376 part 1, chapter 17).

For each the method of `Story` that is called where it begins, or where it ends.
"""

from typing import Final

from alke.base.papers.word.names import MC, M, w

PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
OLD_PICTURE: Final = "{urn:schemas-microsoft-com:vml}imagedata"
GRAPHIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
SIGNS: Final = {
    **dict.fromkeys((w("br"), w("cr")), "\n"),
    **dict.fromkeys((w("tab"), w("ptab")), "\t"),
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
}
# Properties are asked for by what has them; `w:rt` is the reading beside a ruby's words.
PASSED_OVER: Final = (
    *("pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"),
    *("customXmlPr", "smartTagPr", "rt"),
)

BEGINS: Final = {
    **dict.fromkeys(map(w, PASSED_OVER), "pass_over"),
    **dict.fromkeys(map(w, ("object", "altChunk", "subDoc")), "embedded"),
    **dict.fromkeys((f"{{{MC}}}Choice", f"{{{MC}}}Fallback"), "alternative"),
    **dict.fromkeys((PICTURE, OLD_PICTURE), "picture"),
    GRAPHIC: "graphic",
    w("ins"): "insertion",
    w("moveTo"): "insertion",
    w("del"): "deletion",
    w("moveFrom"): "deletion",
    w("p"): "paragraph",
    w("r"): "run",
    w("t"): "words",
    f"{{{M}}}t": "words",
    **dict.fromkeys(SIGNS, "sign"),
    w("sym"): "symbol",
    w("hyperlink"): "hyperlink",
    w("fldSimple"): "simple_field",
    w("fldChar"): "field",
    w("instrText"): "instruction",
    w("bookmarkStart"): "bookmark",
    w("bookmarkEnd"): "bookmark_end",
    w("commentRangeStart"): "comment",
    w("commentReference"): "comment",
    w("commentRangeEnd"): "comment_end",
    w("txbxContent"): "text_box",
    w("tbl"): "table",
    w("tr"): "row",
    w("tc"): "cell",
}
ENDS: Final = {
    w("ins"): "insertion_end",
    w("moveTo"): "insertion_end",
    w("del"): "deletion_end",
    w("moveFrom"): "deletion_end",
    w("p"): "paragraph_end",
    w("r"): "run_end",
    w("hyperlink"): "hyperlink_end",
    w("fldSimple"): "simple_field_end",
    w("txbxContent"): "text_box_end",
    w("tbl"): "table_end",
    w("tc"): "cell_end",
}

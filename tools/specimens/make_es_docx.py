"""Writes the Spanish specimen `A_RES_99_501.es.docx` as a word processor would: parts, styles, numbering, footnotes.

    python tools/specimens/make_es_docx.py samples/documents/A_RES_99_501.es.docx

The document has what real ones have and plain text has not: the masthead is a table, numbers of operative paragraphs
and lettered items are automatic (`numbering.xml`, nowhere in the text), notes live in `footnotes.xml` under ids that
differ from their printed numbers, verbs are cut into runs, the header repeats the symbol and the footer the page.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

SYMBOL = "A/RES/99/501"
TITLE = (
    "99/501. Fortalecimiento de la cooperación contra el tráfico de bienes culturales y de productos médicos "
    "falsificados"
)
BANNER = (
    "ESPÉCIMEN (SPECIMEN): este no es un documento de las Naciones Unidas; se ha escrito para hacer pruebas, "
    "con una signatura inventada"
)
UNTOC = "Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional"
UNCAC = "Convención de las Naciones Unidas contra la Corrupción"
UNODC = "Oficina de las Naciones Unidas contra la Droga y el Delito"

# Text between asterisks is set in italics, {1} calls note 1.
PREAMBLE = (
    "*Recordando* sus resoluciones 46/152, de 18 de diciembre de 1991, 60/1, de 16 de septiembre de 2005, y 68/193 y "
    "68/186, de 18 de diciembre de 2013, así como su resolución 76/187, de 16 de diciembre de 2021,",
    f"*Reafirmando* la importancia de la {UNTOC} y sus Protocolos{{1}} y de la {UNCAC}{{2}},",
    "*Tomando nota* de la resolución 2013/40 del Consejo Económico y Social, de 25 de julio de 2013, y de la "
    "resolución 27/5 de la Comisión de Prevención del Delito y Justicia Penal, de 18 de mayo de 2018{3}, en la que la "
    "Comisión alentó a los Estados Miembros a que tipificaran el tráfico de bienes culturales como delito grave,",
    "*Profundamente preocupada* por la creciente participación de grupos delictivos organizados en el tráfico de "
    "productos médicos falsificados,",
    f"*Acogiendo con beneplácito* la labor de la {UNODC} y de la Conferencia de las Partes en la {UNTOC},",
)
# (level, text): level 0 is an operative paragraph, level 1 a lettered item of the paragraph before it
OPERATIVE = (
    (0, "*Toma nota con reconocimiento* del informe del Secretario General{4};"),
    (
        0,
        f"*Reafirma* que la {UNTOC} constituye un instrumento principal para la restitución de bienes culturales, y "
        "*pone de relieve* la necesidad de que se aplique plenamente;",
    ),
    (
        0,
        "*Insta* a los Estados Miembros que aún no lo hayan hecho a que consideren la posibilidad de ratificar la "
        f"Convención y sus Protocolos o de adherirse a ellos, e *insta* a los Estados partes en la {UNCAC} a que den "
        "efecto al capítulo V de esa Convención;",
    ),
    (
        0,
        "*Exhorta* a los Estados Miembros a que, de conformidad con su derecho interno, establezcan registros "
        "centrales de bienes culturales robados e intercambien información al respecto, según proceda;",
    ),
    (
        0,
        f"*Solicita* a la {UNODC} que, dentro de los límites de los recursos existentes y en estrecha consulta con los "
        "Estados Miembros, siga prestando asistencia técnica, previa solicitud, en la esfera de las ciencias forenses;",
    ),
    (
        0,
        "*Solicita también* a la Oficina que, con sujeción a la disponibilidad de recursos extrapresupuestarios, "
        "publique a más tardar el 31 de diciembre de 2046 un manual sobre la investigación del tráfico de productos "
        "médicos falsificados;",
    ),
    (
        0,
        "*Invita* a los Estados y a las organizaciones internacionales pertinentes a que compartan con la Oficina "
        "datos sobre las incautaciones de bienes culturales, y a este respecto *alienta* a la Organización "
        "Internacional de Policía Criminal (INTERPOL) a que amplíe el acceso a su base de datos;",
    ),
    (
        0,
        "*Alienta encarecidamente* a los Gobiernos a que tipifiquen como delito el tráfico de productos médicos "
        "falsificados, teniendo en cuenta la labor de la Organización Mundial de la Salud;",
    ),
    (
        0,
        "*Recomienda* que los Estados Miembros designen, cuando proceda, puntos de contacto para las solicitudes de "
        "asistencia judicial recíproca;",
    ),
    (0, "*Pide* al Secretario General que:"),
    (
        1,
        "Convoque, dentro de los límites de los recursos existentes, una reunión del grupo intergubernamental de "
        "expertos de composición abierta sobre bienes culturales antes de que finalice 2045;",
    ),
    (
        1,
        "Transmita las conclusiones de esa reunión a la Comisión de Prevención del Delito y Justicia Penal en su "
        "54º período de sesiones;",
    ),
    (
        0,
        "*Decide* establecer un fondo de contribuciones voluntarias para la protección de los sitios arqueológicos, y "
        f"*autoriza* al Director Ejecutivo de la {UNODC} a recibir contribuciones a ese fondo;",
    ),
    (0, "*Hace suyas* las recomendaciones del grupo de expertos{5};"),
    (
        0,
        "*Hace un llamamiento* a los Estados Miembros y a otros donantes para que contribuyan al fondo con carácter "
        "voluntario;",
    ),
    (
        0,
        "*Invita una vez más* al Presidente de la Asamblea General a que celebre un debate de alto nivel sobre la "
        "cuestión durante el centésimo período de sesiones de la Asamblea;",
    ),
    (
        0,
        "*Expresa su reconocimiento* a los Gobiernos de Austria e Italia por su apoyo, *expresa preocupación* por la "
        "situación financiera de la Oficina y *destaca* la necesidad de contar con financiación suficiente, "
        "previsible y estable;",
    ),
    (
        0,
        "*Condena* todos los ataques contra el patrimonio cultural, *recuerda* su resolución 69/196, de 18 de "
        "diciembre de 2014, y *reconoce* el papel de los museos a este respecto;",
    ),
    (
        0,
        f"*Acoge con beneplácito* las resoluciones aprobadas por la Conferencia de los Estados Partes en la {UNCAC} "
        "en su octavo período de sesiones, *observa* los progresos realizados por su Grupo de Examen de la Aplicación "
        "e *invita* a los Estados partes a que las apliquen plenamente;",
    ),
    (
        0,
        "*Afirma* que los ataques intencionales contra los museos pueden constituir crímenes de guerra, y *exige* que "
        "todas las partes en los conflictos armados respeten los bienes culturales;",
    ),
    (
        0,
        "*Aprueba* las directrices que figuran en el anexo de la presente resolución y *adopta* el plan de trabajo "
        "que figura en ellas;",
    ),
    (
        0,
        "*Alienta* a los Estados Miembros a que, teniendo presente el párrafo 5 supra, incluyan expertos en bienes "
        "culturales en sus delegaciones, y *aguarda con interés* los resultados de su labor;",
    ),
    (
        0,
        "*Solicita* al Secretario General que le presente, en su centésimo período de sesiones, un informe sobre la "
        "aplicación de la presente resolución.",
    ),
)
NOTES = (
    "Naciones Unidas, *Treaty Series*, vols. 2225, 2237, 2241 y 2326, núm. 39574.",
    "*Ibid.*, vol. 2349, núm. 42146.",
    "Véase *Documentos Oficiales del Consejo Económico y Social, 2018, Suplemento núm. 10* (E/2018/30), cap. I, "
    "secc. C.",
    "A/99/122.",
    "Véase UNODC/CCPCJ/EG.1/2044/3, anexo.",
)
FIRST_NOTE_ID = 2  # ids 0 and 1 are the separators, as older word processors number them

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, properties: str = "") -> str:
    """One run; line breaks and runs of spaces survive."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def runs(text: str) -> str:
    """Marked-up text as runs: italics for verbs (cut in two, as editing leaves them) and note references."""
    out: list[str] = []
    for piece in re.split(r"(\*[^*]+\*|\{\d\})", text):
        if piece.startswith("*"):
            word = piece.strip("*")
            cut = max(1, len(word) // 3)
            out.append(run(word[:cut], "<w:i/>") + '<w:proofErr w:type="spellEnd"/>' + run(word[cut:], "<w:i/>"))
        elif piece.startswith("{"):
            id = FIRST_NOTE_ID + int(piece[1:-1]) - 1
            out.append(f'<w:r><w:rPr><w:rStyle w:val="Refdenota"/></w:rPr><w:footnoteReference w:id="{id}"/></w:r>')
        elif piece:
            out.append(run(piece))
    return "".join(out)


def paragraph(content: str, style: str = "", extra: str = "") -> str:
    """A paragraph of runs with a style and further properties."""
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{name}{extra}</w:pPr>" if name or extra else ""
    return f"<w:p>{properties}{content}</w:p>"


def numbered(level: int) -> str:
    """The properties that give a paragraph its automatic number."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def masthead() -> str:
    """The table at the head: organization, symbol, organ, distribution."""

    def cell(width: int, *lines: str) -> str:
        body = "".join(paragraph(runs(line)) for line in lines)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{body}</w:tc>'

    rows = (
        cell(5000, "Naciones Unidas") + cell(4600, SYMBOL),
        cell(5000, "Asamblea General") + cell(4600, "Distr. general", "8 de enero de 2045"),
    )
    grid = '<w:tblGrid><w:gridCol w:w="5000"/><w:gridCol w:w="4600"/></w:tblGrid>'
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="9600" w:type="dxa"/></w:tblPr>'
        + grid
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def body() -> str:
    """The document part."""
    parts = [
        paragraph(run(BANNER), "Aviso"),
        masthead(),
        paragraph(run("Nonagésimo noveno período de sesiones"), "Datos"),
        paragraph(run("Tema 109 del programa"), "Datos"),
        paragraph(run("Prevención del delito y justicia penal", "<w:b/>"), "Datos"),
        paragraph(run("Resolución aprobada por la Asamblea General el 18 de diciembre de 2044"), "Titulo1"),
        paragraph(run("[sobre la base del informe de la Tercera Comisión (A/99/463, párr. 26)]", "<w:i/>"), "Datos"),
        paragraph(run(TITLE), "Titulo2"),
        paragraph(run("La Asamblea General", "<w:i/>") + run(","), "Texto"),
    ]
    parts += [paragraph(runs(text), "Texto") for text in PREAMBLE]
    parts += [paragraph(runs(text), "Texto", numbered(level)) for level, text in OPERATIVE]
    closing = run("53ª sesión plenaria", "<w:i/>") + "<w:r><w:br/></w:r>" + run("18 de diciembre de 2044", "<w:i/>")
    parts.append(paragraph(closing, "Texto", '<w:jc w:val="right"/>'))
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1200" w:bottom="1440" w:left="1200" '
        'w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )
    return f"{HEAD}<w:document {W} {R}><w:body>{''.join(parts)}{section}</w:body></w:document>"


def footnotes() -> str:
    """The notes part, the two separators first."""
    rule = "<w:p><w:r><w:separator/></w:r></w:p>"
    more = "<w:p><w:r><w:continuationSeparator/></w:r></w:p>"
    out = f'<w:footnote w:type="separator" w:id="0">{rule}</w:footnote>'
    out += f'<w:footnote w:type="continuationSeparator" w:id="1">{more}</w:footnote>'
    for number, text in enumerate(NOTES):
        mark = '<w:r><w:rPr><w:rStyle w:val="Refdenota"/></w:rPr><w:footnoteRef/></w:r>'
        content = paragraph(mark + run(" ") + runs(text), "Textonota")
        out += f'<w:footnote w:id="{FIRST_NOTE_ID + number}">{content}</w:footnote>'
    return f"{HEAD}<w:footnotes {W} {R}>{out}</w:footnotes>"


def numbering() -> str:
    """Level 0 prints "1.", level 1 prints "a)"."""

    def level(index: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="tab"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        )

    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)")
    abstract = f'<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    return f'{HEAD}<w:numbering {W}>{abstract}<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'


def styles() -> str:
    """The few styles in use; the headings carry outline levels."""

    def style(id: str, name: str, properties: str = "", kind: str = "paragraph") -> str:
        return f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{properties}</w:style>'

    return (
        f'{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="es-ES"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
        + style("Aviso", "Aviso", '<w:pPr><w:jc w:val="center"/></w:pPr>')
        + style("Datos", "_Datos")
        + style("Texto", "_Single Txt", '<w:pPr><w:spacing w:after="120"/><w:jc w:val="both"/></w:pPr>')
        + style("Titulo1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>')
        + style("Titulo2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr>')
        + style("Textonota", "footnote text", '<w:rPr><w:sz w:val="17"/></w:rPr>')
        + style("Refdenota", "footnote reference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>', "character")
        + "</w:styles>"
    )


def parts() -> dict[str, str]:
    """All parts of the package by name."""
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("2") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    header = paragraph(run(SYMBOL, "<w:b/>") + run("    ") + run(TITLE.split(". ", 1)[1]))
    footer = paragraph(page + run("/4    45-00213"))
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "numbering": "numbering",
        "footnotes": "footnotes",
        "header1": "header",
        "footer1": "footer",
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{index}" Type="{OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for index, name in enumerate(("styles", "numbering", "footnotes", "header1", "footer1"), start=1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{package}/relationships">{relations}'
        "</Relationships>",
        "word/document.xml": body(),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/footnotes.xml": footnotes(),
        "word/header1.xml": f"{HEAD}<w:hdr {W} {R}>{header}</w:hdr>",
        "word/footer1.xml": f"{HEAD}<w:ftr {W} {R}>{footer}</w:ftr>",
    }


def write(path: Path) -> None:
    """Writes the document; the same bytes every time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts().items():
            entry = zipfile.ZipInfo(name, date_time=(2045, 1, 8, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content.encode("utf-8"))


if __name__ == "__main__":
    write(Path(sys.argv[1]))

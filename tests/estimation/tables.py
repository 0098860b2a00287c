"""Published capture histories, typed anew from the reports named beside them: facts, with their source."""

from __future__ import annotations

from isonomia.estimation import CaptureHistories


def table(lists: str, counts: str) -> CaptureHistories:
    """From `110:5 001:3`: histories in the order of the lists, with their counts."""
    rows = [pair.split(":") for pair in counts.split()]
    return CaptureHistories.from_counts(lists.split(), [([int(x) for x in history], int(n)) for history, n in rows])


UK_6 = table(
    "LA NG PF GO GP NCA",
    """
    100000:54 010000:463 001000:907 000100:695 000010:316 000001:57 110000:15 101000:19 011000:56 100100:3
    010100:19 001100:69 010010:1 001010:10 000110:8 010001:3 001001:31 000101:6 000011:1 111000:1 110100:1
    011100:4 011001:3 001101:1 111100:1
    """,
)
"""Home Office 2014, Modern Slavery: an application of multiple systems estimation (Open Government Licence)."""

UK_5 = table(
    "LA NG PFNCA GO GP",
    """
    10000:54 01000:463 00100:995 00010:695 00001:316 11000:15 10100:19 01100:62 10010:3 01010:19 00110:76 01001:1
    00101:11 00011:8 11100:1 11010:1 01110:4 11110:1
    """,
)
"""The same, the lists PF and NCA made one."""

NETHERLANDS_6 = table(
    "I K O P R Z",
    """
    100000:352 010000:1299 001000:403 000100:4466 000010:650 000001:632 101000:1 011000:1 100100:18 010100:44
    001100:59 100010:3 001010:2 000110:82 100001:16 010001:4 001001:57 000101:125 000011:2 101100:4 001110:2
    100101:4 001101:7 000111:1
    """,
)
"""van Dijk, Cruyff, van der Heijden 2017, UNODC and Dutch National Rapporteur, victims 2010-2015."""

NETHERLANDS_5 = table(
    "IO K P R Z",
    """
    10000:756 01000:1299 00100:4466 00010:650 00001:632 11000:1 10100:81 01100:44 10010:5 00110:82 10001:73
    01001:4 00101:125 00011:2 10110:2 10101:11 00111:1
    """,
)
"""The same, the lists I and O made one."""

NEW_ORLEANS_8_N185 = table(
    "A B C D E F G H",
    """
    10000000:25 01000000:5 00100000:70 00010000:33 00001000:6 00000100:6 00000010:6 00000001:21 10100000:1
    10010000:2 00110000:1 10001000:1 00101000:1 00011000:2 01000100:1 00100010:1 00001001:1 10011000:1 10100010:1
    """,
)
"""Bales, Murphy, Silverman 2020, as analysed in Chan, Silverman, Vincent 2021."""

NEW_ORLEANS_5_N185 = table(
    "A BEFG C D H",
    """
    10000:25 01000:24 00100:70 00010:33 00001:21 11000:1 10100:1 01100:2 10010:2 01010:2 00110:1 01001:1 11100:1
    11010:1
    """,
)
"""The same, lists B, E, F, G made one."""

NEW_ORLEANS_8_N186 = table(
    "A B C D E F G H",
    """
    10000000:25 01000000:5 00100000:70 00010000:33 00001000:6 00000100:6 00000010:6 00000001:21 10100000:1
    10010000:2 00110000:2 10001000:1 00101000:1 00011000:2 01000100:1 00100010:1 00001001:1 10011000:1 10100010:1
    """,
)
"""The same with one cell 2 instead of 1, as in Silverman, Chan, Vincent 2024."""

NEW_ORLEANS_5_N186 = table(
    "A BEFG C D H",
    """
    10000:25 01000:24 00100:70 00010:33 00001:21 11000:1 10100:1 01100:2 10010:2 01010:2 00110:2 01001:1 11100:1
    11010:1
    """,
)
"""The same, lists B, E, F, G made one."""

WESTERN_US_5 = table(
    "A B C D E",
    """
    10000:52 01000:90 00100:114 00010:45 00001:21 10100:4 01100:6 10010:2 01010:1 10001:5 00011:3 01110:1 10101:1
    """,
)
"""Farrell et al. 2019, National Institute of Justice report 252520."""

KOSOVO_4 = table(
    "EXH ABA OSCE HRW",
    """
    1000:1131 0100:845 0010:936 0001:306 1100:177 1010:228 0110:217 1001:106 0101:31 0011:123 1110:181 1101:18
    1011:42 0111:32 1111:27
    """,
)
"""Ball et al. 2002, AAAS and ICTY: killings in Kosovo, 1999."""

KOREA_3 = table(
    "b c d",
    """
    100:5 010:5 001:41 110:54 101:6 111:12
    """,
)
"""Ball, Shin, Yang 2018, Human Rights Data Analysis Group: Palembang."""

ARTIFICIAL_3 = table(
    "A B C",
    """
    100:40 010:30 001:20 110:6
    """,
)
"""Chan, Silverman, Vincent 2021, table 2: a made table without maximum likelihood estimate for some models."""

HIV_ROME_4 = table(
    "c1 c2 c3 c4",
    """
    1000:403 0100:545 0010:621 0001:205 1100:33 1010:20 0110:35 1001:6 0101:10 0011:11 1110:3 1101:1 0111:3
    """,
)
"""Abeni, Brancato, Perucci 1994: infections with HIV in Rome."""

HARE_6 = table(
    "c1 c2 c3 c4 c5 c6",
    """
    100000:3 010000:6 001000:5 000100:3 000010:4 000001:4 101000:1 100100:2 010100:3 100010:2 010010:3 000110:1
    100001:1 010001:1 001001:2 000101:4 000011:2 101100:1 110010:1 101010:1 110001:1 011001:2 010101:3 001101:1
    010011:1 001011:1 000111:1 011101:2 011011:1 100111:1 010111:1 011111:1 111111:2
    """,
)
"""Cormack 1989: snowshoe hares, six occasions."""

HAV_TAIWAN_3 = table(
    "1 2 3",
    """
    100:69 010:55 001:63 110:21 101:17 011:18 111:28
    """,
)
"""Chao et al. 1997: an outbreak of hepatitis A in Taiwan."""

MADIGAN_YORK_5 = table(
    "A B C D E",
    """
    00001:27 00010:37 00011:19 00100:4 00101:4 00110:1 00111:1 01000:97 01001:22 01010:37 01011:25 01100:2 01101:1
    01110:3 01111:5 10000:83 10001:36 10010:34 10011:18 10100:3 10101:5 10111:2 11000:30 11001:5 11010:23 11011:8
    11101:3 11111:2
    """,
)
"""Madigan and York 1997, the five-list example."""

SPINA_BIFIDA_3 = table(
    "A B C",
    """
    001:60 010:49 011:4 100:247 101:112 110:142 111:12
    """,
)
"""Madigan and York 1997: spina bifida in upstate New York."""

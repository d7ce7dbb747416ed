"""The coefficients on given ratings: the values of the literature, and those of others' data to six digits.

What is expected of others' data was worked out by the packages irrCAC 0.4.4
and krippendorff 0.9.0 from the same files.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from interviewcoder.analysis.agreement_ratings import Level, of_counts, of_ratings
from interviewcoder.analysis.agreement_values import Coefficient, Figure
from interviewcoder.errors import NotAllowed

# Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), examples A to C; a point is a gap.
A = ["0100000010", "1110010000"]
B = ["aabbdcccedda", "babbbccceddd"]
C = ["123321412...", "1233224125..", ".33323422513", "12332441251."]
THREE = [".....34121133.3", "1.213343.......", "..21344.21133.4"]
# Fleiss (1971): how many of 14 raters gave each of five values.
FLEISS = ["0,0,0,0,14", "0,2,6,4,2", "0,0,3,5,6", "0,3,9,2,0", "2,2,8,1,1",
          "7,7,0,0,0", "3,2,6,3,0", "2,5,3,2,2", "6,5,2,1,0", "0,2,2,3,7"]  # fmt: skip
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def value(figures: Mapping[Coefficient, Figure], name: Coefficient) -> float | None:
    found = figures[name].value
    return None if found is None else round(found, 6)


def units(coders: Sequence[str]) -> list[tuple[str | None, ...]]:
    return [tuple(None if each == "." else each for each in unit) for unit in zip(*coders, strict=True)]


def crossed(table: Sequence[Sequence[int]], level: Level = "nominal") -> Mapping[Coefficient, Figure]:
    """Two coders' ratings from the table of how often each value met each."""
    cells = [(str(a), str(b), many) for a, row in enumerate(table) for b, many in enumerate(row)]
    return of_ratings([cell[:2] for cell in cells], times=[cell[2] for cell in cells], level=level, resamples=0)


def test_ten_segments_of_two_coders() -> None:
    found = of_ratings(units(A), resamples=0)
    assert value(found, "percent") == 0.6
    assert value(found, "cohen_kappa") == 0.090909
    assert value(found, "krippendorff_alpha") == 0.095238


def test_twelve_units_of_five_values() -> None:
    assert value(of_ratings(units(B), resamples=0), "krippendorff_alpha") == 0.691964


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)]
)
def test_four_coders_with_gaps(level: Level, alpha: float) -> None:
    found = of_ratings(units(C), level=level, resamples=0)
    assert value(found, "krippendorff_alpha") == alpha


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.691358), ("ordinal", 0.806721), ("interval", 0.810845)])
def test_three_coders_with_more_gaps_than_values(level: Level, alpha: float) -> None:
    assert value(of_ratings(units(THREE), level=level, resamples=0), "krippendorff_alpha") == alpha


@pytest.mark.parametrize(
    ("table", "kappa"),
    [([[20, 5], [10, 15]], 0.4), ([[45, 15], [25, 15]], 0.130435), ([[25, 35], [5, 35]], 0.259259)],
)
def test_cohens_kappa_of_two_by_two_tables(table: list[list[int]], kappa: float) -> None:
    assert value(crossed(table), "cohen_kappa") == kappa


def test_fleiss_kappa_of_fourteen_raters() -> None:
    found = of_counts([[int(each) for each in row.split(",")] for row in FLEISS], resamples=0)
    assert value(found, "fleiss_kappa") == 0.209931
    assert found["cohen_kappa"].value is None
    assert "which coder" in found["cohen_kappa"].undefined


def test_the_mistake_of_counting_only_what_is_coded_is_not_made() -> None:
    # Both coders on 50 of 1,000 units, one on 50 more each: by P(yes) x P(no) it would come out above 0.9.
    found = crossed([[850, 50], [50, 50]])
    assert value(found, "cohen_kappa") == 0.444444


def test_values_that_are_all_the_same_leave_nothing_to_measure() -> None:
    found = of_ratings([("a", "a"), ("a", "a")])
    assert value(found, "percent") == 1
    for name in ("cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "brennan_prediger"):
        assert found[name].value is None
        assert "all values are the same" in found[name].undefined
    alone = of_ratings([("a", None), (None, "b")])
    assert alone["percent"].undefined == "Undefined: no unit was rated by two coders."


def test_intervals_come_from_drawing_units_anew_and_are_the_same_each_time() -> None:
    one, other = of_ratings(units(C), resamples=200), of_ratings(units(C), resamples=200)
    interval = one["krippendorff_alpha"].interval
    assert interval is not None
    assert one == other
    assert 0.3 < interval.low < 0.743 < interval.high < 1


def test_values_with_distances_must_be_numbers() -> None:
    with pytest.raises(NotAllowed, match="must be numbers"):
        of_ratings([("good", "bad")], level="interval")
    with pytest.raises(NotAllowed, match="may be negative"):
        of_ratings([("-1", "2")], level="ratio")


# Others' data

IN_ORDER: tuple[Coefficient, ...] = (
    "percent",
    "fleiss_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
    "brennan_prediger",
)


@pytest.fixture
def others(shared_data: Path) -> Path:
    return shared_data / "agreement"


def rows(path: Path, *, skip: int) -> list[list[str | None]]:
    """The rows of a table below its header, without the first columns; empty cells are gaps."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[each.strip() or None for each in row[skip:]] for row in list(csv.reader(file))[1:]]


def in_order(figures: Mapping[Coefficient, Figure]) -> list[float | None]:
    return [value(figures, name) for name in IN_ORDER]


@pytest.mark.parametrize(
    ("name", "skip", "expected"),
    [
        ("cac.ben.gerry.csv", 2, [0.727273, 0.649351, 0.664894, 0.661442, 0.659091]),
        ("cac.raw4raters.csv", 1, [0.818182, 0.761169, 0.743421, 0.775444, 0.772727]),
        ("cac.raw5obser.csv", 1, [0.615556, 0.457622, 0.480530, 0.496622, 0.487407]),
        ("cac.raw.gender.csv", 1, [0.455556, 0.128889, 0.143407, 0.208081, 0.183333]),
        ("cac.raw.g1g2.csv", 2, [0.743590, 0.657245, 0.631806, 0.684604, 0.679487]),
    ],
)
def test_ratings_of_others(others: Path, name: str, skip: int, expected: list[float]) -> None:
    assert in_order(of_ratings(rows(others / "irrCAC" / name, skip=skip), resamples=0)) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (3, [0.518519, 0.284404, 0.297655, 0.379310, 0.358025]),
        (4, [0.555556, 0.402765, 0.413825, 0.408939, 0.407407]),
        (5, [0.666667, 0.580673, 0.588438, 0.583993, 0.583333]),
    ],
)
def test_ratings_listed_one_by_one(others: Path, column: int, expected: list[float]) -> None:
    listed: dict[tuple[str | None, ...], list[str | None]] = {}
    for row in rows(others / "irrCAC" / "cac.general.csv", skip=0):
        listed.setdefault(tuple(row[:2]), []).append(row[column])
    assert in_order(of_ratings(list(listed.values()), resamples=0)) == expected


@pytest.mark.parametrize(
    ("level", "raters", "observers"),
    [
        ("ordinal", [0.850206, 0.815388, 0.898940, 0.886364], [0.701221, 0.768685, 0.785342, 0.759407]),
        ("interval", [0.864935, 0.849107, 0.914001, 0.901515], [0.750719, 0.771865, 0.830434, 0.806222]),
    ],
)
def test_weighted_coefficients_of_others(
    others: Path, level: Level, raters: list[float], observers: list[float]
) -> None:
    for name, expected in (("cac.raw4raters.csv", raters), ("cac.raw5obser.csv", observers)):
        found = of_ratings(rows(others / "irrCAC" / name, skip=1), level=level, resamples=0)
        assert in_order(found)[1:] == expected
    ratio = of_ratings(rows(others / "irrCAC" / "cac.raw5obser.csv", skip=1), level="ratio", resamples=0)
    assert value(ratio, "krippendorff_alpha") == 0.679240


@pytest.mark.parametrize(
    ("name", "skip", "expected"),
    [
        ("cac.dist.g1g2.csv", 2, [0.743590, 0.657245, 0.631806, 0.684604, 0.679487]),
        ("cac.dist4cat.csv", 1, [0.566667, 0.346186, 0.357083, 0.351890, 0.350000]),
        ("distrib.6raters.csv", 1, [0.551111, 0.413926, 0.420438, 0.444801, 0.438889]),
    ],
)
def test_distributions_of_others(others: Path, name: str, skip: int, expected: list[float]) -> None:
    counted = [[int(each or 0) for each in row] for row in rows(others / "irrCAC" / name, skip=skip)]
    assert in_order(of_counts(counted, resamples=0)) == expected


@pytest.mark.parametrize(
    ("name", "cohen", "expected"),
    [
        ("cont3x3abstractors.csv", 0.796409, [0.89, 0.796240, 0.797258, 0.849331, 0.835]),
        ("cont4x4diagnosis.csv", 0.431501, [0.587444, 0.430341, 0.431618, 0.456158, 0.449925]),
    ],
)
def test_crossed_tables_of_others(others: Path, name: str, cohen: float, expected: list[float]) -> None:
    table = [[int(each or 0) for each in row] for row in rows(others / "irrCAC" / name, skip=1)]
    found = crossed(table)
    assert value(found, "cohen_kappa") == cohen
    assert in_order(found) == expected


def test_guidelines_sorted_by_four_people(others: Path) -> None:
    given = [row[3:7] for row in rows(others / "guidelines_definitions.csv", skip=0)[:49]]
    found = of_ratings(given, resamples=0)
    assert in_order(found) == [0.795918, 0.748007, 0.749293, 0.772931, 0.770408]


def test_the_workbook_says_the_same_as_the_tables(others: Path) -> None:
    """Its sheets of ratings are those of the other files; the rest are for coefficients of another kind (ICC)."""
    book = others / "irrCAC" / "test_datasets.xlsx"
    for sheet, name, skip in (
        ("ben_gerry", "cac.ben.gerry.csv", 2),
        ("cac-raw4raters", "cac.raw4raters.csv", 1),
        ("cac-4observers", "cac.raw5obser.csv", 1),
        ("cac_RawByGender", "cac.raw.gender.csv", 1),
        ("cac_RawByG1&G2", "cac.raw.g1g2.csv", 2),
    ):
        from_sheet = of_ratings([row[skip:] for row in sheet_rows(book, sheet)[1:]], resamples=0)
        assert in_order(from_sheet) == in_order(of_ratings(rows(others / "irrCAC" / name, skip=skip), resamples=0))
    for sheet, name, skip in (
        ("distrib_6raters", "distrib.6raters.csv", 1),
        ("cac_dist4cat", "cac.dist4cat.csv", 1),
        ("cac_distByG1&G2", "cac.dist.g1g2.csv", 2),
    ):
        counted = [[int(each or 0) for each in row[skip:]] for row in sheet_rows(book, sheet)[1:]]
        given = [[int(each or 0) for each in row] for row in rows(others / "irrCAC" / name, skip=skip)]
        assert in_order(of_counts(counted, resamples=0)) == in_order(of_counts(given, resamples=0))
    diagnoses = [[int(each or 0) for each in row[1:4]] for row in sheet_rows(book, "cont3x3diagnosis")[2:5]]
    found = crossed(diagnoses)
    assert value(found, "percent") == round((40 + 25 + 21) / sum(map(sum, diagnoses)), 6)
    assert value(found, "cohen_kappa") == 0.694577


def sheet_rows(book: Path, sheet: str) -> list[list[str | None]]:
    """The rows of a sheet of a workbook; cells that are empty or blank are gaps."""
    with zipfile.ZipFile(book) as archive:
        shared = ["".join(each.itertext()) for each in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))]
        names = [each.get("name") for each in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{SHEET}sheet")]  # fmt: skip  # noqa: E501
        page = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"))
    found = []
    for row in page.iter(f"{SHEET}row"):
        cells: dict[str, str] = {}
        for cell in row:
            text = cell.findtext(f"{SHEET}v") or ""
            cells[(cell.get("r") or "A").rstrip("0123456789")] = shared[int(text)] if cell.get("t") == "s" else text
        found.append([cells.get(letter, "").strip() or None for letter in "ABCDEFGH"])
    width = max(index + 1 for row in found for index, each in enumerate(row) if each)
    return [row[:width] for row in found]

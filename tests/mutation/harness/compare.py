"""Mutants of harness/compare and of the pages of comparisons: which evidence counts, what the tests and intervals say, and what is worse."""

TABLE = {
    "harness/compare/van_elteren.cpp": [
        ("one tail alone counts", "null.AtMost(null.middle() - distance)", "0.0"),
    ],
    "harness/compare/rank_sum.cpp": [
        ("all cells weigh the same", "  for (auto& weight : weights) weight /= common;", "  for (auto& weight : weights) weight = 1;"),
        ("equal values are not equal", "ties == Ties::kAsTheyAre &&", "false &&"),
        ("it is exact whatever that costs", "const bool cheap = WorkOf(strata, weights) <= kMostWork;", "const bool cheap = WorkOf(strata, weights) <= kMostWork || true;"),
        ("it is never exact", "const bool cheap = WorkOf(strata, weights) <= kMostWork;", "const bool cheap = WorkOf(strata, weights) <= kMostWork && false;"),
    ],
    "harness/compare/ratio.cpp": [
        ("the interval is one of 90 %", "(1 - confidence) / 2", "(1 - confidence)"),
        ("too few trials give bounds", "if (refused < 0) return estimate;", ""),
    ],
    "harness/compare/mantel_haenszel.cpp": [
        ("one tail alone counts", "if (null.Of(value) <= limit)", "if (null.Of(value) <= limit && value >= seen)"),
        ("cells weigh as they are large", "const double weight = n_a * n_b / (n_a + n_b);", "const double weight = n_a + n_b;"),
    ],
    "harness/compare/holm.cpp": [
        ("a larger p can count less", "most = std::max(most,", "most = std::max(0.0,"),
    ],
    "harness/compare/families.cpp": [
        ("nothing is corrected", "adjusted[at] / share", "share * 0 + family[at].row->p"),
        ("cells are tested wherever they are", "IsNamed(*other.row) &&", ""),
    ],
    "harness/compare/broken_promises.cpp": [
        ("what A broke too counts", "if (by_a.contains(guarantee)) continue;", ""),
    ],
    "harness/compare/compare_rows.cpp": [
        ("a few more losses are the same", "if (!row.is_event() && WithinMargin", "if (WithinMargin"),
        ("times of trials in doubt count", "if (IsConclusive(trial) &&", "if ("),
        ("the direction is that of the ratio", "row.rose = RanksHigher(strata);", "row.rose = row.ratio.value_or(2) > 1;"),
        ("higher is always worse", "return measure == nullptr || measure->higher_is_worse;", "return measure == nullptr || true;"),
    ],
    "harness/compare/comparison.cpp": [
        ("few trials differ from themselves", "const bool same_evidence = IsSameEvidence(cells);", "const bool same_evidence = IsSameEvidence(cells) && false;"),
        ("nothing to compare is green", "if (!comparison.comparable) return kExitNothing;", ""),
        ("a broken guarantee is not worse", "if (!comparison.broken.empty() || any(", "if (any("),
    ],
    "harness/compare/common_cells.cpp": [
        ("scenarios need not match", "axis == kScenarioAxis || ", ""),
        ("an axis that is fixed has to match", "!= ValueOf(axes_b, axis)) fixed.insert(axis);", "!= ValueOf(axes_b, axis)) continue;"),
        ("only A can have run first", "if (last_a < first_b || last_b < first_a)", "if (last_a < first_b)"),
    ],
    "harness/compare/measure.cpp": [
        ("no loss in a trial in doubt is none", "  return std::nullopt;\n}\n\n}", "  return false;\n}\n\n}"),
    ],
    "harness/compare/trials_needed.cpp": [
        ("fewer trials than the test can use", "std::max(static_cast<std::uint64_t>(whole), FewestAtAll(question))", "static_cast<std::uint64_t>(whole)"),
    ],
    "harness/compare/read_side.cpp": [
        ("runs may lie outside the campaign", " || *run.begin() == \"..\"", ""),
        ("a run may count twice", "if (!runs.insert(run_folder).second)", "if (!runs.insert(run_folder).second && false)"),
        ("a cell may be there twice", "if (std::any_of(side.cells.begin()", "if (false && std::any_of(side.cells.begin()"),
    ],
    "harness/compare/evidence.cpp": [
        ("a version that one cell has is that of all", "else if (!there || (versions.contains(name) && versions.at(name) != found->second))", "else if (!there)"),
        ("a cell without a version has that of the others", "else if (!there || (versions", "else if (there && (versions"),
        ("trials in doubt are conclusive", "summary.conclusive += IsConclusive(trial) ? 1 : 0;", "summary.conclusive += 1;"),
    ],
    "harness/compare/read_comparison.cpp": [
        ("an event needs no share", 'row.a = event ? place["a"].Number() : place["a"].NumberOrNull();', 'row.a = place["a"].NumberOrNull();'),
        ("any level will do", "if (place.Number() != number)", "if (false)"),
        ("a row of a cell is one of all", 'return where == "all" ? PartLevel::kAll : PartLevel::kCell;', "return PartLevel::kAll;"),
    ],
    "reports/comparison_page/interval.cpp": [
        ("an open end looks like a bound", "row.high ? at(*row.high) : 2;", "row.high ? at(*row.high) : 1;"),
        ("the scale is not that of the logarithm", "0.5 + std::log(value) / std::log(scale.most_ratio) / 2", "value / scale.most_ratio / 2"),
        ("half of it is nearer than double", "{most, *value, 1 / *value}", "{most, *value}"),
    ],
    "reports/comparison_page/not_seen.cpp": [
        ("what was not seen does not happen", "if (comparison.not_seen.empty() ||", "if (true ||"),
        ("sides that ran apart are alike", "if (known && (", "if (false && ("),
    ],
    "harness/compare/read_run.cpp": [
        ("what the settings allow breaks a promise", "(promised && !allowed)", "promised"),
        ("what kproof set is a setting that differs", " && !setting[\"origin\"].Text().starts_with(\"kproof\")", ""),
    ],
    "harness/compare/parts.cpp": [
        ("the same cells are tested twice", "if (seen.insert(part.cells).second)", "if (seen.insert(part.cells).second || true)"),
    ],
    "reports/comparison_page/markdown.cpp": [
        ("a pull request gets all rows", "if (++all > kChangedRows) continue;", "++all;"),
    ],
}

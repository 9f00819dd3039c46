"""Mutants of harness/campaign: which trials there are, when a campaign ends, and what it amounts to."""

TABLE = {
    "harness/campaign/campaign.cpp": [
        ("a signal does not end it", "if (setup_.signal() != 0) break;", ""),
        ("it goes on without a run folder", "listener_.BrokenOff(error);\n        break;", "listener_.BrokenOff(error);"),
        ("a full disk is a defect", "const bool defect = error.kind() == ErrorKind::kInternal;", "const bool defect = true;"),
        ("what broke it off is forgotten", "        progress.broken_off = defect ? Verdict::kError : Verdict::kNotRun;\n", "        static_cast<void>(defect);\n"),
        ("what this machine lacks is left out unasked", ".left_out = setup_.allow_not_run && verdict", ".left_out = verdict"),
        ("whatever was not run is left out", "                        Lacking(setup_.place, scenario).has_value(),", "                        true,"),
        ("trials run once more", "for (const Trial& trial : trials) {", "for (const Trial& trial : plan_.trials) {"),
        ("the same trial runs with the same seed", ".seed = trial.seed,", ".seed = 0,"),
    ],
    "harness/campaign/campaign_folder.cpp": [
        ("who looks mends the journal", "if (lock_ && begin < text.size())", "if (begin < text.size())"),
    ],
    "harness/campaign/campaign_plan.cpp": [
        ("one of several tags will do", "return std::all_of(tags.begin()", "return std::any_of(tags.begin()"),
        ("everything runs on loopback", "if (RunsOnLoopback(scenario)) own", "own"),
        ("nothing runs on loopback", "if (RunsOnLoopback(scenario)) own", "if (false) own"),
        ("a tag that no scenario has finds nothing", "for (const auto& tag : request.tags) RequireTag(tag, scenarios);", ""),
        ("no scenario is no error", "if (plan.cells.empty())", "if (false)"),
        ("each trial has the same seed", "plan.seed + round});", "plan.seed});"),
        ("seeds pass their limit by repeats", " || repeat - 1 > kMostSeed - plan.seed)", ")"),
        ("a seed passes its limit", "if (plan.seed > kMostSeed || ", "if ("),
        ("the last seed is refused", "repeat - 1 > kMostSeed - plan.seed", "repeat > kMostSeed - plan.seed"),
        ("cells are not grouped", "by_clusters ? ShareKey", "false ? ShareKey"),
        ("the order has nothing to do with the seed", "Random random(Mix64(plan.seed));", "Random random(Mix64(7));"),
        ("scenarios of one name are one value", "return count == 1 ? scenario.name", "return count > 0 ? scenario.name"),
        ("a cell with trials of its own has as many as others", "plan.cells[cell].repeat.value_or(repeat)", "repeat"),
    ],
    "harness/campaign/campaign_progress.cpp": [
        ("what was left out counts", "if (!record.left_out && !progress", "if (!progress"),
        ("a result that could not be written counts for nothing", "if (!record.unwritten.empty()) codes", "if (false) codes"),
        ("what broke it off counts for nothing", "if (progress.broken_off) codes", "if (false) codes"),
        ("a record of another seed is taken", "plan.trials[record.trial].seed == record.seed &&", ""),
        ("a record of another scenario is taken", "plan.ScenarioOf(plan.trials[record.trial]).name == record.scenario;", "true;"),
        ("a record of another plan is taken", "    if (!planned)\n", "    if (!planned) continue;\n    if (false)\n"),
        ("a trial is run again", "done.insert(record.trial);", ""),
        ("what was left out is not counted apart", "if (record.left_out) ++summary", "if (false) ++summary"),
        ("what was never begun is not named", "    summary.never_begun.push_back({plan.ScenarioOf(trial).name, trial.seed});", "    static_cast<void>(trial);"),
        ("a trial that never began is green", "  codes.push_back(ExitCodeOf(summary.never_begun));\n", ""),
        ("too few trials are enough", "if (!summary.too_few.empty()) codes", "if (false) codes"),
    ],
    "harness/campaign/campaign_rules.cpp": [
        ("trials that were wanted are forgotten", "if (json.contains(\"min_trials\"))", "if (false)"),
        ("waivers that nobody gave are taken", "if (!parsed.diagnostics.empty())", "if (false)"),
    ],
    "harness/campaign/page_of.cpp": [
        ("no cell leads to the pages of its runs", ".has_page = IsFile(record.folder + \"/\" + kReportPage),", ".has_page = false,"),
        ("another verdict in matrix.json is hidden", "if (differ == 0) return \"\";", "if (differ < 99) return \"\";"),
    ],
    "harness/campaign/stage_share.cpp": [
        ("the shared folder stays", "std::filesystem::remove_all(folder_, ignored);", ""),
        ("the shared folder is nobody's", "lock_ = ClaimNodes(folder_);", "ClaimNodes(folder_);"),
        ("stages share a folder", "std::to_string(++folders_)", "std::to_string(folders_)"),
    ],
    "harness/campaign/trial_record.cpp": [
        ("a record may have more in it", "if (ToLine(record) != line)", "if (false)"),
        ("a seed is rounded", "object.at(\"seed\").get<std::uint64_t>()", "static_cast<std::uint64_t>(object.at(\"seed\").get<float>())"),
    ],
}

"""Mutants of harness/serve: what is answered to whom, what leaves the folder, and what counts as going on."""

TABLE = {
    "harness/serve/address.cpp": [
        ("any address is listened on", "if (!IsLoopback(listen))", "if (false)"),
        ("all of 128/8 is this machine", "(ntohl(four.s_addr) >> 24) == 127", "(ntohl(four.s_addr) >> 24) >= 127"),
        ("the port of Host is not compared", "asked == full ||", "asked.starts_with(full.substr(0, full.rfind(':'))) ||"),
    ],
    "harness/serve/target.cpp": [
        ("a name may be two dots", 'name != ".." &&', ""),
        ("a name may have a slash in it", 'name.find_first_of("/\\\\") == std::string::npos', "true"),
        ("control characters are names", "std::any_of(decoded.begin(), decoded.end(), IsControl)", "false"),
        ("bytes that are no UTF-8 are names", "!IsUtf8(decoded) ||", ""),
        ("a target may have any length", "text.size() > kLongestTarget ||", ""),
    ],
    "harness/serve/open_folder.cpp": [
        ("links to files are followed", "O_RDONLY | O_NOFOLLOW | O_NONBLOCK", "O_RDONLY | O_NONBLOCK"),
        ("links to folders are followed", "O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC", "O_RDONLY | O_DIRECTORY | O_CLOEXEC"),
        ("links are listed", "AT_SYMLINK_NOFOLLOW", "0"),
    ],
    "harness/serve/run_files.cpp": [
        ("the store of a run that goes on is given away", '!(partial && entry.name.ends_with(".db"))', "true"),
        ("hidden files are given away", '!entry.name.starts_with(".") &&', ""),
        ("a page of others reads ours", '"base-uri \'none\'; form-action \'none\'; frame-ancestors \'none\'; sandbox "\n                     "allow-scripts"', '"base-uri \'none\'; form-action \'none\'; frame-ancestors \'none\'"'),
    ],
    "harness/serve/site.cpp": [
        ("other methods are answered", 'if (request.method != "GET" && request.method != "HEAD")', "if (false)"),
        ("other hosts are answered", "if (!IsOurHost(request.host, address_))", "if (false)"),
        ("any query is taken", "!target || !IsQuery(target->query)", "!target"),
    ],
    "harness/serve/catalogue.cpp": [
        ("a run goes on for ever", "listed.going_on = !live->silent_s &&", "listed.going_on ="),
        ("the worst comes last", "if (worst_first) std::stable_sort", "if (false) std::stable_sort"),
        ("any run is the newest", "run.name > newest->first.name", "run.name < newest->first.name"),
    ],
    "harness/serve/metrics.cpp": [
        ("labels are not escaped", "if (c == '\\\\' || c == '\"') escaped += '\\\\';", ""),
        ("what is stale is exported", "if (!run.going_on) return;", ""),
        ("a fault that ended is active", "run.going_on && !fault.until_s ? 1.0 : 0.0", "run.going_on ? 1.0 : 0.0"),
    ],
    "harness/serve/read_live.cpp": [
        ("half a line counts", "if (end == std::string_view::npos) return run;", "if (lines.empty()) return run;"),
        ("a part of a line is sent", "text->resize(end == std::string::npos ? 0 : end + 1);", ""),
    ],
    "harness/serve/report_cache.cpp": [
        ("a report is never made again", "if (found->state == state)", "if (true)"),
        ("a store behind a link is judged", "if (!store || store->is_folder)", "if (false)"),
    ],
}

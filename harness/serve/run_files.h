// Files of a run or campaign as they are, from a list of what may be had: those in its folder and
// in its logs/. Text is shown, anything else is downloaded, and nothing in them runs.
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/serve/open_folder.h"
#include "harness/serve/web.h"
#include "reports/site/pages.h"

namespace kproof {

// With their links relative to the list. Of a run that is `partial` without its store, which is
// being written.
std::vector<ListedFile> FilesIn(const OpenFolder& folder, bool partial);

// The file that is asked for by these parts of a path; nothing where it is not in that list.
std::optional<WebAnswer> FileAnswer(const OpenFolder& folder, bool partial,
                                    const std::vector<std::string>& parts);

// A page that lies in the folder. Whoever made it, it can read no other page of this server: a
// browser takes it for one of a site of its own. Nothing where there is none.
std::optional<WebAnswer> StrangePage(const OpenFolder& folder, const std::string& name);

}  // namespace kproof

// Templates, style and script of the page, as CMakeLists.txt embeds them.
//
// Thread-safe: a pure function.
#pragma once

#include <string_view>

namespace kproof {

// By the file's name up to its first dot: "run", "page-style", "page-bands", "page-script",
// "page-cluster", "uPlot", "uplot-style", "LICENSE" (of uPlot). "" where there is none.
std::string_view EmbeddedPage(std::string_view name);

}  // namespace kproof

// The tables of harness/settings/tables as text; the build makes embedded.cpp from them.
//
// Thread-safe: constants.
#pragma once

#include <string_view>

namespace kproof {

// "broker" → the text of tables/broker.tsv; "" where there is no such table.
std::string_view EmbeddedTable(std::string_view name);

}  // namespace kproof

// The tables of harness/protocol/tables as text; the build makes embedded.cpp from them.
//
// Thread-safe: constants.
#pragma once

#include <string_view>

namespace kproof {

// "messages" → the text of tables/messages.txt; "" where there is no such table.
std::string_view ProtocolTable(std::string_view name);

}  // namespace kproof

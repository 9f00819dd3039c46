// Text from outside (names, log lines, values of settings) made fit to be shown: whatever wrote it
// can neither move a cursor, nor turn the order of what is read, nor break a document.
//
// Every edge that prints such text uses these: the screen, progress, error messages, JUnit, query.
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// What becomes of tabs and line ends.
enum class Spaces {
  kFolded,   // one space for each run of them: for lines of prose
  kKept,     // as they are, but \r, which moves a cursor: for messages of several lines
  kEscaped,  // \t, \n and \r: for cells of a table
};

// Valid UTF-8. Other control characters (C0, DEL, C1) are shown as \x1b, characters that reverse
// the direction of reading or that XML forbids as \u202e, and bytes that are no UTF-8 as U+FFFD.
std::string Printable(std::string_view text, Spaces spaces = Spaces::kFolded);

// How many columns this text takes: its code points, which is right for everything that Kafka
// allows in a name.
std::size_t Columns(std::string_view text);

// Words of the text in lines of at most `first` columns, then `rest`; a longer word has a line of
// its own. One empty line for no words.
std::vector<std::string> Folded(std::string_view text, std::size_t first, std::size_t rest);

// The text itself where it fits, else cut between two characters and ended with "…", so that it
// takes `columns` in all.
std::string Shortened(std::string_view text, std::size_t columns);

}  // namespace kproof

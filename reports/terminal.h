// The screen at the end of a run, written to be read at 3 am: what was sent, what happened to it,
// what was broken, how long nobody was served, and last the verdict with its reason.
//
// Plain text says everything; colour only helps the eye. At most kScreenColumns wide where names
// allow it.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

#include "audit/judge/result.h"

namespace kproof {

inline constexpr std::size_t kScreenColumns = 100;

enum class ColorMode { kAuto, kAlways, kNever };

// Where text goes: what the environment says of it.
struct Screen {
  bool is_terminal = false;
  std::string no_color = {};  // the variable NO_COLOR (no-color.org), "" where it is not set
  std::string term = {};      // the variable TERM
};

// Whether to colour: `always` and `never` are obeyed; `auto` colours a terminal that is not dumb,
// unless NO_COLOR has a value.
bool UseColor(ColorMode mode, const Screen& screen);

// `folder`: where the run folder is, "" where there is none.
std::string ToTerminal(const Result& result, const std::string& folder, bool color);

// "PASS", "VIOLATION", … padded by nothing, in its colour.
std::string VerdictLabel(Verdict verdict, bool color);

}  // namespace kproof

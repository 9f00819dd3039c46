#include "harness/cli/complain.h"

#include <cstdio>

#include "harness/base/printable.h"
#include "harness/cli/verbs.h"

namespace kproof {
namespace {

int CodeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return kExitUsage;
    case ErrorKind::kNotRun:
      return kExitNotRun;
    case ErrorKind::kCorrupt:
      return kExitUsage;
    case ErrorKind::kInternal:
      break;
  }
  return kExitDefect;
}

}  // namespace

int Complain(const Error& error, const std::string& head) {
  std::fprintf(stderr, "kproof: %s%s\n", head.c_str(),
               Printable(error.what(), Spaces::kKept).c_str());
  if (!error.hint().empty())
    std::fprintf(stderr, "  %s\n", Printable(error.hint(), Spaces::kKept).c_str());
  return CodeOf(error.kind());
}

}  // namespace kproof

// What stands where a result is to be written, and whether it may be written there. Decided before
// anything starts, so that nobody waits an hour to hear that a name is taken.
//
// - Nothing, or a regular file: the result replaces it as a whole. A file that is there is replaced
//   when kproof wrote it for the same option, or with --force; one that is read never is, by
//   whatever name.
// - Anything else (a device, a pipe, a socket, "-", an open descriptor such as /dev/stdout or the
//   shell's >(…)): written as it is, and never replaced or removed.
//
// Thread-safe: reads the file system and changes nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace kproof {

struct OutputRules {
  std::string option;               // as typed: "--junit"
  std::vector<std::string> inputs;  // files that are read, and folders whose files are
  bool force = false;               // --force
  // Whether kproof wrote this file for the same option.
  std::function<bool(const std::string& file)> ours = nullptr;
};

struct OutputTarget {
  enum class Kind { kFile, kSpecial, kSocket, kDescriptor };
  Kind kind = Kind::kFile;
  std::string path;     // as the user wrote it
  std::string file;     // kFile: where it is or will be, with links resolved
  int descriptor = -1;  // kDescriptor: as the name gives it, not ours
  bool exists = false;

  // Of `file`.
  std::string Folder() const;
};

// Throws Error(kUsage) where `path` may not be written, or is nowhere, and Error(kNotRun) where
// this user can't write it.
OutputTarget DecideOutput(const std::string& path, const OutputRules& rules);

// The first 512 bytes of a file, or what it has; "" when it can't be read.
std::string FirstBytes(const std::string& file);

}  // namespace kproof

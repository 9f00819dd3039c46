// A folder that is looked into without ever leaving it: names are single ones, and links are not
// followed, whoever put them there. Only the folder that the whole begins with may be a link.
//
// Not thread-safe; made anew for each request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/descriptor.h"

namespace kproof {

struct FolderEntry {
  std::string name;
  bool is_folder = false;
  std::uint64_t bytes = 0;
  std::int64_t modified_us = 0;  // microseconds since 1970
};

class OpenFolder {
 public:
  // Nothing where there is no such folder, or this user can't read it.
  static std::optional<OpenFolder> Open(const std::string& path);

  const std::string& path() const { return path_; }
  // The folders and regular files in it, in the order of their names; links, devices and the like
  // are left out.
  std::vector<FolderEntry> Entries() const;
  // A regular file or a folder of that name; nothing for anything else.
  std::optional<FolderEntry> Find(const std::string& name) const;
  std::optional<OpenFolder> Enter(const std::string& name) const;
  // Whether anything else lies in it: a link, a device, a pipe.
  bool HasStrangers() const;
  Descriptor OpenFile(const std::string& name) const;  // not ok(): there is none
  // Up to `limit` bytes from `offset`; nothing where there is no such file.
  std::optional<std::string> Read(const std::string& name, std::size_t limit,
                                  std::uint64_t offset = 0) const;
  // Where a link that lies in it leads to; "" where there is none.
  std::string LinkAt(const std::string& name) const;

 private:
  OpenFolder(std::string path, Descriptor descriptor)
      : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

  std::vector<std::string> Names() const;  // of all that lies in it, in no order

  std::string path_;
  Descriptor descriptor_;
};

}  // namespace kproof

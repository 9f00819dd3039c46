// The folder of one run: results/.partial-<name> while it is written, results/<name> once it is
// complete, and the link results/latest. Two runs at once never share a folder; `latest` is moved
// in one step and points at whichever ended last.
//
// Throws Error with the path in it when the disk refuses.
#pragma once

#include <cstdint>
#include <string>

namespace kproof {

class RunFolder {
 public:
  // <out>/.partial-<UTC time>-<scenario>-<seed>/ with logs/ and spool/ in it.
  RunFolder(const std::string& out, const std::string& scenario, std::uint64_t seed);

  const std::string& path() const { return path_; }  // where it is now
  std::string File(const std::string& name) const { return path_ + "/" + name; }
  // A path beside it that stays where it is when the run is published: for nodes that outlive the
  // run.
  std::string Aside(const std::string& name) const { return out_ + "/." + name + "-" + name_; }
  // `text` with paths inside the folder relative to it: they stay true when it is renamed or moved.
  std::string Inside(std::string text) const;
  void Write(const std::string& name, const std::string& text) const;  // whole file, or Error
  // Renames it to its final name and moves `latest`. File() gives final paths from then on.
  void Publish();

 private:
  std::string out_;
  std::string name_;
  std::string path_;
};

}  // namespace kproof

// Kafka's jars, and a librdkafka, in one file, for machines without a network: a machine with a
// network writes it, the other one takes it into its cache.
//
// A tar archive: first `kproof-bundle`, which names the versions and every file with its SHA-256,
// then the jars, then the library. The sums show damage, but not who made the file: its maker is
// trusted as Maven Central is; a library must be one that kproof knows.
//
// Safe to call from several processes at once.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace kproof {

class OutputFile;

struct BundledLibrary {
  std::string version;  // of librdkafka
  std::string folder;   // that librdkafka.so.1 is in
};

// Writes the jars of a version that is in the cache. Throws Error(kNotRun) when that can't be done
// or tar is missing.
void WriteBundle(const std::string& version, const std::optional<BundledLibrary>& library,
                 OutputFile& out);

// Decided by its first bytes.
bool IsBundle(const std::string& file);

// Where the library of a version goes, and the SHA-256 that it must have; nothing for a version
// that nobody knows.
struct LibraryPlace {
  std::string folder, sum;
};
using FindLibraryPlace = std::function<std::optional<LibraryPlace>(const std::string& version)>;

struct TakenBundle {
  std::string version;     // of Kafka
  std::string librdkafka;  // "": there is none in it
};

// Takes what is in a bundle into the cache, unless it is there already. `wanted` other than "" is
// the version of Kafka that it must be. Throws Error: kUsage when it is another one, kCorrupt when
// `file` is no bundle or is damaged, kNotRun when it can't be unpacked.
TakenBundle TakeBundle(const std::string& file, const std::string& wanted,
                       const FindLibraryPlace& find_place);

// What a bundle's first file says. Throws Error(kCorrupt) for anything but a list of jars whose
// names are plain ones of this folder, with one of Kafka's server among them, and perhaps a
// librdkafka.
struct BundleList {
  std::string version;
  std::map<std::string, std::string> sums = {};   // name of the jar → 64 hexadecimal digits
  std::string librdkafka = {}, library_sum = {};  // "" : there is none in it
};
BundleList ParseBundleList(const std::string& text);
std::string ToText(const BundleList& list);

}  // namespace kproof

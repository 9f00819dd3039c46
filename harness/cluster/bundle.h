// Kafka's jars in one file, for machines without a network: a machine with a network writes it, the
// other one takes it into its cache.
//
// A tar archive: first `kproof-bundle`, which names the version and every jar with its SHA-256,
// then the jars. The sums show damage, but not who made the file: its maker is trusted as Maven
// Central is.
//
// Safe to call from several processes at once.
#pragma once

#include <map>
#include <string>

namespace kproof {

class OutputFile;

// Writes the jars of a version that is in the cache. Throws Error(kNotRun) when that can't be done
// or tar is missing.
void WriteBundle(const std::string& version, OutputFile& out);

// Decided by its first bytes.
bool IsBundle(const std::string& file);

// Takes the jars of a bundle into the cache, unless that version is there already; gives the
// version. `wanted` other than "" is the version that it must be. Throws Error: kUsage when it is
// another one, kCorrupt when `file` is no bundle or is damaged, kNotRun when it can't be unpacked.
std::string TakeBundle(const std::string& file, const std::string& wanted);

// What a bundle's first file says. Throws Error(kCorrupt) for anything but a list of jars whose
// names are plain ones of this folder, with one of Kafka's server among them.
struct BundleList {
  std::string version;
  std::map<std::string, std::string> sums;  // name of the jar → 64 hexadecimal digits
};
BundleList ParseBundleList(const std::string& text);
std::string ToText(const BundleList& list);

}  // namespace kproof

// The releases of librdkafka that kproof fetches: one shared object each, with the C interface, out
// of the wheels that confluent-kafka publishes for Python on x86-64 (manylinux: they need glibc and
// nothing else).
//
// Thread-safe: constants.
#pragma once

#include <span>
#include <string_view>

namespace kproof {

struct Wheel {
  std::string_view librdkafka;  // its version, as the library says it
  std::string_view package;     // version of confluent-kafka, which may be another one
  std::string_view python;      // "311": CPython 3.11
  std::string_view platform;    // as pip takes it
  std::string_view sha256;      // of the wheel
  std::string_view library_sha256;
};

// Oldest first.
std::span<const Wheel> Wheels();
// nullptr where there is none of this version.
const Wheel* FindWheel(std::string_view librdkafka);

}  // namespace kproof

// A JSON document read strictly: each value is asked for by its name and its type, and an error
// names the file and the place in it: "matrix.json: cells[3].at.acks is no text".
//
// Throws Error(kUsage) with that place. Not thread-safe; a JsonPlace must not outlive its document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/words/verdict.h"

namespace kproof {

// What a file is read up to.
inline constexpr std::size_t kMostJsonBytes = std::size_t{64} << 20;
// The whole file as JSON; `file` names it in errors.
nlohmann::json ReadJson(const std::string& file);

class JsonPlace {
 public:
  // The root of a document.
  JsonPlace(const nlohmann::json& value, std::string file) : JsonPlace(value, file, "") {}

  JsonPlace operator[](const std::string& key) const;  // must be there
  // Nothing where it is missing, as a key that an older kproof did not write, or null.
  std::optional<JsonPlace> Find(const std::string& key) const;
  bool Has(const std::string& key) const;  // of an object; also where it is null
  bool IsNull() const { return value_->is_null(); }
  std::string Text() const;
  // As in result.json; kUsage, kError and kInterrupted, which have one name, are kError.
  kproof::Verdict Verdict() const;
  bool Truth() const;
  std::uint64_t Count() const;  // a whole number of 0 or more
  double Number() const;        // finite
  std::optional<double> NumberOrNull() const;
  std::vector<JsonPlace> Elements() const;                         // of an array
  std::vector<std::pair<std::string, JsonPlace>> Members() const;  // of an object
  std::vector<std::string> Texts() const;                          // of an array of texts
  std::map<std::string, std::string> TextsByKey() const;           // of an object of texts
  std::map<std::string, std::uint64_t> CountsByKey() const;        // of an object of counts

  // Nothing but these keys.
  void RequireOnly(std::initializer_list<std::string_view> keys) const;
  // The key `what` is "kproof " + this; the hint is for whoever named another file.
  void RequireWhat(std::string_view what, const std::string& hint) const;
  // The key `schema` is 1.
  void RequireSchema() const;
  [[noreturn]] void Refuse(const std::string& what) const;  // "cells[3] " + what

 private:
  JsonPlace(const nlohmann::json& value, std::string file, std::string path)
      : value_(&value), file_(std::move(file)), path_(std::move(path)) {}

  const nlohmann::json* value_;
  std::string file_, path_;
};

}  // namespace kproof

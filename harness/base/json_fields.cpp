#include "harness/base/json_fields.h"

#include <algorithm>
#include <cmath>

#include "harness/base/error.h"
#include "harness/base/json_problem.h"
#include "harness/base/json_text.h"
#include "harness/base/read_input.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

constexpr std::uint64_t kSchema = 1;

}  // namespace

nlohmann::json ReadJson(const std::string& file) {
  std::string text;
  try {
    text = ReadInput(file, kMostJsonBytes);
  } catch (const Error& error) {
    throw Error(error.kind(), file + " can't be read: " + error.what(), Hint(error.hint()));
  }
  try {
    return ParseJson(text);
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::kUsage, file + " " + JsonProblem(error.what()),
                Hint("is the file complete?"));
  }
}

void JsonPlace::Refuse(const std::string& what) const {
  throw Error(ErrorKind::kUsage, file_ + ": " + (path_.empty() ? "it" : path_) + " " + what);
}

JsonPlace JsonPlace::operator[](const std::string& key) const {
  if (!value_->is_object()) Refuse("is no object");
  const auto found = value_->find(key);
  const std::string path = path_.empty() ? key : path_ + "." + key;
  if (found == value_->end())
    throw Error(ErrorKind::kUsage, file_ + ": " + path + " is missing",
                Hint("was it written by kproof?"));
  return {*found, file_, path};
}

std::optional<JsonPlace> JsonPlace::Find(const std::string& key) const {
  if (!value_->is_object()) Refuse("is no object");
  if (!value_->contains(key) || value_->at(key).is_null()) return std::nullopt;
  return (*this)[key];
}

bool JsonPlace::Has(const std::string& key) const {
  return value_->is_object() && value_->contains(key);
}

std::string JsonPlace::Text() const {
  if (!value_->is_string()) Refuse("is no text");
  return value_->get<std::string>();
}

bool JsonPlace::Truth() const {
  if (!value_->is_boolean()) Refuse("is neither true nor false");
  return value_->get<bool>();
}

std::uint64_t JsonPlace::Count() const {
  if (!value_->is_number_unsigned()) Refuse("is no whole number of 0 or more");
  return value_->get<std::uint64_t>();
}

double JsonPlace::Number() const {
  if (!value_->is_number() || !std::isfinite(value_->get<double>())) Refuse("is no number");
  return value_->get<double>();
}

std::optional<double> JsonPlace::NumberOrNull() const {
  if (IsNull()) return std::nullopt;
  return Number();
}

std::vector<JsonPlace> JsonPlace::Elements() const {
  if (!value_->is_array()) Refuse("is no list");
  std::vector<JsonPlace> places;
  for (const auto& element : *value_)
    places.push_back({element, file_, path_ + "[" + std::to_string(places.size()) + "]"});
  return places;
}

std::vector<std::pair<std::string, JsonPlace>> JsonPlace::Members() const {
  if (!value_->is_object()) Refuse("is no object");
  std::vector<std::pair<std::string, JsonPlace>> places;
  for (const auto& [key, value] : value_->items())
    places.emplace_back(key, JsonPlace(value, file_, path_.empty() ? key : path_ + "." + key));
  return places;
}

std::vector<std::string> JsonPlace::Texts() const {
  std::vector<std::string> texts;
  for (const auto& element : Elements()) texts.push_back(element.Text());
  return texts;
}

std::map<std::string, std::string> JsonPlace::TextsByKey() const {
  std::map<std::string, std::string> texts;
  for (const auto& [key, value] : Members()) texts[key] = value.Text();
  return texts;
}

std::map<std::string, std::uint64_t> JsonPlace::CountsByKey() const {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& [key, value] : Members()) counts[key] = value.Count();
  return counts;
}

kproof::Verdict JsonPlace::Verdict() const {
  if (const auto verdict = FindVerdict(Text())) return *verdict;
  Refuse("is no verdict: '" + Text() + "'");
}

void JsonPlace::RequireOnly(std::initializer_list<std::string_view> keys) const {
  const std::vector<std::string> known(keys.begin(), keys.end());
  for (const auto& [key, value] : Members())
    if (std::find(known.begin(), known.end(), key) == known.end())
      Refuse("has the unknown key '" + key + "'" + DidYouMean(key, known));
}

void JsonPlace::RequireWhat(std::string_view what, const std::string& hint) const {
  const auto found = value_->is_object() ? value_->find("what") : value_->end();
  if (found != value_->end() && *found == "kproof " + std::string(what)) return;
  throw Error(ErrorKind::kUsage, file_ + " is no " + std::string(what) + " of kproof", Hint(hint));
}

void JsonPlace::RequireSchema() const {
  const auto schema = (*this)["schema"];
  if (schema.Count() == kSchema) return;
  throw Error(ErrorKind::kUsage,
              file_ + " has schema " + std::to_string(schema.Count()) +
                  ", and this kproof reads schema " + std::to_string(kSchema),
              Hint("use the kproof that wrote it, or make it again"));
}

}  // namespace kproof

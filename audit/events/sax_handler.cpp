#include "audit/events/sax_handler.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/base/json_problem.h"

namespace kproof {
namespace {

constexpr double kMostSeconds = 1e11;  // about 3,000 years; as microseconds it fits in 64 bits

// The fields are few and in alphabetical order, and most keys are told apart by two letters.
std::optional<Field> FieldNamed(std::string_view name) {
  const auto forms = FieldForms();
  const auto found =
      std::lower_bound(forms.begin(), forms.end(), name,
                       [](const FieldForm& form, std::string_view key) { return form.name < key; });
  if (found == forms.end() || found->name != name) return std::nullopt;
  return found->field;
}

}  // namespace

std::string Wanted(const FieldForm& form) {
  switch (form.kind) {
    case FieldKind::kText:
    case FieldKind::kWord:
      return "a string";
    case FieldKind::kName:
      return "a non-empty string";
    case FieldKind::kNameOrInt:
      return "a non-empty string, or a whole number";
    case FieldKind::kInt:
      return fmt::format("a whole number from {} to {}", form.least, form.most);
    case FieldKind::kIntOrText:
      return "a whole number or a string";
    case FieldKind::kSeconds:
      return "a number of seconds";
    case FieldKind::kSecondsOrPlace:
      return "a number of seconds, or in a 'send' an object of topic, partition, offset and "
             "optionally cluster";
    case FieldKind::kFlag:
      return "true or false";
    case FieldKind::kNames:
      return "an array of strings";
    case FieldKind::kInts:
      return "an array of whole numbers";
    case FieldKind::kTexts:
      return "an object of strings, as in {\"acks\": \"scenario\"}";
    case FieldKind::kCounts:
      return "an object of events and whole numbers, as in {\"send\": 2}";
    case FieldKind::kPlaces:
      return "an array of [topic, partition, offset or null], each optionally with the topic's id";
    case FieldKind::kDifferences:
      return "an array of [lacks, differs, extra or deleted, offset, count], each optionally with "
             "a text";
  }
  return "";
}

void SaxHandler::Wrong(const char* type) {
  const auto& form = FormOf(*field_);
  problems_.push_back(fmt::format("'{}' is {}; it has to be {}", form.name, type, Wanted(form)));
}

bool SaxHandler::Outer(const char* type) {
  if (depth_ != 1) return false;
  if (!at_event_) return true;
  problems_.push_back(fmt::format("'event' is {}; it has to be the name of an event", type));
  return false;
}

void SaxHandler::PutOther(OtherValue::Kind kind, std::string text) {
  event_.others.back().kind = kind;
  event_.others.back().text = std::move(text);
}

bool SaxHandler::key(std::string& value) {
  if (depth_ != 1) return true;
  at_event_ = value == "event";
  field_ = at_event_ ? std::nullopt : FieldNamed(value);
  bool repeated = false;
  if (at_event_) {
    repeated = has_event_name_;
    has_event_name_ = true;
  } else if (field_) {
    repeated = ((event_.present | event_.nulls | nested_) & Bit(*field_)) != 0;
    event_.present |= Bit(*field_);
  } else {
    repeated = std::any_of(event_.others.begin(), event_.others.end(),
                           [&](const OtherValue& other) { return other.key == value; });
    event_.others.push_back({value, OtherValue::Kind::kText, ""});
  }
  if (repeated) problems_.push_back(fmt::format("the key '{}' is given twice", value));
  return true;
}

bool SaxHandler::null() {
  if (!Outer("null")) return true;
  if (field_) {
    event_.present &= ~Bit(*field_);
    event_.nulls |= Bit(*field_);
  } else {
    problems_.push_back(fmt::format("'{}' is null; leave it out", event_.others.back().key));
  }
  return true;
}

bool SaxHandler::boolean(bool value) {
  if (!Outer("true or false")) return true;
  if (!field_) {
    PutOther(OtherValue::Kind::kFlag, value ? "true" : "false");
  } else if (FormOf(*field_).kind == FieldKind::kFlag) {
    event_.ints[static_cast<std::size_t>(*field_)] = value ? 1 : 0;
  } else {
    Wrong("true or false");
  }
  return true;
}

void SaxHandler::PutSeconds(double value) {
  if (!(std::abs(value) <= kMostSeconds)) return Wrong("out of range");
  event_.ints[static_cast<std::size_t>(*field_)] = std::llround(value * 1e6);
}

void SaxHandler::PutInt(std::int64_t value, const char* type) {
  const auto index = static_cast<std::size_t>(*field_);
  const auto& form = FormOf(*field_);
  switch (form.kind) {
    case FieldKind::kInt:
    case FieldKind::kIntOrText:
      if (value < form.least || value > form.most) return Wrong("out of range");
      event_.ints[index] = value;
      return;
    case FieldKind::kSeconds:
    case FieldKind::kSecondsOrPlace:
      return PutSeconds(static_cast<double>(value));
    case FieldKind::kNameOrInt:
      event_.texts[index] = std::to_string(value);
      return;
    default:
      return Wrong(type);
  }
}

bool SaxHandler::number_integer(std::int64_t value) {
  if (!Outer("a number")) return true;
  if (field_) {
    PutInt(value, "a number");
  } else {
    PutOther(OtherValue::Kind::kNumber, std::to_string(value));
  }
  return true;
}

bool SaxHandler::number_unsigned(std::uint64_t value) {
  if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return number_integer(static_cast<std::int64_t>(value));
  return number_float(static_cast<double>(value), std::to_string(value));
}

bool SaxHandler::number_float(double value, const std::string& text) {
  if (!Outer("a number")) return true;
  if (!field_) {
    PutOther(OtherValue::Kind::kNumber, text);
  } else if (FormOf(*field_).kind == FieldKind::kSeconds ||
             FormOf(*field_).kind == FieldKind::kSecondsOrPlace) {
    PutSeconds(value);
  } else {
    Wrong(text.find_first_of(".eE") == std::string::npos ? "out of range" : "not a whole number");
  }
  return true;
}

bool SaxHandler::string(std::string& value) {
  if (depth_ == 1 && at_event_) {
    event_name_.assign(value);
    return true;
  }
  if (!Outer("a string")) return true;
  if (!field_) {
    PutOther(OtherValue::Kind::kText, value);
    return true;
  }
  const auto index = static_cast<std::size_t>(*field_);
  switch (FormOf(*field_).kind) {
    case FieldKind::kName:
    case FieldKind::kNameOrInt:
      if (value.empty()) Wrong("empty");
      event_.texts[index].assign(value);
      break;
    case FieldKind::kText:
    case FieldKind::kWord:
      event_.texts[index].assign(value);
      break;
    case FieldKind::kIntOrText:
      event_.ints[index] = -1;
      break;
    default:
      Wrong("a string");
  }
  return true;
}

bool SaxHandler::Open(bool object) {
  ++depth_;
  deepest_ = std::max(deepest_, depth_);
  if (depth_ == 1) {
    is_object_ = object;
    return object;  // nothing else is looked at
  }
  has_nested_ = true;
  if (depth_ > 2) return true;
  const char* type = object ? "an object" : "an array";
  if (at_event_) {
    problems_.push_back(fmt::format("'event' is {}; it has to be the name of an event", type));
  } else if (field_) {
    const auto kind = FormOf(*field_).kind;
    const bool wants_object = kind == FieldKind::kTexts || kind == FieldKind::kCounts ||
                              kind == FieldKind::kSecondsOrPlace;
    const bool wants_list = kind == FieldKind::kNames || kind == FieldKind::kInts ||
                            kind == FieldKind::kPlaces || kind == FieldKind::kDifferences;
    if (object ? !wants_object : !wants_list) Wrong(type);
    nested_ |= Bit(*field_);
  } else {
    event_.others.back().kind = object ? OtherValue::Kind::kObject : OtherValue::Kind::kList;
  }
  return true;
}

bool SaxHandler::Close() {
  --depth_;
  return true;
}

bool SaxHandler::parse_error(std::size_t position, const std::string&,
                             const nlohmann::json::exception& error) {
  broken_ = true;
  problems_.push_back(fmt::format("the line {}", JsonProblem(error.what(), position)));
  return false;
}

}  // namespace kproof

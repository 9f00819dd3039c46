// What nlohmann's parser calls for each token of a line: fills the fields of an Event and remembers
// what was wrong. Which fields the event may have is asked later, once all keys are known: "event"
// need not come first.
//
// Private to the line parser. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/events/event.h"

namespace kproof {

class SaxHandler {
 public:
  explicit SaxHandler(Event& event) : event_(event) {}

  bool null();
  bool boolean(bool value);
  bool number_integer(std::int64_t value);
  bool number_unsigned(std::uint64_t value);
  bool number_float(double value, const std::string& text);
  bool string(std::string& value);
  bool binary(nlohmann::json::binary_t&) { return false; }  // JSON has none
  bool start_object(std::size_t) { return Open(true); }
  bool start_array(std::size_t) { return Open(false); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(std::string& value);
  bool parse_error(std::size_t position, const std::string& last_token,
                   const nlohmann::json::exception& error);

  const std::string& event_name() const { return event_name_; }
  bool has_event_name() const { return has_event_name_; }
  bool is_object() const { return is_object_; }
  bool broken() const { return broken_; }          // not JSON, or not UTF-8
  bool has_nested() const { return has_nested_; }  // arrays or objects within the event
  std::size_t deepest() const { return deepest_; }
  FieldSet nested() const { return nested_; }
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  bool Open(bool object);
  bool Close();
  // Whether a scalar stands directly in the event, and is not the value of "event".
  bool Outer(const char* type);
  void Wrong(const char* type);
  void PutOther(OtherValue::Kind kind, std::string text);
  void PutInt(std::int64_t value, const char* type);
  void PutSeconds(double value);

  Event& event_;
  std::size_t depth_ = 0, deepest_ = 0;
  bool is_object_ = false, has_nested_ = false, broken_ = false;
  bool at_event_ = false;       // the value to come is that of "event"
  std::optional<Field> field_;  // whose value is to come; nothing: another key's
  FieldSet nested_ = 0;         // fields whose value is an array or object
  bool has_event_name_ = false;
  std::string event_name_;
  std::vector<std::string> problems_;
};

// "a whole number", "a string", …: what the field has to be, for complaints.
std::string Wanted(const FieldForm& form);

}  // namespace kproof

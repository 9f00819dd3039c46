// Writes one line of events.jsonl.
//
//   EventLine("read").Text("actor", "monitor-0").Int("partition", 3).str()
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kproof {

// "text" with quotes, as JSON.
std::string Quoted(std::string_view text);
// Microseconds as seconds, exactly: "-1.5", "12", "0.000001".
std::string AsSeconds(std::int64_t micros);

class EventLine {
 public:
  explicit EventLine(std::string_view event) : event_(event), text_("{\"event\":\"") {
    text_.append(event).append("\"");
  }
  const std::string& event() const { return event_; }

  EventLine& Raw(std::string_view key, std::string_view json) {
    text_.append(",\"").append(key).append("\":").append(json);
    return *this;
  }
  EventLine& RawUnless(std::string_view otherwise, std::string_view key, std::string_view json) {
    return json == otherwise ? *this : Raw(key, json);
  }
  EventLine& Text(std::string_view key, std::string_view text) { return Raw(key, Quoted(text)); }
  EventLine& Int(std::string_view key, std::integral auto number) {
    return Raw(key, std::to_string(number));
  }
  EventLine& Flag(std::string_view key, std::optional<bool> flag) {
    return Raw(key, !flag ? "null" : *flag ? "true" : "false");
  }
  EventLine& Seconds(std::string_view key, std::optional<std::int64_t> micros) {
    return Raw(key, micros ? AsSeconds(*micros) : "null");
  }
  // Adds nothing if the value is the default.
  EventLine& TextUnless(std::string_view otherwise, std::string_view key, std::string_view text) {
    return text == otherwise ? *this : Text(key, text);
  }
  EventLine& IntUnless(std::int64_t otherwise, std::string_view key, std::int64_t number) {
    return number == otherwise ? *this : Int(key, number);
  }
  std::string str() const { return text_ + "}"; }

 private:
  std::string event_, text_;
};

}  // namespace kproof

#include "audit/events/line_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>

#include "audit/events/sax_handler.h"
#include "harness/base/json_text.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

using nlohmann::json;

constexpr std::size_t kDeepest = 3;  // the event, the list, the triple in it

std::vector<std::string> NamesOf(FieldSet fields) {
  std::vector<std::string> names;
  if (fields == 0) return names;  // as for every line that is in order
  for (const auto& form : FieldForms()) {
    if ((fields & Bit(form.field)) != 0) names.emplace_back(form.name);
  }
  return names;
}

// One line on its way to an event, and what is wrong with it.
class Line {
 public:
  Line(std::string_view text, std::uint64_t number, Event& event, Complaints& complaints)
      : text_(text), event_(event), complaints_(complaints), number_(number), handler_(event) {
    event.line = number;
    event.present = 0;
    event.nulls = 0;
    if (!event.others.empty()) event.others.clear();
  }

  bool Parse() {
    json::sax_parse(text_.begin(), text_.end(), &handler_);
    for (const auto& problem : handler_.problems())
      Complain(problem, handler_.broken() ? "a line is one JSON object, in UTF-8" : "");
    if (!handler_.is_object() && ok_) Complain("the line is not a JSON object");
    if (!ok_) return false;
    const auto* form = Form();
    if (form == nullptr) return false;
    event_.type = form->type;
    CheckKeys(*form);
    if (event_.present & kWords) CheckWords(*form);
    if (handler_.has_nested() && ok_) TakeNested();
    return ok_;
  }

 private:
  static constexpr FieldSet kWords = Bit(Field::kCrc) | Bit(Field::kIsolation) | Bit(Field::kKind) |
                                     Bit(Field::kOp) | Bit(Field::kOutcome) | Bit(Field::kPass) |
                                     Bit(Field::kHow) | Bit(Field::kStore);

  void Complain(const std::string& what, const std::string& hint = "") {
    complaints_.Add(number_, what, hint);
    ok_ = false;
  }

  const EventForm* Form() {
    if (!handler_.has_event_name()) {
      Complain("the line has no 'event'", "name one, as in {\"event\": \"send\", …}");
      return nullptr;
    }
    const auto* form = FormNamed(handler_.event_name());
    if (form == nullptr) ComplainOfName(handler_.event_name());
    return form;
  }

  static const EventForm* FormNamed(std::string_view name) {
    for (const auto& form : EventForms()) {
      if (name == form.name) return &form;
    }
    return nullptr;
  }

  void ComplainOfName(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& form : EventForms()) names.emplace_back(form.name);
    Complain(fmt::format("there is no event '{}'{}", name, DidYouMean(name, names)),
             "docs/events.md names the events");
  }

  void CheckKeys(const EventForm& form) {
    const auto allowed = form.required | form.optional;
    const auto given = event_.present | event_.nulls;
    for (const auto& name : NamesOf(given & ~allowed)) {
      Complain(fmt::format("'{}' has no field '{}'", form.name, name),
               "it has " + Join(NamesOf(allowed), ", "));
    }
    auto required = form.required;
    // A record that was sent by somebody has a number.
    if (form.type == EventType::kRead && event_.Has(Field::kOrigin)) required |= Bit(Field::kSeq);
    for (const auto& name : NamesOf(required & ~given))
      Complain(fmt::format("'{}' lacks its field '{}'", form.name, name),
               "it needs " + Join(NamesOf(required), ", "));
    for (const auto& name : NamesOf(required & event_.nulls & ~form.nullable))
      Complain(fmt::format("'{}' is null", name),
               "this field of '" + std::string(form.name) + "' has to be known");
    if (event_.Has(Field::kFrom) &&
        (form.type == EventType::kSend) != ((handler_.nested() & Bit(Field::kFrom)) != 0))
      Complain(form.type == EventType::kSend ? "'from' of a send is the input that it was made from"
                                             : "'from' of a fault is when it began",
               "it has to be " + Wanted(FormOf(Field::kFrom)));
    if (form.others) return;
    for (const auto& other : event_.others) {
      Complain(fmt::format("'{}' has no field '{}'{}", form.name, other.key,
                           DidYouMean(other.key, NamesOf(allowed))),
               "it has " + Join(NamesOf(allowed), ", "));
    }
  }

  void CheckWords(const EventForm& form) {
    for (const auto field : {Field::kCrc, Field::kHow, Field::kIsolation, Field::kKind, Field::kOp,
                             Field::kOutcome, Field::kPass, Field::kStore}) {
      if (!event_.Has(field)) continue;
      const auto words = WordsOf(form.type, field);
      const auto& text = event_.Text(field);
      const auto found = std::find(words.begin(), words.end(), text);
      if (found != words.end()) {
        event_.ints[static_cast<std::size_t>(field)] = found - words.begin();
        continue;
      }
      const std::vector<std::string> known(words.begin(), words.end());
      Complain(fmt::format("'{}' is '{}'{}", FormOf(field).name, text, DidYouMean(text, known)),
               "it has to be " + Join(known, ", "));
    }
  }

  // Lists are rare and short: the line is parsed once more, as a whole.
  void TakeNested() {
    if (handler_.deepest() > kDeepest)
      return Complain("its arrays and objects are nested too deeply");
    const auto document = ParseJson(text_);
    for (auto& other : event_.others) {
      if (other.kind == OtherValue::Kind::kList || other.kind == OtherValue::Kind::kObject)
        other.text = JsonText(document.at(other.key));
    }
    for (const auto& form : FieldForms()) {
      if ((event_.present & handler_.nested() & Bit(form.field)) != 0)
        TakeField(form, document.at(std::string(form.name)));
    }
  }

  void TakeField(const FieldForm& form, const json& value) {
    switch (form.kind) {
      case FieldKind::kNames:
        return TakeNames(form.field, value);
      case FieldKind::kSecondsOrPlace:
        return TakeInput(value);
      case FieldKind::kInts:
        return TakeInts(form.field, value);
      case FieldKind::kPlaces:
        return TakePlaces(value);
      case FieldKind::kDifferences:
        return TakeDifferences(value);
      case FieldKind::kTexts:
        return TakeTexts(form.field, value);
      case FieldKind::kCounts:
        return TakeCounts(value);
      default:
        return;  // has no parts
    }
  }

  void WrongItem(Field field, const json& item) {
    Complain(fmt::format("'{}' holds {}; it has to be {}", FormOf(field).name, JsonText(item),
                         Wanted(FormOf(field))));
  }

  void TakeNames(Field field, const json& list) {
    event_.names.clear();
    for (const auto& item : list) {
      if (!item.is_string()) return WrongItem(field, item);
      event_.names.push_back(item.get<std::string>());
    }
  }

  // A whole number from 0 to what the field can hold.
  template <typename Number>
  std::optional<Number> WholeNumber(const json& item) {
    if (!item.is_number_unsigned()) return std::nullopt;
    const auto number = item.get<std::uint64_t>();
    if (number >= static_cast<std::uint64_t>(std::numeric_limits<Number>::max()))
      return std::nullopt;
    return static_cast<Number>(number);
  }

  void TakeInts(Field field, const json& list) {
    auto& numbers = event_.numbers[field];
    numbers.clear();
    for (const auto& item : list) {
      const auto number = WholeNumber<std::int32_t>(item);
      if (!number) return WrongItem(field, item);
      numbers.push_back(*number);
    }
  }

  void TakeTexts(Field field, const json& object) {
    event_.sources.clear();
    for (const auto& [key, item] : object.items()) {
      if (!item.is_string()) return WrongItem(field, item);
      event_.sources[key] = item.get<std::string>();
    }
  }

  void TakeCounts(const json& object) {
    event_.counts.clear();
    for (const auto& [name, item] : object.items()) {
      const auto* form = FormNamed(name);
      const auto count = WholeNumber<std::int64_t>(item);
      if (form == nullptr) {
        ComplainOfName(name);
      } else if (form->type == EventType::kEnd) {
        Complain("'counts' counts the 'end' itself", "it counts every event but that");
      } else if (!count) {
        WrongItem(Field::kCounts, item);
      } else {
        event_.counts.push_back({form->type, static_cast<std::uint64_t>(*count)});
      }
    }
  }

  void TakePlaces(const json& list) {
    event_.places.clear();
    for (const auto& item : list) {
      const auto size = item.is_array() ? item.size() : 0;
      if (size < 3 || size > 4 || !item[0].is_string() || (size == 4 && !item[3].is_string()))
        return WrongItem(Field::kPartitions, item);
      AssignItem place{item[0].get<std::string>()};
      const auto partition = WholeNumber<std::int32_t>(item[1]);
      if (!item[2].is_null()) place.offset = WholeNumber<std::int64_t>(item[2]);
      if (place.topic.empty() || !partition || (!item[2].is_null() && !place.offset))
        return WrongItem(Field::kPartitions, item);
      place.partition = *partition;
      if (size == 4) place.topic_id = item[3].get<std::string>();
      event_.places.push_back(std::move(place));
    }
  }

  void TakeInput(const json& object) {
    auto& input = event_.input;
    input = {};
    std::size_t named = 0;
    for (const auto& [key, item] : object.items()) {
      const bool text = item.is_string() && !item.get_ref<const std::string&>().empty();
      if (key == "topic" && text) {
        input.topic = item.get<std::string>();
        ++named;
      } else if (key == "cluster" && text) {
        input.cluster = item.get<std::string>();
      } else if (const auto partition = WholeNumber<std::int32_t>(item);
                 key == "partition" && partition) {
        input.partition = *partition;
        ++named;
      } else if (const auto offset = WholeNumber<std::int64_t>(item); key == "offset" && offset) {
        input.offset = *offset;
        ++named;
      } else {
        return WrongItem(Field::kFrom, object);
      }
    }
    if (named != 3) WrongItem(Field::kFrom, object);
  }

  void TakeDifferences(const json& list) {
    event_.differences.clear();
    const auto kinds = DifferenceKinds();
    for (const auto& item : list) {
      const auto size = item.is_array() ? item.size() : 0;
      if (size < 3 || size > 4 || !item[0].is_string() || (size == 4 && !item[3].is_string()))
        return WrongItem(Field::kDifferences, item);
      const auto kind = std::find(kinds.begin(), kinds.end(), item[0].get<std::string>());
      const auto offset = WholeNumber<std::int64_t>(item[1]);
      const auto count = WholeNumber<std::int64_t>(item[2]);
      if (kind == kinds.end() || !offset || !count || *count == 0 || *count > kMost - *offset)
        return WrongItem(Field::kDifferences, item);
      event_.differences.push_back({static_cast<std::size_t>(kind - kinds.begin()), *offset, *count,
                                    size == 4 ? item[3].get<std::string>() : ""});
    }
  }

  static constexpr auto kMost = std::numeric_limits<std::int64_t>::max();  // no offset

  std::string_view text_;
  Event& event_;
  Complaints& complaints_;
  std::uint64_t number_;
  SaxHandler handler_;
  bool ok_ = true;
};

}  // namespace

bool IsTorn(std::string_view line) { return ParseJsonIfAny(line).is_discarded(); }

bool ParseEvent(std::string_view line, std::uint64_t number, Event& event, Complaints& complaints) {
  return Line(line, number, event, complaints).Parse();
}

}  // namespace kproof

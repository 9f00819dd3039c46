#include "harness/protocol/error_answer.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/kafka/wire.h"
#include "harness/protocol/codec.h"
#include "harness/protocol/error_codes.h"

namespace kproof::protocol {
namespace {

constexpr std::int16_t kApiVersions = 18;

// Where an answer says that something failed, when it could do so in several places.
enum class Level {
  kInnermost,  // for each partition, member or other thing asked for; what most clients look at
  kOutermost,  // once for all of it
  kElements    // for each thing asked for, and not within it
};

Level LevelOf(const std::string& api) {
  static const std::vector<std::string> kOnce = {"LeaveGroup", "OffsetFetch", "OffsetDelete"};
  if (Contains(kOnce, api)) return Level::kOutermost;
  return api == "Metadata" ? Level::kElements : Level::kInnermost;
}

bool IsCode(const Field& field) {
  return field.kind == Kind::kInt16 && !field.array &&
         (field.name == "ErrorCode" || field.name == "PartitionErrorCode");
}

bool HasCode(const Field& field, std::int16_t version) {
  if (!field.versions.Has(version)) return false;
  return IsCode(field) || std::any_of(field.fields.begin(), field.fields.end(),
                                      [&](const Field& inner) { return HasCode(inner, version); });
}

bool IsListWithCodes(const Field& field, std::int16_t version) {
  return field.array && field.kind == Kind::kStruct && HasCode(field, version);
}

// What Kafka has beside an error where it is not what a message has that says nothing about it.
void Blank(const std::vector<Field>& fields, Struct& values, std::int16_t version,
           const std::string& text) {
  static const std::vector<std::string> kUnknown = {
      "BaseOffset",        "CommittedOffset", "HighWatermark", "LastStableOffset",
      "LowWatermark",      "NodeId",          "NumPartitions", "Port",
      "ReplicationFactor", "ProducerEpoch",   "ProducerId"};
  static const std::vector<std::string> kNothing = {"Partitions", "Records"};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string& name = fields[i].name;
    if (!fields[i].versions.Has(version)) continue;
    if (Contains(kUnknown, name)) values.fields[i] = {std::int64_t{-1}};
    if (Contains(kNothing, name)) values.fields[i] = fields[i].fallback;
    if (name != "ErrorMessage" && name != "ProtocolName") continue;
    values.fields[i] = fields[i].nullable.Has(version) ? Value{} : Value{std::string()};
    if (name == "ErrorMessage" && !text.empty()) values.fields[i] = {text};
  }
}

// Kafka's text of the code stands in answers to these, and in no others.
std::string TextFor(const std::string& api, std::int16_t code) {
  static const std::vector<std::string> kTold = {"DescribeConfigs", "FindCoordinator"};
  return Contains(kTold, api) ? ErrorText(code) : "";
}

class CodeSetter {
 public:
  CodeSetter(const WholeAnswer& answer, std::int16_t code, const PlaceFilter& where)
      : version_(answer.version),
        code_(code),
        level_(LevelOf(answer.schema->name)),
        text_(TextFor(answer.schema->name, code)),
        where_(where) {}

  // Whether any was set in these, which lie `at`.
  bool Set(const std::vector<Field>& fields, Struct& values, Place at,
           bool outermost = true) const {
    for (std::size_t i = 0; i < fields.size(); ++i)
      Locate(fields[i], values.fields[i], version_, at);
    const bool here = level_ == Level::kOutermost || (level_ == Level::kElements && !outermost);
    if (here && SetHere(fields, values, at)) return true;
    bool within = false;
    bool set = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!IsListWithCodes(fields[i], version_) || values.fields[i].null()) continue;
      for (Value& element : values.fields[i].array()) {
        within = true;
        set |= Set(fields[i].fields, element.group(), at, false);
      }
    }
    return within ? set : SetHere(fields, values, at);
  }

 private:
  bool SetHere(const std::vector<Field>& fields, Struct& values, const Place& at) const {
    bool set = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!IsCode(fields[i]) || !fields[i].versions.Has(version_)) continue;
      if (at != Place{} && !where_.Has(at)) continue;
      if (values.fields[i].number() != 0) continue;  // its broker refused it: that stays
      values.fields[i] = {std::int64_t{code_}};
      set = true;
    }
    if (set) Blank(fields, values, version_, text_);
    return set;
  }

  std::int16_t version_;
  std::int16_t code_;
  Level level_;
  std::string text_;
  const PlaceFilter& where_;
};

// An answer that lists what its request lists: the same topics, partitions, groups, …
class Mirror {
 public:
  explicit Mirror(const WholeRequest& request)
      : version_(request.version), once_(LevelOf(request.schema->name) == Level::kOutermost) {}

  // `key`: whether what both have is what the answer goes by; else only a fetch session is.
  Struct Of(const std::vector<Field>& fields, const std::vector<Field>& asked, const Struct& values,
            bool key = false) const {
    Struct answer = Defaults(fields);
    const bool lists =
        !once_ || std::none_of(fields.begin(), fields.end(), [&](const Field& field) {
          return IsCode(field) && field.versions.Has(version_);
        });
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Field& field = fields[i];
      if (!field.versions.Has(version_)) continue;
      for (std::size_t j = 0; j < asked.size(); ++j) {
        if (!asked[j].versions.Has(version_)) continue;
        const Value& value = values.fields[j];
        if (IsListWithCodes(field, version_) && asked[j].array && SameThings(field, asked[j])) {
          if (lists && !value.null()) answer.fields[i] = {List(field, asked[j], value.array())};
        } else if (SameThing(field, asked[j]) && (key || field.name == "SessionId") &&
                   (!value.null() || field.nullable.Has(version_))) {
          answer.fields[i] = value;
        }
      }
    }
    return answer;
  }

 private:
  Array List(const Field& field, const Field& asked, const Array& elements) const {
    Array list;
    for (const Value& element : elements) {
      if (asked.kind == Kind::kStruct) {
        list.push_back({Of(field.fields, asked.fields, element.group(), true)});
      } else {
        Struct one = Defaults(field.fields);
        one.fields[KeyOf(field, asked).value()] = element;
        list.push_back({std::move(one)});
      }
    }
    return list;
  }

  // Names, ids and kinds; no offsets, epochs or numbers of anything.
  static bool SameThing(const Field& one, const Field& other) {
    if (one.array || other.array || one.kind != other.kind || one.kind == Kind::kStruct)
      return false;
    const Role role = RoleOf(one);
    if (role != Role::kNone) return role == RoleOf(other);
    const bool names = one.kind == Kind::kString || one.kind == Kind::kUuid ||
                       one.kind == Kind::kInt8 || one.name == "SessionId";
    return names && one.name == other.name;
  }

  // Of an answer's list of structs and a request's list of anything.
  bool SameThings(const Field& field, const Field& asked) const {
    if (asked.kind != Kind::kStruct) return KeyOf(field, asked).has_value();
    return std::any_of(field.fields.begin(), field.fields.end(), [&](const Field& inner) {
      return inner.versions.Has(version_) &&
             std::any_of(asked.fields.begin(), asked.fields.end(), [&](const Field& other) {
               return other.versions.Has(version_) && SameThing(inner, other);
             });
    });
  }

  // Which field of the structs is what the request lists by itself.
  std::optional<std::size_t> KeyOf(const Field& field, const Field& asked) const {
    const Role role = RoleOf(asked);
    for (std::size_t i = 0; i < field.fields.size(); ++i) {
      const Field& inner = field.fields[i];
      if (inner.array || inner.kind != asked.kind || !inner.versions.Has(version_)) continue;
      if (role == RoleOf(inner) && inner.name != "ErrorMessage") return i;
    }
    return std::nullopt;
  }

  std::int16_t version_;
  bool once_;  // the answer has one code, and then no lists
};

}  // namespace

std::optional<WholeAnswer> ReadAnswer(std::int16_t api_key, std::int16_t version,
                                      std::string_view answer) {
  WholeAnswer whole;
  whole.schema = FindMessage(Way::kAnswer, api_key, version);
  whole.version = version;
  if (whole.schema == nullptr) return std::nullopt;
  wire::Reader reader(answer);
  whole.correlation = reader.Int32();
  // ApiVersions is answered before its asker knows which versions the broker has.
  if (whole.schema->flexible.Has(version) && api_key != kApiVersions) reader.Tags();
  whole.body = ReadBody(*whole.schema, version, reader.left());
  return whole;
}

std::string WriteAnswer(const WholeAnswer& answer) {
  wire::Writer frame;
  frame.Int32(answer.correlation);
  if (answer.schema->flexible.Has(answer.version) && answer.schema->api_key != kApiVersions)
    frame.NoTags();
  frame.Raw(WriteBody(*answer.schema, answer.version, answer.body));
  return wire::Writer().Int32(static_cast<std::int32_t>(frame.bytes().size())).bytes() +
         frame.bytes();
}

std::optional<WholeAnswer> ErrorAnswer(const WholeRequest& request, std::int16_t code) {
  const Message* const schema = FindMessage(Way::kAnswer, request.schema->api_key, request.version);
  if (schema == nullptr) throw Error("there is no answer to " + request.schema->name);
  WholeAnswer answer{
      .schema = schema,
      .version = request.version,
      .correlation = request.correlation,
      .body = Mirror(request).Of(schema->fields, request.schema->fields, request.body)};
  if (!SetErrors(answer, code, {})) return std::nullopt;
  return answer;
}

bool SetErrors(WholeAnswer& answer, std::int16_t code, const PlaceFilter& where) {
  return CodeSetter(answer, code, where).Set(answer.schema->fields, answer.body, {});
}

}  // namespace kproof::protocol

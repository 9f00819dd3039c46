// A file with settings as they are deployed, once it has been read: whose settings they are, each
// with its place, and what else the file says. Nothing of it is dropped.
//
// Thread-safe: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kproof {

enum class SettingOwner { kBroker, kProducer, kTopic };

// "broker", "producer", "topic"
const char* NameOf(SettingOwner owner);

struct DeployedSetting {
  std::string key, value;   // Kafka's own name
  std::string origin;       // "server.properties:12", "topics.txt:2, DYNAMIC_TOPIC_CONFIG"
  bool is_default = false;  // the source says that nobody set it
};

// What a source says that is no setting: a number of replicas, a version.
template <typename Value>
struct Stated {
  Value value;
  std::string origin;
};

// A broker, all brokers of a cluster, a topic or a producer.
struct DeployedEntity {
  SettingOwner owner;
  std::string name;    // "payments", "1"; "" where the form gives none, and for all brokers
  std::string origin;  // where it begins
  std::vector<DeployedSetting> settings = {};  // a key once
  std::optional<Stated<std::int64_t>> replication = {}, brokers = {};
  std::optional<Stated<std::string>> kafka = {};  // version of the brokers, as in "4.3.1"
  std::string cluster = "";  // of a topic, by the name of its brokers; "" where it is not said
  bool complete = false;     // what it has no value of is set nowhere and has Kafka's default
};

// Something that a reader of the answer has to know about a source.
struct DeployedNote {
  enum class Kind {
    kNotLocal,    // a cluster on this machine can't be set so
    kNote,        // anything else
    kOverridden,  // a more specific place sets it too
    kUnknown,     // Kafka has no such setting
  };
  Kind kind;
  std::string origin;
  std::string what;  // a sentence that needs no subject besides: "min.insync.replicas: …"
};

// "not local", "note", "overridden", "unknown"
const char* NameOf(DeployedNote::Kind kind);

struct DeployedFile {
  std::vector<DeployedEntity> entities;
  std::vector<DeployedNote> notes;
};

// "server.properties:12"
std::string PlaceOf(const std::string& file, int line);

// Adds a setting; one that `entity` has already is replaced, with a note of both places.
void AddLast(DeployedEntity& entity, DeployedSetting setting, std::vector<DeployedNote>& notes,
             const std::string& why_last);

}  // namespace kproof

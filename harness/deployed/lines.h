// Lines of a text, and by which of them its form is recognised.
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// Without line ends, "\r\n" among them.
std::vector<std::string> LinesOf(const std::string& text);

// "Dynamic configs for topic payments are:", as kafka-configs.sh --describe begins an entity.
bool IsConfigsHeading(std::string_view line);
// "Topic: payments TopicId: … PartitionCount: 6 …", as kafka-topics.sh --describe begins a topic.
bool IsTopicHeading(std::string_view line);
// "apiVersion: kafka.strimzi.io/v1", of a document, of an item of a list or as JSON.
bool IsStrimziVersion(std::string_view line);
// Any of these in the text: then lines with '=' or ':' are no properties and no variables.
bool HasHeading(const std::string& text);

// "KAFKA_MIN_INSYNC_REPLICAS": capital letters, digits and '_', which no setting of Kafka has.
bool IsVariableName(std::string_view text);

// The name in a line of an environment file, of a list of variables or of a map of them:
// "export A=1", "- A=1", "\"A=1\",", "A: 1". "" where there is none.
std::string_view VariableIn(std::string_view line);

}  // namespace kproof

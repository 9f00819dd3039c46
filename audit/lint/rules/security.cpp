// Security, as far as it decides who can write, delete or read along.
#include "audit/lint/rules/names.h"

namespace kproof {
namespace {

using namespace lint;

bool HasPlaintextListener(const LintSubject& s) {
  for (const auto& listener : s.List(kB, "listeners"))
    if (listener.starts_with("PLAINTEXT:")) return true;
  return false;
}

struct ClientIds {
  const char *plaintext, *sasl, *name, *certificate, *password;
};

template <SettingScope kScope>
std::vector<LintRule> OfClients(const ClientIds& ids) {
  return {
      {ids.plaintext,
       kNote,
       kContext,
       {{kScope, "security.protocol"}},
       "security.protocol=PLAINTEXT",
       "whoever reaches the brokers can read, write and delete, and everything can be read on the "
       "way",
       "security.protocol=SSL",
       "certificates, and processor time",
       "Kafka documentation, security",
       [](const LintSubject& s) { return s.Is(kScope, "security.protocol", "PLAINTEXT"); }},
      {ids.sasl,
       kShould,
       kHigh,
       {{kScope, "security.protocol"}},
       "security.protocol=SASL_PLAINTEXT",
       "the client\'s credentials can be read on the way; with PLAIN that is the password itself",
       "security.protocol=SASL_SSL",
       "certificates, and processor time",
       "Kafka documentation, security, SASL/PLAIN",
       [](const LintSubject& s) { return s.Is(kScope, "security.protocol", "SASL_PLAINTEXT"); }},
      {ids.name,
       kShould,
       kHigh,
       {{kScope, "ssl.endpoint.identification.algorithm"}},
       "TLS, ssl.endpoint.identification.algorithm empty (librdkafka: none)",
       "any certificate of the same authority is taken for the broker's: records may go to "
       "somebody "
       "else",
       "ssl.endpoint.identification.algorithm=https",
       "certificates have to name the brokers",
       "KIP-294; librdkafka, CONFIGURATION.md, ssl.endpoint.identification.algorithm",
       [](const LintSubject& s) {
         return s.Given(kScope, "ssl.endpoint.identification.algorithm") &&
                !s.Is(kScope, "ssl.endpoint.identification.algorithm", "https");
       }},
      {ids.certificate,
       kShould,
       kHigh,
       {{kScope, "enable.ssl.certificate.verification"}},
       "enable.ssl.certificate.verification=false",
       "any certificate is taken for the broker's: records may go to somebody else",
       "enable.ssl.certificate.verification=true",
       "the authority's certificate has to be there",
       "librdkafka, CONFIGURATION.md, enable.ssl.certificate.verification",
       [](const LintSubject& s) { return s.Off(kScope, "enable.ssl.certificate.verification"); }},
      {ids.password,
       kNote,
       kHigh,
       {{kScope, "sasl.jaas.config"}, {kScope, "sasl.password"}},
       "sasl.jaas.config or sasl.password was given",
       "the password is wherever this file goes: in images, repositories and logs",
       "read it from a file or a vault (config.providers)",
       "a provider to configure",
       "KIP-297",
       [](const LintSubject& s) {
         return s.Given(kScope, "sasl.jaas.config") || s.Given(kScope, "sasl.password");
       }},
  };
}

}  // namespace

std::vector<LintRule> SecurityRules() {
  auto rules =
      OfClients<kP>({"producer-plaintext", "producer-sasl-plaintext", "producer-trusts-any-name",
                     "producer-trusts-any-certificate", "producer-password-in-file"});
  const auto consumers =
      OfClients<kC>({"consumer-plaintext", "consumer-sasl-plaintext", "consumer-trusts-any-name",
                     "consumer-trusts-any-certificate", "consumer-password-in-file"});
  rules.insert(rules.end(), consumers.begin(), consumers.end());
  const std::vector<LintRule> of_brokers = {
      {"listener-plaintext",
       kNote,
       kContext,
       {{kB, "listeners"}},
       "a listener is PLAINTEXT",
       "whoever reaches it can read, write and delete",
       "use SSL or SASL_SSL for each listener that others reach",
       "certificates",
       "Kafka documentation, security",
       HasPlaintextListener},
      {"everyone-may-without-acl",
       kShould,
       kHigh,
       {{kB, "allow.everyone.if.no.acl.found"}},
       "allow.everyone.if.no.acl.found=true",
       "a topic without an ACL can be written and deleted by everybody, a new one among them",
       "allow.everyone.if.no.acl.found=false",
       "each topic needs an ACL",
       "Kafka documentation, security, authorization",
       [](const LintSubject& s) { return s.On(kB, "allow.everyone.if.no.acl.found"); }},
      {"authorizer-none",
       kNote,
       kContext,
       {{kB, "authorizer.class.name"}},
       "authorizer.class.name is empty",
       "each client may delete topics and records, and commit offsets of each group",
       "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
       "ACLs for each client",
       "Kafka documentation, security, authorization",
       [](const LintSubject& s) { return s.Is(kB, "authorizer.class.name", ""); }},
      {"brokers-share-listener-with-clients",
       kNote,
       kContext,
       {{kB, "inter.broker.listener.name"}, {kB, "listeners"}},
       "inter.broker.listener.name was not given",
       "many connections of clients can keep brokers from replicating: connection limits and "
       "threads are those of one listener",
       "give brokers a listener of their own (inter.broker.listener.name)",
       "one more port",
       "KIP-103",
       [](const LintSubject& s) {
         return s.brokers_known && !s.Given(kB, "inter.broker.listener.name");
       }},
  };
  rules.insert(rules.end(), of_brokers.begin(), of_brokers.end());
  return rules;
}

}  // namespace kproof

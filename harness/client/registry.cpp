// Every kind of clients, in alphabetical order. An explicit table: the linker drops
// self-registering globals, and a reader can't see what is missing from them.
#include <cstdlib>

#include "harness/base/find_named.h"
#include "harness/client/kind.h"

namespace kproof {

// Each from a file of its own.
ClientKind JavaClient();
ClientKind LibrdkafkaClient();

const std::vector<ClientKind>& ClientKinds() {
  static const std::vector<ClientKind> kKinds = {
      JavaClient(),
      LibrdkafkaClient(),
  };
  return kKinds;
}

const ClientKind& FindClientKind(const std::string& name) {
  return FindNamed(ClientKinds(), &ClientKind::name, name, "client",
                   "'kproof client list' shows them all");
}

ClientCommand LoadingFrom(const std::string& folder, const std::string& kproof) {
  const char* const others = std::getenv("LD_LIBRARY_PATH");
  return {
      kproof,
      {"agent"},
      {{"LD_LIBRARY_PATH", others == nullptr || *others == '\0' ? folder : folder + ":" + others}}};
}

std::string ClientFolder(const std::string& kind, const std::string& version) {
  return CacheFolder() + "/clients/" + kind + "-" + version;
}

}  // namespace kproof

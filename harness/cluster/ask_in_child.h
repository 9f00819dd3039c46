// Questions whose answer takes other programs (Maven, pip, another librdkafka), asked in a child
// process while this one has a single thread: starting programs starts a thread, and then there can
// be no private sandbox any more.
#pragma once

#include <functional>
#include <string>

namespace kproof {

// The text that `question` returns, asked in a child; in this process where it has more threads
// already. What the child prints comes out as if it was printed here. Throws the Error that
// `question` threw, and Error where there is no child or it died.
std::string AskInChild(const std::function<std::string()>& question);

}  // namespace kproof

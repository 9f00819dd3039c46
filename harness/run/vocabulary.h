// What scenarios may name, collected from the registries of the rooms that carry it out.
#pragma once

#include "harness/scenario/vocabulary.h"

namespace kproof {

Vocabulary TheVocabulary();

}  // namespace kproof

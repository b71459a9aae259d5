// A hit, as readers see it.
#pragma once

#include <string_view>

#include "kb/base/error.h"
#include "kb/index/snapshot.h"
#include "kb/search/reranking.h"
#include "kb/search/results.h"
#include "kb/search/wanted_words.h"

namespace kb {

// `lang` is the one asked for, or empty. Fails only when the index on disk does.
Result<Hit> make_hit(const Snapshot& snapshot, const Ranked& ranked, const WantedWords& wanted, std::string_view lang);

}  // namespace kb

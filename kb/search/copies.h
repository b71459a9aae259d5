// Articles that say the same twice.
#pragma once

#include <vector>

#include "kb/base/error.h"
#include "kb/index/snapshot.h"
#include "kb/search/reranking.h"

namespace kb {

// Where only the first few answers are seen, the second copy of an article takes the place of another one. Moves copies from
// among the first `places` right behind them: articles of the same language and title that share four fifths of their words
// (Jaccard) with one before them.
Result<void> put_copies_behind(std::size_t places, const Snapshot& snapshot, std::vector<Ranked>& best);

}  // namespace kb

// Postings put together.
#pragma once

#include <memory>
#include <vector>

#include "kb/index/postings.h"
#include "kb/text/analyzer.h"

namespace kb {

using PostingLists = std::vector<std::shared_ptr<const PostingList>>;

// Where any of `terms` stands, `lists[i]` being the postings of the i-th; counts are weighed and summed up.
PostingList in_any(const PostingLists& lists, const std::vector<Term>& terms);

// Where both stand, as often as the rarer of them.
PostingList in_both(const PostingList& a, const PostingList& b);

}  // namespace kb

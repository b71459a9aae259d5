#include "kb/search/posting_lists.h"

#include <algorithm>
#include <tuple>

namespace kb {

PostingList in_any(const PostingLists& lists, const std::vector<Term>& terms) {
    PostingList all;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        for (const Posting& posting : *lists[i]) all.push_back({posting.document, posting.count * static_cast<float>(terms[i].weight)});
    }
    std::sort(all.begin(), all.end(), [](const Posting& a, const Posting& b) { return std::tie(a.document, a.count) < std::tie(b.document, b.count); });
    PostingList together;
    for (const Posting& posting : all) {
        if (!together.empty() && together.back().document == posting.document) together.back().count += posting.count;
        else together.push_back(posting);
    }
    return together;
}

PostingList in_both(const PostingList& a, const PostingList& b) {
    PostingList both;
    for (auto one = a.begin(), other = b.begin(); one != a.end() && other != b.end();) {
        if (one->document == other->document) both.push_back({one->document, std::min(one->count, other->count)});
        const DocumentNumber at = std::min(one->document, other->document);
        one += one->document == at ? 1 : 0;
        other += other->document == at ? 1 : 0;
    }
    return both;
}

}  // namespace kb

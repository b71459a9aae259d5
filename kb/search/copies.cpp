#include "kb/search/copies.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>

#include "kb/search/ranking.h"

namespace kb {

namespace {

constexpr double least_in_common = 0.8;

std::vector<std::string_view> sorted_words(const StoredArticle& article) {
    std::vector<std::string_view> words;
    for (const StoredKeys& keys : article.words) words.push_back(keys.encoded);
    std::sort(words.begin(), words.end());
    return words;
}

double in_common(const StoredArticle& a, const StoredArticle& b) {
    const std::vector<std::string_view> first = sorted_words(a), second = sorted_words(b);
    std::vector<std::string_view> both;
    std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(both));
    const std::size_t all = first.size() + second.size() - both.size();
    return all == 0 ? 1 : static_cast<double>(both.size()) / static_cast<double>(all);
}

Result<bool> is_copy(const Snapshot& snapshot, const CatalogEntry& entry, const CatalogEntry& other) {
    if (std::tie(entry.lang, entry.title) != std::tie(other.lang, other.title)) return false;
    const auto article = snapshot.article(entry), same = snapshot.article(other);
    if (!article) return fail(article.error());
    if (!same) return fail(same.error());
    return in_common(*article, *same) >= least_in_common;
}

}  // namespace

Result<void> put_copies_behind(std::size_t places, const Snapshot& snapshot, std::vector<Ranked>& best) {
    std::vector<Ranked> first, copies;
    auto next = best.begin();
    const auto end = next + static_cast<std::ptrdiff_t>(std::min(best.size(), ranking::measured));
    for (; next != end && first.size() < places; ++next) {
        bool is_one = false;
        for (std::size_t i = 0; i < first.size() && !is_one; ++i) {
            const auto copy = is_copy(snapshot, *next->entry, *first[i].entry);
            if (!copy) return fail(copy.error());
            is_one = *copy;
        }
        (is_one ? copies : first).push_back(*next);
    }
    first.insert(first.end(), copies.begin(), copies.end());
    std::move(first.begin(), first.end(), best.begin());
    return {};
}

}  // namespace kb

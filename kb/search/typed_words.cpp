#include "kb/search/typed_words.h"

#include <algorithm>

namespace kb {

namespace {

std::vector<std::string_view> chunks_of(std::string_view text) {
    std::vector<std::string_view> chunks;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) chunks.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return chunks;
}

using Chunks = std::vector<std::string_view>;

struct Gap {
    std::size_t read = 0, typed = 0;
};

// How many chunks of each stand before the next that both have; one of each when none is near.
Gap gap_before_common(const Chunks& read, std::size_t at, const Chunks& typed, std::size_t next) {
    constexpr std::size_t reach = 6;  // more than one reading changes
    for (std::size_t sum = 0; sum < reach; ++sum) {
        for (std::size_t i = 0; i <= sum; ++i) {
            if (at + i < read.size() && next + sum - i < typed.size() && read[at + i] == typed[next + sum - i]) return {i, sum - i};
        }
    }
    return {1, 1};
}

// For each chunk of `read` its place in `typed`: equal ones are each other's, what stands between two such is paired in order.
std::vector<std::size_t> places_of(const Chunks& read, const Chunks& typed) {
    std::vector<std::size_t> places;
    std::size_t next = 0;
    while (places.size() < read.size() && next < typed.size()) {
        const Gap gap = gap_before_common(read, places.size(), typed, next);
        for (std::size_t i = 0; i < gap.read; ++i) places.push_back(next + std::min(i, std::max<std::size_t>(gap.typed, 1) - 1));
        next += gap.typed;
        if (places.size() < read.size() && next < typed.size() && read[places.size()] == typed[next]) places.push_back(next++);
    }
    places.resize(read.size(), typed.empty() ? 0 : typed.size() - 1);
    return places;
}

}  // namespace

std::vector<std::string> typed_words(std::string_view typed, const Query& query) {
    std::vector<std::string> words;
    const Chunks read_chunks = chunks_of(query.text), typed_chunks = chunks_of(typed);
    const std::vector<std::size_t> places = places_of(read_chunks, typed_chunks);
    for (const QueryWord& word : query.words) {
        words.push_back(word.typed);
        if (typed.find(word.typed) != typed.npos) continue;
        const auto chunk = std::find_if(read_chunks.begin(), read_chunks.end(), [&](std::string_view read) { return read.find(word.typed) != read.npos; });
        if (chunk == read_chunks.end() || typed_chunks.empty()) continue;
        words.back() = typed_chunks[places[static_cast<std::size_t>(chunk - read_chunks.begin())]];
    }
    return words;
}

}  // namespace kb

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

// For each chunk of `read` its place in `typed`: equal ones are each other's, and between two such what is left is paired in order.
std::vector<std::size_t> places_of(const std::vector<std::string_view>& read, const std::vector<std::string_view>& typed) {
    constexpr std::size_t reach = 6;  // as many chunks as one reading may change
    std::vector<std::size_t> places;
    for (std::size_t next = 0; places.size() < read.size() && !typed.empty();) {
        const std::size_t at = places.size();
        std::size_t skipped = reach, added = reach;
        for (std::size_t a = 0; a < reach && at + a < read.size(); ++a) {
            for (std::size_t s = 0; s < reach && next + s < typed.size(); ++s) {
                if (read[at + a] == typed[next + s] && a + s < added + skipped) added = a, skipped = s;
            }
        }
        if (added == reach) skipped = added = 1;
        for (std::size_t i = 0; i < added; ++i) places.push_back(std::min(next + std::min(i, std::max<std::size_t>(skipped, 1) - 1), typed.size() - 1));
        next += skipped;
        if (places.size() < read.size() && next < typed.size() && read[places.size()] == typed[next]) places.push_back(next++);
    }
    places.resize(read.size());
    return places;
}

}  // namespace

std::vector<std::string> typed_words(std::string_view typed, const Query& query) {
    std::vector<std::string> words;
    const std::vector<std::string_view> read_chunks = chunks_of(query.text), typed_chunks = chunks_of(typed);
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

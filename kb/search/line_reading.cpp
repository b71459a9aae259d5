#include "kb/search/line_reading.h"

#include <algorithm>

namespace kb {

namespace {

// No title is longer; a crafted one costs no more.
constexpr std::size_t most_bytes_of_words = 600;

}  // namespace

LineReading read_line(const AskedWords& asked, const ArticleMatches& matches, std::string_view encoded_words, std::size_t size) {
    LineReading line;
    PerWord found{};
    float matched = 0, all = 0;
    matches.each(encoded_words.substr(0, most_bytes_of_words), size, [&](const StoredWord& word, const WantedWords::Key* key) {
        const auto length = static_cast<float>(word.end - word.begin);
        all += length;
        if (key == nullptr) return;
        matched += length * key->sureness;
        if (key->sureness > found[key->word]) {
            const float more = key->sureness - found[key->word];
            line.coverage += more * asked[key->word].share;
            line.asking += more * asked[key->word].asking;
            found[key->word] = key->sureness;
        }
    });
    line.share = all > 0 ? matched / all : 0;
    line.asking = std::min(line.asking, 1.0f);
    return line;
}

}  // namespace kb

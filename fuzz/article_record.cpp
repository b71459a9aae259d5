// Any bytes as a stored article: refused, or views into them.
#include "kb/index/article_record.h"
#include "fuzz/require.h"

namespace {

void check(std::string_view words, std::string_view text) {
    std::size_t begin = 0;
    kb::each_word(words, text.size(), [&](const kb::StoredWord& word) {
        require(word.begin >= begin && word.begin <= word.end && word.end <= text.size(), "words lie in the text, in order");
        begin = word.begin;
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view record = text_of(data, size);
    const auto article = kb::decode_article(record);
    const kb::StoredHeader header = kb::decode_header(record);
    if (!article) return 0;
    require(header.slug == article->slug && header.title == article->title && header.path == article->path,
            "the header is the beginning of the article");
    for (const kb::StoredSection& section : article->sections) {
        check(section.heading_words, section.heading);
        check(section.text_words, section.text);
    }
    if (const auto page = article->page(); !page) require(!page.error().what.empty(), "an error says what it is");
    return 0;
}

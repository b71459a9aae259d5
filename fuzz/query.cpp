// Any bytes as a query: reading one never fails.
#include "kb/search/query.h"
#include "fuzz/dictionaries.h"
#include "fuzz/require.h"
#include "kb/base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kb::Analyzer analyzer = built_analyzer();
    const kb::Query query = kb::read_query(text_of(data, size), analyzer);
    require(query.text.size() <= kb::max_query, "a query is cut");
    require(!kb::find_invalid_utf8(query.text), "a query is UTF-8");
    require(query.text.find('\0') == std::string::npos, "a query has no zero bytes");
    require(query.words.size() <= kb::max_query_words, "words are counted");
    for (const kb::QueryWord& word : query.words) {
        require(!word.terms.empty() && !word.own().empty(), "a word has a term");
        require(query.text.find(word.typed) != std::string::npos, "a word was typed");
        require(word.times >= 1, "a word occurs");
    }
    const kb::Query again = kb::read_query(query.text, analyzer);
    require(again.text == query.text, "reading a query again changes nothing");
    return 0;
}

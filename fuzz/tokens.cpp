// Any UTF-8 text cut into tokens, terms and a slug.
#include "fuzz/dictionaries.h"
#include "fuzz/require.h"
#include "kb/base/slug.h"
#include "kb/base/utf8.h"
#include "kb/text/analyzer.h"
#include "kb/text/fold.h"

namespace {

// Xapian refuses longer terms; two letters of prefix may come before.
constexpr std::size_t longest_term = 243;

void check(const kb::Token& token, std::string_view text) {
    require(token.begin < token.end && token.end <= text.size(), "a token lies in the text");
    require(!kb::find_invalid_utf8(text.substr(token.begin, token.end - token.begin)), "a token is whole characters");
    require(!token.folded.empty() && !kb::find_invalid_utf8(token.folded), "the folded word is UTF-8");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of(data, size);
    if (kb::find_invalid_utf8(text)) return 0;
    const std::string folded = kb::fold(text);
    require(!kb::find_invalid_utf8(folded), "folded text is UTF-8");
    require(kb::fold(folded) == folded, "folding twice is folding once");
    require(!kb::find_invalid_utf8(kb::slugify(text)), "a slug is UTF-8");
    static const kb::Analyzer analyzer = built_analyzer();
    std::size_t end_of_part = 0;
    for (const kb::AnalyzedToken& analyzed : analyzer.analyze(text)) {
        check(analyzed.token, text);
        require(!analyzed.terms.empty(), "a token has a term");
        require(analyzed.terms.front().tier == kb::Tier::exact, "the exact term comes first");
        for (const kb::Term& term : analyzed.terms) {
            require(!term.word.empty() && term.text().size() <= longest_term, "a term fits the index");
            require(!kb::find_invalid_utf8(term.word), "a term is UTF-8");
        }
        if (analyzed.token.is_whole) continue;
        require(analyzed.token.begin >= end_of_part, "words do not overlap");
        end_of_part = analyzed.token.end;
    }
    return 0;
}

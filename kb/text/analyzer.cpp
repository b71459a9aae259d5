#include "kb/text/analyzer.h"

#include <fmt/format.h>
#include <xapian.h>

namespace kb {

namespace {

// Xapian's stemmers keep state between calls: one of each a thread.
std::string snowball(Script script, const std::string& word) {
    thread_local const Xapian::Stem russian("ru");
    thread_local const Xapian::Stem english("en");
    return script == Script::russian ? russian(word) : english(word);
}

}  // namespace

std::string analyzer_id() {
    return fmt::format("{} {}", analyzer_name, analyzer_version);
}

std::vector<Term> Analyzer::terms_of(const Token& token) const {
    std::vector<Term> terms;
    terms.push_back({Tier::exact, token.folded});
    if (token.script == Script::russian || token.script == Script::latin)
        terms.push_back({Tier::recall, snowball(token.script, token.folded)});
    return terms;
}

std::vector<AnalyzedToken> Analyzer::analyze(std::string_view text) const {
    std::vector<AnalyzedToken> analyzed;
    std::vector<Token> tokens = tokenize(text);
    analyzed.reserve(tokens.size());
    for (Token& token : tokens) {
        std::vector<Term> terms = terms_of(token);
        analyzed.push_back({std::move(token), std::move(terms)});
    }
    return analyzed;
}

}  // namespace kb

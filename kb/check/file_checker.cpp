#include "kb/check/file_checker.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/article/front_matter.h"
#include "kb/base/hash.h"
#include "kb/base/letter_case.h"
#include "kb/check/finding_list.h"
#include "kb/check/readability.h"
#include "kb/check/secrets.h"

namespace kb {

namespace {

std::vector<OffPuttingPhrase> with_built_in(std::vector<OffPuttingPhrase> own) {
    const auto& built_in = built_in_phrases();
    own.insert(own.end(), built_in.begin(), built_in.end());
    return own;
}

Prose prose_of(std::string_view text, std::string_view path) {
    const auto body = static_cast<std::size_t>(parse_front_matter(text, path).body.data() - text.data());
    return read_prose(text, std::min(body, text.size()));
}

}  // namespace

std::string FileCheckerOptions::id() const {
    std::string all = dictionaries->id();
    for (const AvoidedTerm& term : terms) all += fmt::format("\n{}|{}|{}|{}", fmt::join(term.avoid, "|"), term.use, term.lang, term.reason);
    for (const OffPuttingPhrase& phrase : with_built_in(phrases)) all += fmt::format("\n{}\t{}\t{}", phrase.lang, phrase.text, phrase.instead);
    for (const auto* list : {&own.addresses, &own.phones}) all += fmt::format("\n{}", fmt::join(*list, " "));
    for (const auto& [lang, limit] : reading_ease) all += fmt::format("\n{} {}", lang, limit);
    return sha256_hex(all).substr(0, 16);
}

FileChecker::FileChecker(FileCheckerOptions options)
    : options_(std::move(options)), avoided_(options_.dictionaries, options_.terms), phrases_(options_.dictionaries, with_built_in(options_.phrases)) {}

FileChecker::Findings FileChecker::check(const ParsedArticle& parsed, std::string_view text) const {
    LineSwitches switches = read_line_switches(parsed.article.path, text);
    Findings findings{std::move(switches.problems), std::move(switches.switches)};
    const TextPlaces places(parsed.article.path, text);
    check_privacy(text, places, findings.problems);
    if (parsed.fatal) return findings;
    check_fields(parsed, findings.problems);
    const Prose prose = prose_of(text, parsed.article.path);
    const auto words = words_in(prose.text);
    check_wording(prose, words, parsed.article.lang, text, places, findings.problems);
    check_readability(prose, words, parsed.article.lang, places, findings.problems);
    return findings;
}

FileChecker::Findings FileChecker::check_words(std::string_view path, std::string_view lang, std::string_view text) const {
    LineSwitches switches = read_line_switches(path, text);
    Findings findings{std::move(switches.problems), std::move(switches.switches)};
    const TextPlaces places(path, text);
    check_privacy(text, places, findings.problems);
    const Prose prose = prose_of(text, path);
    check_wording(prose, words_in(prose.text), lang, text, places, findings.problems);
    return findings;
}

// Drafts lack what they lack.
void FileChecker::check_fields(const ParsedArticle& parsed, std::vector<Problem>& problems) const {
    const Article& article = parsed.article;
    if (article.visibility == Visibility::draft) return;
    const auto report = [&](std::string rule, std::string what, std::string hint, int line) {
        problems.push_back({{article.path, line, 1}, Severity::warning, std::move(rule), std::move(what), std::move(hint)});
    };
    if (article.questions.empty())
        report("missing-questions", "the article has no questions", "add 'questions:' with 4–7 lines as customers put it", 1);
    if (article.description.empty())
        report("missing-description", "the article has no description", "add 'description: …': one sentence for lists and search results", 1);
    else if (to_lower(article.description) == to_lower(article.title))
        report("copied-description", "the description is the title again", "say in one sentence what the title does not", parsed.description_line);
}

void FileChecker::check_wording(const Prose& prose, const std::vector<TextWord>& words, std::string_view lang, std::string_view text, const TextPlaces& places,
                                std::vector<Problem>& problems) const {
    {
        FindingList list("avoided-word", places, problems);
        for (const AvoidedWord& word : avoided_.find(prose.text, words, lang)) {
            const std::string& reason = word.term->reason;
            list.add(word.begin, fmt::format("'{}' is to be avoided{}", text.substr(word.begin, word.end - word.begin), reason.empty() ? "" : ": " + reason),
                     word.better.empty() ? "say it otherwise" : fmt::format("write '{}'", word.better));
        }
    }
    FindingList list("off-putting", places, problems);
    for (const FoundPhrase& phrase : phrases_.find(prose.text, words, lang))
        list.add(phrase.begin, fmt::format("'{}' puts customers off", text.substr(phrase.begin, phrase.end - phrase.begin)), phrase.phrase->instead);
}

void FileChecker::check_readability(const Prose& prose, const std::vector<TextWord>& words, std::string_view lang, const TextPlaces& places, std::vector<Problem>& problems) const {
    const auto measured = measure_readability(prose, words, lang);
    if (!measured) return;
    const auto own = options_.reading_ease.find(lang);
    const double limit = own != options_.reading_ease.end() ? own->second : lang == "ru" ? hard_russian : hard_english;
    if (measured->ease >= limit) return;
    FindingList("hard-to-read", places, problems)
        .add(measured->longest_at,
             fmt::format("hard to read: reading ease {:.0f}, below {:.0f}, with {:.0f} words in a sentence and {:.1f} syllables in a word; here are {} words", measured->ease, limit,
                         measured->words_in_sentence, measured->syllables_in_word, measured->longest),
             "write shorter sentences and plainer words, beginning with this one");
}

// Code and front matter count, too.
void FileChecker::check_privacy(std::string_view text, const TextPlaces& places, std::vector<Problem>& problems) const {
    {
        FindingList list("secret", places, problems);
        for (const FoundSecret& secret : find_secrets(text))
            list.add(secret.begin, fmt::format("{}: '{}'", secret.what, shown_of(text.substr(secret.begin, secret.end - secret.begin))),
                     "make it invalid where it was issued, then write an example in place of it; it stays in the history");
    }
    FindingList list("personal-data", places, problems);
    for (const FoundPerson& person : find_personal_data(text, options_.own))
        list.add(person.begin, fmt::format("{}: '{}'", person.what, shown_of(text.substr(person.begin, person.end - person.begin))),
                 "write an example in place of it: ivan@example.com, +7 900 000-00-00");
}

}  // namespace kb

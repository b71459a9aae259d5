#include "kb/check/rules.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "kb/base/near_miss.h"

namespace kb {

namespace {

constexpr Severity error = Severity::error, warning = Severity::warning;
constexpr unsigned leaves_out = CheckRule::leaves_out, of_article = CheckRule::of_article, of_text = CheckRule::of_text;

constexpr std::array rules = {
    CheckRule{"avoided-word", warning, of_text, "a word that terms.yaml avoids, in any form"},
    CheckRule{"bad-date", error, 0, "a day that is none"},
    CheckRule{"bad-image", warning, 0, "an image of a kind that cannot be shown"},
    CheckRule{"bad-interval", error, 0, "a length of time that is none"},
    CheckRule{"bad-language", error, 0, "a language that the site does not have"},
    CheckRule{"bad-slug", warning, 0, "a slug that is published otherwise than written"},
    CheckRule{"bad-visibility", error, 0, "a visibility that is none; the article is not public"},
    CheckRule{"bad-yaml", error, leaves_out, "front matter that cannot be read"},
    CheckRule{"category", error, 0, "a _category.md that cannot be read"},
    CheckRule{"check-switch", warning, of_text, "a switch of rules that gives no reason, names no rule, or changes nothing"},
    CheckRule{"copied-description", warning, 0, "a description that is the title, or that of another article"},
    CheckRule{"dead-anchor", warning, 0, "a link to a heading that is not there"},
    CheckRule{"dead-link", warning, 0, "a link to an article that is not there or not published"},
    CheckRule{"duplicate-alias", warning, 0, "a former address that several articles claim"},
    CheckRule{"duplicate-slug", error, leaves_out, "an address that is another article's"},
    CheckRule{"duplicate-title", warning, 0, "two articles of one language with the same title"},
    CheckRule{"expectations", error, 0, "a line of expectations.tsv that says nothing, or names no article"},
    CheckRule{"git-history", warning, 0, "a history that cannot be read"},
    CheckRule{"hard-to-read", warning, of_article, "prose that a published formula finds very hard to read"},
    CheckRule{"heading-order", warning, 0, "a heading that skips a level"},
    CheckRule{"include", warning, 0, "a text that cannot be included"},
    CheckRule{"internal-link", error, 0, "a public article that links to an internal one"},
    CheckRule{"limit-exceeded", error, leaves_out, "a file that is too large or too hard to read"},
    CheckRule{"link-outside", warning, 0, "a link that leads out of the repository"},
    CheckRule{"missing-alt", warning, 0, "an image without alternative text"},
    CheckRule{"missing-description", warning, of_article, "an article without a description"},
    CheckRule{"missing-expectation", warning, of_article, "a public article that no line of expectations.tsv finds"},
    CheckRule{"missing-file", warning, 0, "an image or attachment that is not there"},
    CheckRule{"missing-questions", warning, of_article, "an article without questions in customers' words"},
    CheckRule{"missing-title", error, leaves_out, "an article without a title"},
    CheckRule{"missing-translation", warning, of_article, "a public article that another language of the site lacks"},
    CheckRule{"off-putting", warning, of_text, "a phrase that puts customers off"},
    CheckRule{"overdue-review", warning, of_article, "an article whose review is overdue"},
    CheckRule{"personal-data", warning, of_text, "an e-mail address, number or document of a private person"},
    CheckRule{"phrases", error, 0, "a line of phrases.tsv that says nothing"},
    CheckRule{"pins", error, 0, "a line of pins.tsv that says nothing, or names no article"},
    CheckRule{"raw-html", warning, 0, "HTML, which is not shown"},
    CheckRule{"remote-image", warning, 0, "an image on another site, which is not shown"},
    CheckRule{"secret", error, of_text, "a key, token or password"},
    CheckRule{"site-config", error, 0, "a value in kb.yaml that cannot be"},
    CheckRule{"source", error, 0, "a file or folder that cannot be listed"},
    CheckRule{"stale-translation", warning, of_article, "a translation older than the last change of its original"},
    CheckRule{"synonyms", error, 0, "a line of synonyms.tsv that says nothing"},
    CheckRule{"template", error, leaves_out, "a ready text in _templates that cannot be used"},
    CheckRule{"terms", error, 0, "an entry of terms.yaml that says nothing"},
    CheckRule{"unknown-field", error, leaves_out, "a field that does not exist"},
    CheckRule{"unreadable", error, leaves_out, "a file that the system would not let us read"},
    CheckRule{"unreadable-text", error, leaves_out, "a file that is not text in UTF-8"},
    CheckRule{"unsafe-link", warning, 0, "a link that is not shown for safety"},
    CheckRule{"unused-image", warning, 0, "an image that no article shows"},
    CheckRule{"words", error, 0, "a line of words.tsv that says nothing"},
    CheckRule{"wrong-type", error, 0, "a field with a value of the wrong kind"},
};

static_assert(std::is_sorted(rules.begin(), rules.end(), [](const CheckRule& a, const CheckRule& b) { return a.name < b.name; }));

}  // namespace

std::span<const CheckRule> check_rules() {
    return rules;
}

const CheckRule* find_rule(std::string_view name) {
    const auto found = std::lower_bound(rules.begin(), rules.end(), name, [](const CheckRule& rule, std::string_view wanted) { return rule.name < wanted; });
    return found != rules.end() && found->name == name ? &*found : nullptr;
}

std::string hint_for_rule(std::string_view name) {
    std::vector<std::string_view> names;
    for (const CheckRule& rule : rules) names.push_back(rule.name);
    const auto meant = near_miss(name, names);
    return meant ? fmt::format("did you mean '{}'?", *meant) : "kb-indexer check --rules lists them";
}

}  // namespace kb

#include "kb/check/terms.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/near_miss.h"
#include "kb/base/yaml.h"

namespace kb {

namespace {

constexpr std::array<std::string_view, 4> keys = {"avoid", "use", "lang", "reason"};
// A phrase of more words is a sentence.
constexpr std::size_t longest_phrase = 100;

class TermsReader {
public:
    void read(const Yaml& yaml) {
        if (yaml.is_null()) return;
        if (!yaml.is_list()) return error("not a list", "write - avoid: [one, another] and use: better below it", yaml.at);
        for (const Yaml& item : yaml.list) read_term(item);
    }
    TermsResult take() { return std::move(result_); }

    void error(std::string what, std::string hint, const Location& at) {
        result_.problems.push_back({at, Severity::error, "terms", std::move(what), std::move(hint)});
    }

private:
    void read_term(const Yaml& item) {
        if (!item.is_map()) return error("not an entry", "write - avoid: [one, another] and use: better below it", item.at);
        for (const auto& [key, value] : item.map) check_key(key);
        AvoidedTerm term;
        term.line = item.at.line;
        if (const Yaml* avoid = item.find("avoid")) {
            if (avoid->is_scalar()) add(*avoid, term.avoid);
            for (const Yaml& each : avoid->list) add(each, term.avoid);
        }
        for (const auto& [name, into] : {std::pair("use", &term.use), {"lang", &term.lang}, {"reason", &term.reason}}) {
            const Yaml* value = item.find(name);
            if (value == nullptr || value->is_null()) continue;
            if (!value->is_scalar()) return error(fmt::format("'{}' must be a line of text", name), fmt::format("write {}: …", name), value->at);
            *into = value->scalar;
        }
        if (term.avoid.empty()) return error("no words to avoid", "write avoid: [one, another]", item.at);
        result_.terms.push_back(std::move(term));
    }

    void check_key(const Yaml& key) {
        if (std::find(keys.begin(), keys.end(), key.scalar) != keys.end()) return;
        const auto meant = near_miss(key.scalar, keys);
        error(fmt::format("unknown field '{}'", key.scalar), meant ? fmt::format("did you mean '{}'?", *meant) : "remove it", key.at);
    }

    void add(const Yaml& value, std::vector<std::string>& into) {
        const bool says_something = value.is_scalar() && value.scalar.find_first_not_of(' ') != std::string::npos;
        if (says_something && value.scalar.size() <= longest_phrase) return void(into.emplace_back(trim_blanks(value.scalar)));
        error(says_something ? "a phrase to avoid is longer than 100 bytes" : "an empty word to avoid", "write a word or a short phrase", value.at);
    }

    TermsResult result_;
};

}  // namespace

TermsResult parse_terms(std::string_view text, std::string_view path) {
    TermsReader reader;
    const auto yaml = parse_yaml(text, path);
    if (yaml) reader.read(*yaml);
    else reader.error(yaml.error().what, yaml.error().hint, yaml.error().at);
    return reader.take();
}

}  // namespace kb

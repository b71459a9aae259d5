#include "server/language/texts.h"

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "kb/base/yaml.h"
#include "server/embedded.h"
#include "server/language/plural.h"

namespace kb::server {

namespace {

constexpr std::string_view fallback_language = "en";

void flatten(const Yaml& value, const std::string& prefix, std::map<std::string, std::string, std::less<>>& into) {
    for (const auto& [key, inner] : value.map) {
        const std::string name = prefix.empty() ? key.scalar : prefix + "." + key.scalar;
        if (inner.is_map()) {
            flatten(inner, name, into);
        } else {
            into[name] = inner.scalar;
        }
    }
}

// Languages differ in their plural forms; all have "other".
bool is_plural_form(std::string_view key) {
    for (const std::string_view form : {".zero", ".one", ".two", ".few", ".many"}) {
        if (key.ends_with(form)) return true;
    }
    return false;
}

std::string filled(std::string_view text, Values values) {
    std::string result;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        const std::size_t close = text.find('}', open == std::string_view::npos ? 0 : open);
        result += text.substr(0, open);
        if (open == std::string_view::npos) break;
        if (close == std::string_view::npos) return result.append(text.substr(open));
        const std::string_view name = text.substr(open + 1, close - open - 1);
        for (const auto& [known, value] : values) {
            if (known == name) result += value;
        }
        text.remove_prefix(close + 1);
    }
    return result;
}

}  // namespace

Result<Texts> Texts::load() {
    Texts texts;
    for (const EmbeddedFile& file : embedded_files()) {
        constexpr std::string_view folder = "texts/", ending = ".yaml";
        if (!file.name.starts_with(folder) || !file.name.ends_with(ending)) continue;
        const std::string_view lang = file.name.substr(folder.size(), file.name.size() - folder.size() - ending.size());
        if (auto added = texts.add(lang, file.content, file.name); !added) return fail(added.error());
    }
    if (auto complete = texts.check_complete(); !complete) return fail(complete.error());
    return texts;
}

Result<void> Texts::add(std::string_view lang, std::string_view yaml, std::string_view path) {
    const auto parsed = parse_yaml(yaml, path);
    if (!parsed) return fail(parsed.error());
    Language language;
    flatten(*parsed, {}, language);
    languages_.insert_or_assign(std::string(lang), std::move(language));
    return {};
}

Result<void> Texts::check_complete() const {
    for (const auto& [lang, texts] : languages_) {
        for (const auto& [other, others] : languages_) {
            for (const auto& [key, text] : others) {
                if (!is_plural_form(key) && texts.find(key) == texts.end())
                    return fail(ErrorCode::invalid_content,
                                fmt::format("'{}' has '{}', '{}' has not", other, key, lang),
                                "write it in both languages", {fmt::format("texts/{}.yaml", lang)});
            }
        }
    }
    return {};
}

std::vector<std::string> Texts::languages() const {
    std::vector<std::string> languages;
    for (const auto& [lang, texts] : languages_) languages.push_back(lang);
    return languages;
}

std::string_view Texts::spoken(std::string_view lang) const {
    const auto found = languages_.find(lang);
    return found == languages_.end() ? fallback_language : std::string_view(found->first);
}

const std::map<std::string, std::string, std::less<>>& Texts::all(std::string_view lang) const {
    static const Language none;
    const auto found = languages_.find(spoken(lang));
    return found == languages_.end() ? none : found->second;
}

std::string_view Texts::get(std::string_view lang, std::string_view key) const {
    const Language& texts = all(lang);
    const auto found = texts.find(key);
    return found == texts.end() ? key : std::string_view(found->second);
}

std::string Texts::format(std::string_view lang, std::string_view key, Values values) const {
    return filled(get(lang, key), values);
}

std::string Texts::count(std::string_view lang, std::string_view key, std::uint64_t count) const {
    const Language& texts = all(lang);
    auto found = texts.find(fmt::format("{}.{}", key, plural_category(spoken(lang), count)));
    if (found == texts.end()) found = texts.find(fmt::format("{}.other", key));
    if (found == texts.end()) return std::to_string(count);
    return filled(found->second, {{"n", std::to_string(count)}});
}

std::string Texts::date(std::string_view lang, std::chrono::year_month_day day) const {
    const std::string_view month = get(lang, fmt::format("month.{}", static_cast<unsigned>(day.month())));
    return format(lang, "date", {{"day", std::to_string(static_cast<unsigned>(day.day()))},
                                 {"month", month},
                                 {"year", std::to_string(static_cast<int>(day.year()))}});
}

std::string Texts::language_name(std::string_view lang) const {
    const auto found = languages_.find(lang);
    if (found != languages_.end()) return std::string(get(lang, "language.own_name"));
    const icu::Locale locale(std::string(lang).c_str());
    icu::UnicodeString name;
    locale.getDisplayName(locale, name).toTitle(nullptr, locale);
    std::string own_name;
    return name.toUTF8String(own_name);
}

}  // namespace kb::server

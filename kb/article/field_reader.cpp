#include "kb/article/field_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/base/near_miss.h"

namespace kb {

void FieldReader::error(std::string what, std::string hint, const Location& at) {
    problems_.push_back({at, Severity::error, "site-config", std::move(what), std::move(hint)});
}

void FieldReader::check_key(const Yaml& key, std::span<const std::string_view> keys) {
    if (std::find(keys.begin(), keys.end(), key.scalar) != keys.end()) return;
    const auto meant = near_miss(key.scalar, keys);
    problems_.push_back({key.at, meant ? Severity::error : Severity::warning, "unknown-field",
                         fmt::format("unknown field '{}'", key.scalar),
                         meant ? fmt::format("did you mean '{}'?", *meant) : "it is ignored; remove it"});
}

void FieldReader::read_localized(const Yaml& value, Localized& into) {
    if (value.is_scalar()) {
        into = {{"", value.scalar}};
    } else if (value.is_map()) {
        into.clear();
        for (const auto& [lang, text] : value.map) into[lang.scalar] = text.scalar;
    } else {
        error("expected a text", "write one text, or one for each language", value.at);
    }
}

}  // namespace kb

#include "server/page/foreign.h"

#include <fmt/format.h>

namespace kb::server {

nlohmann::ordered_json foreign_view(const Visit& visit, std::string_view lang) {
    if (lang == visit.lang) return {};
    const Texts& texts = visit.presentation.texts;
    const auto text = [&](std::string_view what, std::string_view otherwise) {
        const std::string key = fmt::format("language.{}.{}", what, lang);
        const std::string_view found = texts.get(visit.lang, key);
        return std::string(found == key ? otherwise : found);
    };
    const bool speaks = texts.spoken(visit.lang) == visit.lang;
    const std::string_view neutral = texts.get(visit.lang, "language.shown_in_another");
    return {{"code", lang},
            {"label", text("in", lang)},
            // What the interface says of its own language would not be true of another that it stands in for.
            {"sentence", speaks ? text("shown_in", neutral) : std::string(neutral)}};
}

}  // namespace kb::server

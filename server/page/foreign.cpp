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
    return {{"code", lang},
            {"label", text("in", lang)},
            {"sentence", text("shown_in", texts.get(visit.lang, "language.shown_in_another"))}};
}

}  // namespace kb::server

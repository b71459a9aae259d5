#include "server/page/offered_answers.h"

#include <fmt/format.h>

#include "kb/base/address.h"
#include "kb/base/url.h"
#include "server/page/contact_link.h"
#include "server/page/foreign.h"

namespace kb::server {

namespace {

constexpr std::size_t most_answers = 5;

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string result;
    for (std::size_t at; (at = text.find(from)) != std::string_view::npos; text.remove_prefix(at + from.size()))
        result.append(text.substr(0, at)).append(to);
    return result.append(text);
}

// Several articles on one page: ids would meet, and links within one lead to its own page. Quotes in texts are escaped, so only
// attributes look like these.
std::string embeddable(std::string_view html, const std::string& address) {
    return replaced(replaced(html, " id=\"", " data-id=\""), " href=\"#", fmt::format(" href=\"{}#", address));
}

}  // namespace

OfferedAnswers offered_answers(const Visit& visit, const TicketText& text) {
    const auto similar = visit.generation.similar_finder.find({text.subject, text.message, visit.lang, most_answers, visit.audience(), {}});
    OfferedAnswers answers;
    if (!similar) return answers;
    for (const SimilarArticle& found : similar->articles) {
        const CatalogEntry* entry = visit.snapshot().find(found.hit.lang, found.hit.slug, visit.audience());
        if (entry == nullptr) continue;
        const auto article = visit.snapshot().article(*entry);
        const auto html = article ? article->page() : tl::unexpected(article.error());
        if (!html) continue;
        const std::string address = article_address(visit.generation.base_path, entry->lang, entry->slug);
        const std::string solved = contact_address(visit, visit.lang) + "/solved?article=" + encode_query_value(entry->slug);
        answers.views.push_back({{"title", entry->title},
                                 {"url", address},
                                 {"html", embeddable(*html, address)},
                                 {"foreign", foreign_view(visit, entry->lang)},
                                 {"solved_url", solved}});
        answers.articles.push_back(fmt::format("{}/{}", entry->lang, entry->slug));
    }
    return answers;
}

}  // namespace kb::server

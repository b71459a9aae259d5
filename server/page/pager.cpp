#include "server/page/pager.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "server/page/frame.h"

namespace kb::server {

namespace {

constexpr std::size_t articles_on_a_page = 100;

}  // namespace

std::size_t page_number(std::string_view text, std::size_t last) {
    std::size_t page = 1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
    if (error == std::errc::result_out_of_range) page = last;
    return std::clamp<std::size_t>(page, 1, std::max<std::size_t>(last, 1));
}

void add_pager(const Visit& visit, std::size_t page, std::size_t pages, const std::function<std::string(std::size_t)>& address_of,
               nlohmann::ordered_json& view) {
    view["has_pages"] = pages > 1;
    if (pages <= 1) return;
    if (page > 1) view["previous"] = address_of(page - 1);
    if (page < pages) view["next"] = address_of(page + 1);
    view["page_of"] = visit.presentation.texts.format(visit.lang, "pages.of",
                                                      {{"page", std::to_string(page)}, {"pages", std::to_string(pages)}});
}

std::string add_articles(const Visit& visit, const std::vector<const CatalogEntry*>& entries, const std::string& address,
                         nlohmann::ordered_json& view) {
    const std::size_t pages = pages_for(entries.size(), articles_on_a_page);
    const std::size_t page = page_number(visit.request.parameter("page"), pages);
    const auto address_of = [&](std::size_t number) {
        return number == 1 ? address : fmt::format("{}?page={}", address, number);
    };
    const auto begin = entries.begin() + static_cast<std::ptrdiff_t>((page - 1) * articles_on_a_page);
    const auto count = std::min<std::ptrdiff_t>(articles_on_a_page, entries.end() - begin);
    view["articles"] = article_links(visit, {begin, begin + count});
    view["has_articles"] = !entries.empty();
    add_pager(visit, page, pages, address_of, view);
    return address_of(page);
}

}  // namespace kb::server

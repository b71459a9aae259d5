#include "server/routes.h"

#include <array>

#include <fmt/format.h>

#include "server/api/endpoints.h"
#include "server/api/health.h"
#include "server/pages/pages.h"

namespace kb::server {

namespace {

constexpr std::array<Route, 45> table = {{
    {"GET", "/", "the home page in the language of the browser", "", choose_language},
    {"GET", "/api/v1/search", "articles for a query", "q lang category limit offset verbatim", answer_search},
    {.method = "GET", .pattern = "/api/v1/suggest", .help = "completions of a half-typed query", .parameters = "q lang limit", .from_content = answer_suggest, .shows_queries = true},
    {"POST", "/api/v1/similar", "articles for a customer's message, from JSON: subject body lang limit session source", "", answer_similar},
    {.method = "POST", .pattern = "/api/v1/confirmations", .help = "what solved a message, for agents, from JSON: subject body lang article", .from_content = confirm, .least = Role::agent, .is_patient = true},
    {.method = "GET", .pattern = "/api/v1/confirmations", .help = "those links, for agents", .parameters = "article limit cursor", .from_content = list_confirmations, .least = Role::agent},
    {.method = "DELETE", .pattern = "/api/v1/confirmations/{id}", .help = "takes such a link back", .from_content = remove_confirmation, .least = Role::agent, .is_patient = true},
    {.method = "POST", .pattern = "/api/v1/contact", .help = "a message to support, from JSON; docs/contact.md", .from_content = answer_contact, .is_patient = true},
    {.method = "POST", .pattern = "/api/v1/events", .help = "what a visitor did, from JSON; docs/statistics.md", .from_content = answer_events},
    {.method = "DELETE", .pattern = "/api/v1/events/{session...}", .help = "erases what was measured of a session", .from_content = erase_events, .is_patient = true},
    {"GET", "/api/v1/articles/{lang}/{slug}", "one article", "", answer_article},
    {.method = "GET", .pattern = "/api/v1/stats/{report}", .help = "a report, for writers; docs/statistics.md", .parameters = "from to lang format query", .from_content = answer_stats, .least = Role::writer},
    {.method = "GET", .pattern = "/api/v1/templates", .help = "ready texts, for agents; docs/desk.md", .parameters = "lang", .from_content = answer_templates, .least = Role::agent},
    {.method = "POST", .pattern = "/api/v1/drafts", .help = "the draft of an article, for agents, from JSON: subject body answer lang article commit; docs/desk.md", .from_content = answer_draft, .least = Role::agent, .is_patient = true},
    {"GET", "/api/v1/openapi.json", "every address, as OpenAPI 3.1", "", answer_openapi},
    {"POST", "/mcp", "tools for AI agents: the Model Context Protocol; docs/mcp.md", "", answer_mcp},
    {"GET", "/healthz", "whether the program runs", "", nullptr, answer_health},
    {"GET", "/readyz", "which generation is served, and why not a newer one", "", nullptr, answer_readiness},
    {.method = "GET", .pattern = "/metrics", .help = "figures for Prometheus; for operators", .from_state = answer_metrics, .is_for_operators = true},
    {"GET", "/robots.txt", "what crawlers may read", "", send_robots},
    {"GET", "/sitemap.xml", "every page, for crawlers; needs base_url in kb.yaml", "", send_sitemap},
    {"GET", "/opensearch.xml", "the search box, for browsers; needs base_url", "", send_opensearch},
    {"GET", "/llms.txt", "every article with its description, for language models", "", send_llms},
    {.method = "GET", .pattern = "/files/{name}", .help = "an image or an attachment of an article", .from_content = send_file, .is_file = true},
    {.method = "GET", .pattern = "/static/{name}", .help = "style sheets and the scripts", .from_content = send_static, .is_file = true},
    {.method = "GET", .pattern = "/stats", .help = "the first report in the language of the browser, for writers", .from_content = choose_stats_language, .least = Role::writer},
    {.method = "GET", .pattern = "/stats/{report}", .help = "that report in the language of the browser, for writers", .from_content = choose_stats_language, .least = Role::writer},
    {"GET", "/desk", "the desk in the language of the browser, for agents", "", choose_desk_language},
    {.method = "GET", .pattern = "/desk/embed", .help = "the desk in a frame beside a help desk; docs/desk.md", .from_content = show_desk_frame, .is_personal = true},
    {.method = "GET", .pattern = "/{lang}/", .help = "home page: search and categories", .parameters = "page", .from_content = show_home, .shows_queries = true},
    {"GET", "/{lang}/feed.atom", "the newest articles; needs base_url", "", send_feed},
    {"GET", "/{lang}/opensearch.xml", "the same in one language", "", send_opensearch},
    {"GET", "/{lang}/search", "results page", "q category page verbatim", show_search},
    {.method = "GET", .pattern = "/{lang}/sign-in", .help = "for agents, writers and administrators", .parameters = "to", .from_content = show_sign_in, .is_personal = true},
    {.method = "POST", .pattern = "/{lang}/sign-in", .help = "a token, from the page", .from_content = take_sign_in},
    {.method = "POST", .pattern = "/{lang}/sign-out", .help = "ends the session", .from_content = sign_out},
    {.method = "GET", .pattern = "/{lang}/contact", .help = "the contact form", .parameters = "q page search_id", .from_content = show_contact, .is_personal = true},
    {.method = "POST", .pattern = "/{lang}/contact", .help = "the contact form, filled in", .from_content = take_contact, .is_patient = true},
    {"GET", "/{lang}/contact/sent", "the number of what was sent", "ticket receipt", show_contact_sent},
    {"GET", "/{lang}/contact/solved", "when an article answered instead", "article", show_contact_solved},
    {"GET", "/{lang}/privacy", "what is measured of visits, and how to have it erased", "", show_privacy},
    {.method = "GET", .pattern = "/{lang}/stats/{report}", .help = "a report as a page, for writers", .parameters = "from to lang", .from_content = show_stats, .least = Role::writer, .is_personal = true},
    {.method = "GET", .pattern = "/{lang}/desk", .help = "what answers a customer, for agents", .from_content = show_desk, .is_personal = true},
    {"GET", "/{lang}/categories/{path...}", "a category", "page", show_category},
    {"GET", "/{lang}/articles/{slug}", "an article; SLUG.md for Markdown, or with Accept: text/markdown", "", show_article},
}};

}  // namespace

std::span<const Route> routes() {
    return table;
}

bool is_for_watchers(std::string_view path) {
    return path == "/healthz" || path == "/readyz" || path == "/metrics";
}

bool is_for_programs(std::string_view path) {
    return path.starts_with("/api/") || path == "/mcp" || is_for_watchers(path);
}

std::string routes_help() {
    std::string help = "Addresses:\n";
    for (const Route& route : table) {
        help += fmt::format("  {:<7}{:<32}{}", route.method, route.pattern, route.help);
        help += route.parameters.empty() ? "\n" : fmt::format(": {}\n", route.parameters);
    }
    return help;
}

}  // namespace kb::server

#include "server/help_center.h"

#include <algorithm>
#include <exception>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kb/base/address.h"
#include "kb/base/hash.h"
#include "kb/base/url.h"
#include "kb/base/utf8.h"
#include "server/api/json_answer.h"
#include "server/embedded.h"
#include "server/http/conditional.h"
#include "server/http/content_coding.h"
#include "server/http/preferences.h"
#include "server/http/route_pattern.h"
#include "server/language/accept_language.h"
#include "server/pages/pages.h"

namespace kb::server {

namespace {

constexpr std::string_view page_policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

bool is_for_programs(std::string_view path) {
    return path.starts_with("/api/") || path == "/healthz" || path == "/readyz";
}

// A path as browsers send it: UTF-8 without control characters.
bool is_well_formed(std::string_view path) {
    return path.starts_with('/') && !find_invalid_utf8(path) && std::none_of(path.begin(), path.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

std::string without_base(std::string_view path, std::string_view base) {
    const bool inside =
        !base.empty() && path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
    if (inside) path.remove_prefix(base.size());
    return path.empty() ? "/" : std::string(path);
}

bool has_language(const SiteConfig& site, std::string_view lang) {
    return std::find(site.languages.begin(), site.languages.end(), lang) != site.languages.end();
}

std::string language_of(const Request& request, std::string_view path, const SiteConfig& site) {
    const std::string_view first = path.substr(1, path.find('/', 1) - 1);
    if (has_language(site, first)) return std::string(first);
    return std::string(negotiate_language(request.header("accept-language"), site.languages, site.default_language));
}

// What says of an answer that the client has it still (RFC 9110, section 15.4.5).
Response not_modified(const Response& answer) {
    Response same{304, {}, {}, {}};
    for (const auto& [name, value] : answer.headers) {
        if (name == "ETag" || name == "Cache-Control" || name == "Vary") same.with(name, value);
    }
    if (is_worth_coding(answer) || answer.has("Content-Encoding")) vary_by(same, "Accept-Encoding");
    return same;
}

// Asked for by name, and not less than a page.
bool wants_markdown(const Request& request) {
    const auto preferences = parse_preferences(request.header("accept"));
    const int markdown = quality_of(preferences, "text/markdown");
    return markdown > 0 && markdown >= quality_of(preferences, "text/html");
}

void secure(Response& response) {
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!response.has(name)) response.with(name, std::string(value));
    };
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "same-origin");
    if (response.content_type.starts_with("text/html")) {
        add("Content-Security-Policy", page_policy);
        add("X-Frame-Options", "SAMEORIGIN");
    }
    add("Cache-Control", "no-cache");
}

}  // namespace

// The routes of one path: the one that answers, and the methods of all.
struct HelpCenter::Match {
    const Route* route = nullptr;
    Captures captures;
    std::vector<std::string_view> methods;
};

HelpCenter::HelpCenter(const LiveIndex& index, const Presentation& presentation, Clock clock, Log log)
    : index_(index), presentation_(presentation), clock_(std::move(clock)), log_(std::move(log)) {
    std::string all = OTVET_VERSION;
    for (const EmbeddedFile& file : embedded_files()) all += file.content;
    program_mark_ = fmt::format("{:016x}", fnv1a_64(all));
}

Response HelpCenter::answer(const Request& request) const {
    Response response;
    try {
        response = dispatch(request);
    } catch (const std::exception& error) {
        write(log_, LogLevel::error, fmt::format("a request failed: {}", error.what()));
        response = failed(request);
    }
    secure(response);
    const bool is_plain = is_worth_coding(response);
    if (is_plain || response.has("Content-Encoding")) vary_by(response, "Accept-Encoding");
    if (is_plain) encode(response, choose_coding(request.header("accept-encoding")));
    return response;
}

Response HelpCenter::dispatch(const Request& request) const {
    const auto generation = index_.current();
    if (!is_well_formed(request.path)) return refuse_address(request, generation.get());
    const std::string path = without_base(request.path, generation == nullptr ? std::string() : generation->base_path);
    const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view(request.method);

    Match match;
    for (const Route& route : routes()) {
        auto captures = match_route(route.pattern, path);
        if (!captures) continue;
        match.methods.push_back(route.method);
        if (route.method == "GET") match.methods.push_back("HEAD");
        if (match.route != nullptr || route.method != method) continue;
        match.route = &route;
        match.captures = std::move(*captures);
    }
    if (match.route != nullptr && match.route->from_state != nullptr)
        return match.route->from_state(index_).with("Cache-Control", "no-store");
    if (generation == nullptr) return json_error(503, "not_ready", "no generation is loaded", "try again in a moment");
    return from_content(request, path, *generation, match);
}

Response HelpCenter::from_content(const Request& request, const std::string& path, const Generation& generation,
                                  const Match& match) const {
    const Visit visit{request, match.captures, generation, presentation_,
                      language_of(request, path, generation.site()), generation.shows_notice(clock_()),
                      wants_markdown(request)};
    const std::string_view lang = visit.capture("lang");
    if (match.methods.empty() || (!lang.empty() && !has_language(generation.site(), lang)))
        return not_found(visit, path);
    if (match.route == nullptr) {
        Response refused = is_for_programs(path)
                               ? json_error(405, "method_not_allowed", "this address knows other methods", "see Allow")
                               : show_failure(visit, 405);
        return refused.with("Allow", fmt::format("{}", fmt::join(match.methods, ", ")));
    }
    // The language of what has none in its address comes from the browser, so it belongs to the key.
    const ContentCoding coding = choose_coding(request.header("accept-encoding"));
    std::string key = path + query_text(request) + (lang.empty() ? " " + visit.lang : std::string());
    key += fmt::format(" {}{}{}", name_of(coding), visit.shows_notice ? " notice" : "", visit.wants_markdown ? " markdown" : "");
    const std::string tag = etag(generation, key);
    auto answer = generation.answers.find(key);
    if (answer == nullptr) {
        Response response = match.route->from_content(visit);
        if (response.status != 200) return response;
        response.with("ETag", tag);
        encode(response, coding);
        answer = std::make_shared<const Response>(std::move(response));
        generation.answers.keep(key, answer);
    }
    return names_etag(request.header("if-none-match"), tag) ? not_modified(*answer) : *answer;
}

// Before giving up: a former address of an article, or a slash too many or too few.
Response HelpCenter::not_found(const Visit& visit, const std::string& path) const {
    const std::string& base = visit.generation.base_path;
    if (is_for_programs(path)) return json_error(404, "not_found", "there is no such address", "see kb-server --help");
    const std::string bare = path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
    for (const std::string& former : {path, bare, bare + "/", base + path}) {
        const CatalogEntry* entry = visit.snapshot().find_alias(visit.lang, former, visitor_audience);
        if (entry != nullptr) return redirect(301, article_address(base, entry->lang, entry->slug) + query_text(visit.request));
    }
    for (const std::string& other : {bare, bare + "/"}) {
        if (other == path || other.starts_with("//")) continue;
        for (const Route& route : routes()) {
            const auto captures = match_route(route.pattern, other);
            if (captures &&
                (route.pattern[1] != '{' || has_language(visit.generation.site(), captures->front().second)))
                return redirect(301, encode_path(base + other) + query_text(visit.request));
        }
    }
    return show_failure(visit, 404);
}

Response HelpCenter::refuse_address(const Request& request, const Generation* generation) const {
    if (generation == nullptr || request.path.find("/api/") != std::string::npos)
        return json_error(400, "bad_address", "this address is not UTF-8", "encode it as UTF-8");
    const Visit visit{request, {}, *generation, presentation_, language_of(request, "/", generation->site()),
                      generation->shows_notice(clock_())};
    return show_failure(visit, 400);
}

Response HelpCenter::failed(const Request& request) const {
    try {
        const auto generation = index_.current();
        const std::string path = without_base(request.path, generation == nullptr ? std::string() : generation->base_path);
        if (generation != nullptr && !is_for_programs(path)) {
            const Visit visit{request, {}, *generation, presentation_,
                              language_of(request, path, generation->site()), generation->shows_notice(clock_())};
            return show_failure(visit, 500);
        }
    } catch (const std::exception& error) {
        write(log_, LogLevel::error, fmt::format("the page that says so failed too: {}", error.what()));
    }
    return json_error(500, "failed", "the request failed", "try again in a moment");
}

std::string HelpCenter::etag(const Generation& generation, const std::string& key) const {
    const GenerationInfo& info = generation.snapshot->info();
    const std::string all = fmt::format("{} {} {}", program_mark_, info.created, key);
    return fmt::format("\"g{}-{:016x}\"", info.number, fnv1a_64(all));
}

}  // namespace kb::server

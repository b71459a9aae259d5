#include "server/help_center.h"

#include <algorithm>
#include <exception>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kb/base/address.h"
#include "kb/base/ascii.h"
#include "kb/base/hash.h"
#include "kb/base/url.h"
#include "kb/base/utf8.h"
#include "kb/search/query.h"
#include "server/answer_form.h"
#include "server/api/json_answer.h"
#include "server/embedded.h"
#include "server/http/content_coding.h"
#include "server/http/framing.h"
#include "server/http/preferences.h"
#include "server/http/route_pattern.h"
#include "server/language/accept_language.h"
#include "server/pages/pages.h"

namespace kb::server {

namespace {

// A path as browsers send it: UTF-8 without control characters.
bool is_well_formed(std::string_view path) {
    return path.starts_with('/') && !find_invalid_utf8(path) && std::none_of(path.begin(), path.end(), [](char c) {
        return is_control_ascii(c);
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

// Asked for by name, and not less than a page.
bool wants_markdown(const Request& request) {
    const auto preferences = parse_preferences(request.header("accept"));
    const int markdown = quality_of(preferences, "text/markdown");
    return markdown > 0 && markdown >= quality_of(preferences, "text/html");
}

// What a POST is answered depends on its body, and says what somebody wrote. What staff are answered is for them alone.
bool may_be_kept(const Route& route, const Request& request) {
    return route.method == "GET" && !route.is_personal && request.visitor.role == Role::customer;
}

// For others there is no such address.
bool is_there_for(const Route& route, const Request& request) {
    return (!route.is_for_operators || request.is_from_operator) && request.visitor.role >= route.least;
}

std::vector<std::string_view> words_of(std::string_view list) {
    std::vector<std::string_view> words;
    for (std::size_t end = 0; !list.empty(); list.remove_prefix(std::min(end + 1, list.size()))) {
        end = std::min(list.find(' '), list.size());
        words.push_back(list.substr(0, end));
    }
    return words;
}

}  // namespace

// The routes of one path: the one that answers, and the methods of all.
struct HelpCenter::Match {
    const Route* route = nullptr;
    Captures captures;
    std::vector<std::string_view> methods;
};

// A request held against what is served.
struct HelpCenter::Asked {
    std::shared_ptr<const Generation> generation;
    std::string path;  // below that of the site; empty when it cannot be read
    Match match;
};

HelpCenter::HelpCenter(const LiveIndex& index, const Presentation& presentation, const Metrics& metrics, Clock clock, Log log,
                       const HelpCenterParts& parts)
    : state_{index, metrics, parts.dispatch}, presentation_(presentation), clock_(std::move(clock)), log_(std::move(log)), parts_(parts) {
    std::string all = OTVET_VERSION;
    for (const EmbeddedFile& file : embedded_files()) all += file.content;
    program_mark_ = fmt::format("{:016x}", fnv1a_64(all));
}

HelpCenter::Asked HelpCenter::read(const Request& request) const {
    Asked asked{state_.index.current(), {}, {}};
    if (!is_well_formed(request.path)) return asked;
    asked.path = without_base(request.path, asked.generation == nullptr ? std::string() : asked.generation->base_path);
    const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
    for (const Route& route : routes()) {
        if (!is_there_for(route, request)) continue;
        auto captures = match_route(route.pattern, asked.path);
        if (!captures) continue;
        asked.match.methods.push_back(route.method);
        if (route.method == "GET") asked.match.methods.push_back("HEAD");
        if (asked.match.route != nullptr || route.method != method) continue;
        asked.match.route = &route;
        asked.match.captures = std::move(*captures);
    }
    return asked;
}

Visit HelpCenter::visit(const Request& request, const Asked& asked) const {
    const Generation& generation = *asked.generation;
    const std::int64_t now = clock_();
    return {request,  asked.match.captures, generation, presentation_,
            language_of(request, asked.path.empty() ? "/" : asked.path, generation.site()),
            generation.shows_notice(now), wants_markdown(request), parts_.intake, parts_.access, parts_.statistics, parts_.figures,
            parts_.asked_often == nullptr ? nullptr : parts_.asked_often->current(), now, &state_.index, parts_.questions, parts_.desk};
}

std::shared_ptr<const Response> HelpCenter::recall(Request& request) const try {
    const Asked asked = read(request);
    const Route* route = asked.match.route;
    if (route == nullptr) return nullptr;
    request.route = route->pattern;
    request.is_patient = route->is_patient;
    if (route->from_state != nullptr) return std::make_shared<const Response>(from_state(*route, request));
    if (asked.generation == nullptr || !may_be_kept(*route, request)) return nullptr;
    if (const auto typed = request.query.find("q"); typed != request.query.end()) {
        // Of nothing but bytes that cannot be read, let it say so itself.
        if (std::string clean = clean_text(typed->second, max_query); !clean.empty()) typed->second = std::move(clean);
    }
    request.is_cacheable = true;
    const Visit now = visit(request, asked);
    const std::string key = key_of(now, asked);
    auto answer = asked.generation->answers.find(key);
    return answer == nullptr ? nullptr : as_needed(std::move(answer), request);
} catch (const std::exception& error) {
    write(log_, LogLevel::error, fmt::format("a request failed: {}", error.what()));
    return std::make_shared<const Response>(finished(failed(request), request));
}

Response HelpCenter::answer(const Request& request) const {
    Response response;
    try {
        response = compute(request);
    } catch (const std::exception& error) {
        write(log_, LogLevel::error, fmt::format("a request failed: {}", error.what()));
        response = failed(request);
    }
    // Nor errors and ways to other addresses, which say what customers must not know.
    if (request.visitor.role != Role::customer && !response.has("Cache-Control")) response.with("Cache-Control", "no-store");
    return finished(std::move(response), request);
}

Response HelpCenter::from_state(const Route& route, const Request& request) const {
    Response response = route.from_state(state_, request);
    secure(response.with("Cache-Control", "no-store"));
    return response;
}

Response HelpCenter::compute(const Request& request) const {
    const Asked asked = read(request);
    const Match& match = asked.match;
    if (match.route != nullptr && match.route->from_state != nullptr) return from_state(*match.route, request);
    if (asked.generation == nullptr) return json_error(503, "not_ready", "no generation is loaded", "try again in a moment");
    const Visit now = visit(request, asked);
    if (asked.path.empty()) {
        if (!is_for_programs(without_base(request.path, asked.generation->base_path))) return show_failure(now, 400);
        return json_error(400, "bad_address", "this address is not UTF-8", "encode it as UTF-8");
    }
    const std::string_view lang = now.capture("lang");
    if (match.methods.empty() || (!lang.empty() && !has_language(now.generation.site(), lang))) return not_found(now, asked.path);
    if (match.route != nullptr) return from_content(now, asked);
    Response refused = is_for_programs(asked.path)
                           ? json_error(405, "method_not_allowed", "this address knows other methods", "see Allow")
                           : show_failure(now, 405);
    return refused.with("Allow", fmt::format("{}", fmt::join(match.methods, ", ")));
}

Response HelpCenter::from_content(const Visit& visit, const Asked& asked) const {
    if (!may_be_kept(*asked.match.route, visit.request)) {
        Response response = asked.match.route->from_content(visit);
        if (!response.has("Cache-Control")) response.with("Cache-Control", "no-store");
        return response;
    }
    const std::string key = key_of(visit, asked);
    // While this waited, the same may have been computed for somebody else: after a publication many ask for the same page.
    if (const auto answer = asked.generation->answers.find(key))
        return *as_needed(answer, visit.request);
    Response response = asked.match.route->from_content(visit);
    if (response.status != 200) return response;
    if (!response.has("ETag")) response.with("ETag", etag(*asked.generation, key));
    response = finished(std::move(response), visit.request);
    auto answer = std::make_shared<const Response>(std::move(response));
    asked.generation->answers.keep(key, answer);
    return *as_needed(std::move(answer), visit.request);
}

// Whatever the answer depends on, in one form for all ways to ask for it.
std::string HelpCenter::key_of(const Visit& visit, const Asked& asked) const {
    std::string key = asked.path;
    for (const std::string_view name : words_of(asked.match.route->parameters)) {
        const std::string_view value = visit.request.parameter(name);
        if (!value.empty()) key.append("&").append(name).append("=").append(encode_query_value(value));
    }
    if (asked.match.route->is_file) return key.append(" ").append(name_of(choose_coding(visit.request.header("accept-encoding"))));
    // The language of what has none in its address comes from the browser.
    if (visit.capture("lang").empty()) key += " " + visit.lang;
    key.append(" ").append(name_of(choose_coding(visit.request.header("accept-encoding"))));
    if (visit.shows_notice) key += " notice";
    if (visit.wants_markdown) key += " markdown";
    if (asked.match.route->shows_queries && visit.asked_often != nullptr) key += fmt::format(" {:x}", visit.asked_often->version);
    return key;
}

Response HelpCenter::refuse(const Request& request, int status) const try {
    const Asked asked = read(request);
    if (asked.generation == nullptr || is_for_programs(asked.path)) return finished(refusal(status), request);
    const Visit now = visit(request, asked);
    const auto make = [&] {
        Response page = show_failure(now, status).with("Cache-Control", "no-store");
        if (status != 421) page.with("Retry-After", "1");
        return finished(std::move(page), request);
    };
    // It says who they are.
    if (request.visitor.role != Role::customer) return make();
    // Made once, as there may be many at such a time.
    const std::string key = fmt::format("{} {} {}{}", status, now.lang, name_of(choose_coding(request.header("accept-encoding"))),
                                        now.shows_notice ? " notice" : "");
    auto answer = asked.generation->refusals.find(key);
    if (answer == nullptr) {
        answer = std::make_shared<const Response>(make());
        asked.generation->refusals.keep(key, answer);
    }
    return *answer;
} catch (const std::exception& error) {
    write(log_, LogLevel::error, fmt::format("a request failed: {}", error.what()));
    return finished(failed(request), request);
}

// Before giving up: a former address of an article, or a slash too many or too few.
Response HelpCenter::not_found(const Visit& visit, const std::string& path) const {
    const std::string& base = visit.generation.base_path;
    if (is_for_programs(path)) return json_error(404, "not_found", "there is no such address", "see kb-server --help");
    const std::string bare = path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
    for (const std::string& former : {path, bare, bare + "/", base + path}) {
        const CatalogEntry* entry = visit.snapshot().find_alias(visit.lang, former, visit.audience());
        if (entry != nullptr) return redirect(301, article_address(base, entry->lang, entry->slug) + query_text(visit.request));
    }
    for (const std::string& other : {bare, bare + "/"}) {
        if (other == path || other.starts_with("//")) continue;
        for (const Route& route : routes()) {
            if (!is_there_for(route, visit.request)) continue;
            const auto captures = match_route(route.pattern, other);
            if (captures &&
                (route.pattern[1] != '{' || has_language(visit.generation.site(), captures->front().second)))
                return redirect(301, encode_path(base + other) + query_text(visit.request));
        }
    }
    return show_failure(visit, 404);
}

Response HelpCenter::failed(const Request& request) const {
    try {
        const Asked asked = read(request);
        if (asked.generation != nullptr && !is_for_programs(asked.path)) return show_failure(visit(request, asked), 500);
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

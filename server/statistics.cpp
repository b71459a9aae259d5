#include "server/statistics.h"

#include <algorithm>
#include <array>

#include "kb/base/ascii.h"
#include "kb/stats/query_groups.h"
#include "kb/store/figures.h"

namespace kb::server {

namespace {

// How programs that read the web for others, or look whether it is there, call themselves. General clients of HTTP and browsers that
// programs steer are none: apps are made of them.
constexpr auto crawlers = std::to_array<std::string_view>({
    "crawl", "spider", "slurp", "archiver", "facebookexternalhit", "mediapartners", "feedfetcher", "googleother", "google-inspectiontool",
    "yandexmetrika", "yandexwebmaster", "chatgpt-user", "perplexity-user", "claude-user", "mistralai-user", "bingpreview", "prerender",
    "(+http", "; +http", "phantomjs", "lighthouse", "pagespeed", "pingdom", "uptimerobot"});

// "Googlebot/2.1", "YandexBot;" — but not the telephones named Cubot.
bool names_bot(std::string_view agent) {
    for (std::size_t at = agent.find("bot"); at != agent.npos; at = agent.find("bot", at + 1)) {
        const char next = at + 3 < agent.size() ? agent[at + 3] : ' ';
        const bool is_end = next < 'a' || next > 'z';
        if (is_end && !agent.substr(0, at).ends_with("cu")) return true;
    }
    return false;
}

bool is_crawler(std::string_view user_agent) {
    const std::string agent = lower_ascii(user_agent);
    return names_bot(agent) ||
           std::any_of(crawlers.begin(), crawlers.end(), [&](std::string_view name) { return agent.find(name) != agent.npos; });
}

// What is in none of the site's languages counts as in the default one.
void in_languages_of(const SiteConfig& site, Parcel& parcel) {
    for (NewEvent& event : parcel.events) {
        if (std::find(site.languages.begin(), site.languages.end(), event.lang) == site.languages.end()) event.lang = site.default_language;
    }
}

}  // namespace

bool Statistics::counts(const Request& request) {
    return request.visitor.role == Role::customer && !request.is_from_elsewhere && !request.has_foreign_origin && !is_crawler(request.header("user-agent"));
}

bool Statistics::wants_privacy(const Request& request) {
    return request.header("sec-gpc") == "1";
}

Result<std::unique_ptr<Statistics>> Statistics::open(const std::filesystem::path& data, const Settings& settings, LiveIndex& index, Clock clock,
                                                     Log log) {
    std::unique_ptr<Statistics> statistics(new Statistics(index, settings.statistics_retention, clock, log));
    Statistics* const self = statistics.get();
    Recorder::Settings recording;
    recording.retention = settings.statistics_retention;
    auto recorder = Recorder::open(
        data, recording, [clock] { return clock.milliseconds(); },
        [self](const std::string& query, const std::string& lang) { return self->group_of(query, lang); }, log);
    if (!recorder) return fail(recorder.error());
    statistics->recorder_ = std::move(*recorder);
    if (auto remembered = statistics->remember_groups(data); !remembered) return fail(remembered.error());
    if (const auto generation = index.current()) statistics->follow(*generation);
    index.watch([self](const Generation& generation) { self->follow(generation); });
    return statistics;
}

// What kb.yaml says of windows and days counts from now on.
void Statistics::follow(const Generation& generation) {
    const SiteConfig& site = generation.site();
    Rules rules;
    rules.window = std::chrono::milliseconds(site.outcome_window).count();
    rules.holdout_percent = site.holdout_percent;
    rules.timezone = site.timezone;
    if (const auto set = recorder_->set_rules(rules); !set)
        write(log_, LogLevel::error, "the settings of statistics were not stored: " + to_string(set.error()));
}

// As many as are remembered, of those that were stored before.
Result<void> Statistics::remember_groups(const std::filesystem::path& data) {
    const auto figures = Figures::open(data);
    if (!figures) return fail(figures.error());
    const auto latest = (*figures)->read([](const FigureReader& reader) { return reader.latest_groups(most_groups); });
    if (!latest) return fail(latest.error());
    for (const std::string& group : *latest) groups_.add(group);
    return {};
}

std::string Statistics::group_of(const std::string& query, const std::string& lang) {
    const auto generation = index_.current();
    if (generation == nullptr) return query;
    const ReadQuery read = read_query_for_statistics(generation->searcher, query, lang);
    const auto is_known = [&](std::string_view word) { return is_known_word(generation->searcher, word); };
    const std::lock_guard lock(grouping_);
    if (groups_.has(read.group)) return read.group;
    for (const std::string& group : {read.group, read.as_typed}) {
        if (std::string near = groups_.near(group, is_known); !near.empty()) return near;
    }
    groups_.add(read.group);
    return read.group;
}

Result<std::size_t> Statistics::take(const Request& request, const FindArticle& find_article) {
    auto parcel = read_parcel(request.body, clock_.milliseconds(), find_article);
    if (!parcel) return fail(parcel.error());
    if (wants_privacy(request)) parcel->session = parcel->continues = 0;
    const std::size_t count = parcel->events.size();
    if (count == 0) return 0;
    const bool is_flood = !request.is_unlimited && limiter_.refuse(request.client, std::chrono::steady_clock::now(), static_cast<unsigned>(count));
    if (is_flood) return fail(ErrorCode::busy, "too many events from one address", "send them again in a minute");
    if (const auto generation = index_.current()) in_languages_of(generation->site(), *parcel);
    return recorder_->take(std::move(*parcel)) ? count : 0;
}

bool Statistics::is_held_out(std::string_view session) const {
    return holdout_number(mark_of(session)) < recorder_->holdout_percent(clock_.milliseconds());
}

void Statistics::note_ticket(const Request& request, std::string_view session, std::string_view ticket, std::string_view lang) {
    if (!counts(request)) return;
    recorder_->take(ticket_stored(wants_privacy(request) ? std::string_view() : session, ticket, lang, clock_.milliseconds()), true);
}

}  // namespace kb::server

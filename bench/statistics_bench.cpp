// How long reports take over many stored events. Fills a data folder through what the server stores events with, unless it is
// filled already, and prints for each report the first, the median and the longest of five answers, of a month and of a year: made in
// this process, down to the text of the JSON, without HTTP. Fails when the
// median of one is longer than it may be: what else the machine does meanwhile lengthens single answers.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/dictionaries_option.h"
#include "kb/base/local_day.h"
#include "kb/events/batch.h"
#include "kb/stats/json.h"
#include "kb/stats/report.h"

namespace {

using namespace kb;
using Steady = std::chrono::steady_clock;

constexpr std::int64_t minute = 60 * 1000, day = 24 * 60 * minute;
constexpr int days = 365, runs = 5;
constexpr double most_milliseconds = 300;  // of a report over a million events, at the median
constexpr std::size_t sessions_in_batch = 2'000;

double milliseconds_since(Steady::time_point begun) {
    return std::chrono::duration<double, std::milli>(Steady::now() - begun).count();
}

// Numbers below `count`, the n-th as often as 1 of n: as queries and articles are.
class Zipf {
public:
    explicit Zipf(std::size_t count) : sums_(count) {
        double sum = 0;
        for (std::size_t place = 0; place < count; ++place) sums_[place] = sum += 1.0 / static_cast<double>(place + 1);
    }
    template <class Random>
    std::size_t operator()(Random& random) const {
        const double drawn = std::uniform_real_distribution<>(0, sums_.back())(random);
        return static_cast<std::size_t>(std::lower_bound(sums_.begin(), sums_.end(), drawn) - sums_.begin());
    }

private:
    std::vector<double> sums_;
};

// Sessions as they come: some seven events each.
class Visitors {
public:
    explicit Visitors(std::int64_t now) : now_(now) {}

    Parcel next() {
        Parcel parcel;
        parcel.session = static_cast<Mark>(random_());
        std::int64_t at = now_ - std::uniform_int_distribution<std::int64_t>(0, days * day)(random_);
        const auto add = [&](EventKind kind) -> NewEvent& {
            NewEvent event;
            event.id = static_cast<Mark>(random_());
            event.kind = kind;
            event.at = at += std::uniform_int_distribution<std::int64_t>(1'000, minute)(random_);
            event.lang = chance(.8) ? "ru" : "en";
            return parcel.events.emplace_back(std::move(event));
        };
        for (int searches = chance(.4) ? 2 : 1; searches > 0; --searches) {
            add(EventKind::typeahead);
            NewEvent& search = add(EventKind::search);
            search.query = fmt::format("вопрос номер {}", queries_(random_));
            search.search = mark_of(search.query);
            search.results = chance(.15) ? 0 : 12;
            const Mark asked = search.search;
            if (*search.results == 0 || chance(.3)) continue;
            NewEvent& open = add(EventKind::open);
            open.slug = fmt::format("article-{}", articles_(random_));
            open.search = asked;
            open.rank = 1 + static_cast<int>(articles_(random_) % 10);
            open.source = EventSource::search;
            const std::string slug = open.slug;
            NewEvent& read = add(EventKind::read);
            read.slug = slug;
            read.visible_ms = 40'000;
            if (!chance(.15)) continue;
            NewEvent& vote = add(EventKind::vote);
            vote.slug = slug;
            vote.helpful = chance(.7);
            if (chance(.2)) vote.comment = "понятно, но долго искать";
        }
        if (!chance(.12)) return parcel;
        add(EventKind::contact_open);
        add(EventKind::contact_shown);
        if (chance(.5)) add(EventKind::contact_suggestion).slug = fmt::format("article-{}", articles_(random_));
        add(chance(.5) ? EventKind::contact_sent : EventKind::contact_left);
        return parcel;
    }

private:
    bool chance(double share) { return std::uniform_real_distribution<>(0, 1)(random_) < share; }

    std::int64_t now_;
    std::mt19937_64 random_{1};
    Zipf queries_{300'000}, articles_{2'000};
};

Result<void> fill(const std::filesystem::path& data, std::int64_t count, std::int64_t now) {
    auto log = EventLog::open(data);
    if (!log) return fail(log.error());
    const RuleBook rules({Rules{0, day, 10, "Europe/Moscow"}});
    const auto begun = Steady::now();
    Visitors visitors(now);
    std::int64_t stored = 0;
    const auto has_rules = (*log)->change("set", [&](EventTables& tables) { tables.set_first_rules(rules.at(0)); });
    if (!has_rules) return has_rules;
    while (stored < count) {
        std::vector<Parcel> batch(sessions_in_batch);
        for (Parcel& parcel : batch) parcel = visitors.next();
        const auto result = (*log)->change("fill", [&](EventTables& tables) {
            return store_batch(tables, batch, rules, [](const std::string& query, const std::string&) { return query.substr(0, query.size() - 1); });
        });
        if (!result) return fail(result.error());
        stored += result->stored;
    }
    const double seconds = milliseconds_since(begun) / 1000;
    // As the server does, in the hours after the end of a month.
    const auto pack = [&] { return (*log)->change("pack", [&](EventTables& tables) { return tables.pack_month(rules.day_of(now)); }); };
    for (auto packed = pack(); packed && *packed;) packed = pack();
    fmt::print("stored {} events in {:.0f} s, {:.0f}/s; events.db has {} MB\n", stored, seconds, static_cast<double>(stored) / seconds,
               std::filesystem::file_size(data / "events.db") / 1'000'000);
    return {};
}

// The median, in milliseconds.
Result<double> measure(Figures& figures, const Searcher& searcher, std::string_view name, int span, const std::string& lang, std::int64_t now) {
    const Day today = LocalCalendar("Europe/Moscow").day_number(now);
    const ReportRequest request{{today - span + 1, today, lang}, now};
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        const auto begun = Steady::now();
        const auto report = make_report(name, request, figures, searcher);
        if (!report) return fail(report.error());
        const std::string text = to_json(*report).dump();
        times.push_back(milliseconds_since(begun));
    }
    const double first = times.front();
    std::sort(times.begin(), times.end());
    fmt::print("{:<11} {:>3} days {:<3} first {:>6.1f} ms, median {:>6.1f}, longest {:>6.1f}\n", name, span, lang.empty() ? "all" : lang, first,
               times[runs / 2], times.back());
    return times[runs / 2];
}

// Whether every report was quick enough.
Result<bool> run(const std::filesystem::path& index, const std::filesystem::path& data, std::int64_t count, const DictionariesOption& dictionaries) {
    const std::int64_t now = 1'790'000'000'000;
    if (!std::filesystem::exists(data / "events.db")) {
        if (auto filled = fill(data, count, now); !filled) return fail(filled.error());
    }
    auto figures = Figures::open(data);
    if (!figures) return fail(figures.error());
    auto snapshot = dictionaries.open_index(index);
    if (!snapshot) return fail(snapshot.error());
    const Searcher searcher(std::move(*snapshot));
    double slowest = 0;
    for (const std::string_view name : report_names()) {
        for (const int span : {30, days}) {
            for (const char* lang : {"", "ru"}) {
                const auto measured = measure(**figures, searcher, name, span, lang, now);
                if (!measured) return fail(measured.error());
                slowest = std::max(slowest, *measured);
            }
        }
    }
    const bool is_quick = slowest <= most_milliseconds;
    fmt::print("the slowest report took {:.1f} ms at the median, {} {:g}\n", slowest, is_quick ? "within" : "beyond", most_milliseconds);
    return is_quick;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("how long reports take over many events");
    std::filesystem::path index, data;
    std::int64_t count = 1'000'000;
    DictionariesOption dictionaries;
    app.add_option("--index", index, "an index, of any content")->required();
    app.add_option("--data", data, "an existing folder, to be filled and kept")->required();
    app.add_option("--events", count, "how many to store when there are none");
    dictionaries.declare(app);
    CLI11_PARSE(app, argc, argv);
    const auto done = run(index, data, count, dictionaries);
    if (done) return *done ? 0 : 1;
    fmt::print(stderr, "{}\n", to_string(done.error()));
    return 1;
}

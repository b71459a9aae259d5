#include "server/asked_often.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "kb/base/hash.h"
#include "kb/base/local_day.h"
#include "kb/base/utf8.h"
#include "kb/stats/asked_often.h"

namespace kb::server {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_looks(500);
// Reading takes at most this part of one processor, and pauses for this long at least.
constexpr int share = 20;
constexpr Steady::duration shortest_pause = std::chrono::seconds(3);
constexpr int low_priority = 10;
constexpr Day days_back = 90;
constexpr std::size_t most_queries = 500;  // of each language

std::uint64_t version_of(const AskedQueries& asked) {
    std::string all;
    for (const auto& [lang, queries] : asked.by_language) {
        all += lang + '\n';
        for (const std::u16string& text : queries.texts()) all += to_utf8(text) + '\n';
    }
    return fnv1a_64(all);
}

}  // namespace

const PopularQueries& AskedQueries::of(std::string_view lang) const {
    static const PopularQueries none;
    const auto found = by_language.find(lang);
    return found == by_language.end() ? none : found->second;
}

AskedOften::AskedOften(Figures& figures, const Statistics& statistics, const LiveIndex& index, Clock clock, Log log)
    : figures_(figures), statistics_(statistics), index_(index), clock_(std::move(clock)), log_(std::move(log)) {}

AskedOften::~AskedOften() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    stopped_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void AskedOften::start() {
    thread_ = std::thread([this] { run(); });
}

std::shared_ptr<const AskedQueries> AskedOften::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void AskedOften::run() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), low_priority);
    std::int64_t seen = -1;
    std::shared_ptr<const Generation> read_for;
    Steady::time_point next{};
    std::unique_lock lock(mutex_);
    do {
        lock.unlock();
        const auto generation = index_.current();
        const std::int64_t version = statistics_.version();
        const auto begun = Steady::now();
        if (generation != nullptr && (generation != read_for || (version != seen && begun >= next))) {
            auto asked = read(*generation);
            if (!asked) write(log_, LogLevel::warning, "what is asked often could not be read: " + to_string(asked.error()));
            seen = version;
            read_for = generation;
            next = Steady::now() + std::max(shortest_pause, share * (Steady::now() - begun));
            lock.lock();
            if (asked && asked->version != current_->version) current_ = std::make_shared<const AskedQueries>(std::move(*asked));
        } else {
            lock.lock();
        }
    } while (!stopped_.wait_for(lock, between_looks, [this] { return is_stopping_; }));
}

Result<AskedQueries> AskedOften::read(const Generation& generation) try {
    const auto& languages = generation.site().languages;
    const Day today = LocalCalendar(generation.site().timezone).day_number(clock_.milliseconds());
    std::map<std::string, std::vector<QueryText>> candidates;
    // Reports wait as long as this reads; the searching comes afterwards.
    const auto found = figures_.read([&](const FigureReader& reader) {
        for (const std::string& lang : languages) candidates[lang] = read_asked_often(reader, {today - days_back, today, lang}, most_queries);
    });
    if (!found) return fail(found.error());
    AskedQueries asked;
    for (const auto& [lang, queries] : candidates) {
        const auto texts = choose_shown(queries, generation.searcher, lang, most_queries);
        if (!texts.empty()) asked.by_language.emplace(lang, PopularQueries(texts));
    }
    if (!asked.by_language.empty()) asked.version = version_of(asked);
    return asked;
} catch (const std::exception& error) {
    return fail(ErrorCode::io, error.what());
}

}  // namespace kb::server

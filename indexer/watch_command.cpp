// watch.
#include <cstdio>
#include <ctime>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/output.h"
#include "indexer/watch.h"
#include "kb/base/date.h"

namespace kb {

namespace {

struct WatchOptions {
    std::string content, index, ref;
    std::int64_t every = 5000;  // milliseconds
    DictionariesOption dictionaries;
};

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::error: return "error";
        case LogLevel::warning: return "warning";
        default: return "info";
    }
}

std::int64_t unix_now() {
    return static_cast<std::int64_t>(std::time(nullptr));
}

int watch(const WatchOptions& options) {
    auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return report_failure(dictionaries.error());
    WatchRequest request;
    request.content = options.content;
    request.index = options.index;
    if (!options.ref.empty()) request.ref = options.ref;
    request.dictionaries = std::move(*dictionaries);
    request.every = std::chrono::milliseconds(options.every);
    request.now = unix_now;
    request.log = [](LogLevel level, std::string_view message) {
        say(fmt::format("{} {} {}", to_iso_time(unix_now()), name_of(level), message));
    };
    const auto watched = watch_content(request);
    return watched ? exit_done : report_failure(watched.error());
}

}  // namespace

std::function<int()> declare_watch(CLI::App& app) {
    auto options = std::make_shared<WatchOptions>();
    const std::map<std::string, std::int64_t> units = {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}};
    app.add_option("--content", options->content, "Folder with the articles, or a repository")->required()->type_name("PATH");
    app.add_option("--ref", options->ref, "Branch of the repository to follow, instead of the files on disk")->type_name("REF");
    app.add_option("--index", options->index, "Folder of the index; made when missing")->required()->type_name("DIR");
    app.add_option("--every", options->every, "Look this often, whatever the system tells of changes")
        ->type_name("TIME")
        ->default_str("5s")
        ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED))
        ->check(CLI::Range(std::int64_t{100}, std::int64_t{86'400'000}, "from 100ms to 24h"));
    options->dictionaries.declare(app);
    app.footer("Publishes nothing while the content has errors or one of its expectations.tsv fails, and goes on. Exit status: 0 stopped by\n"
               "SIGTERM or SIGINT, 1 could not begin, 2 wrong usage.");
    return [options] { return watch(*options); };
}

}  // namespace kb

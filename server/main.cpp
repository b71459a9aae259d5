// kb-server: serves a help center.
#include <algorithm>
#include <csignal>
#include <iostream>
#include <thread>

#include <systemd/sd-daemon.h>

#include "kb/store/figures.h"
#include "server/access/access.h"
#include "server/desk/desk.h"
#include "server/front.h"
#include "server/help_center.h"
#include "server/http/connections.h"
#include "server/log.h"
#include "server/options.h"
#include "server/question_memory.h"
#include "server/routes.h"
#include "server/outbox_command.h"
#include "server/settings.h"
#include "server/statistics.h"
#include "server/support.h"
#include "server/token_command.h"

namespace kb::server {

namespace {

// They spend their time in the kernel; more do not make it faster.
constexpr unsigned most_event_threads = 16;

// Blocked before any thread starts, so that they arrive in wait_for_signal() and nowhere else.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

void wait_for_signal(const sigset_t& signals) {
    int received = 0;
    sigwait(&signals, &received);
}

Result<void> make_data_folder(const std::filesystem::path& data) {
    std::error_code error;
    std::filesystem::create_directories(data, error);
    if (!error && std::filesystem::is_directory(data)) return {};
    return fail(system_error("make the data folder", data.string(), error ? error.value() : ENOTDIR));
}

Result<std::vector<Listener>> listeners(const Options& options, const Log& log) {
    auto passed = passed_listeners();
    if (!passed) return passed;
    if (!passed->empty()) {
        write(log, LogLevel::info, "the service manager listens; --listen does not count");
        return passed;
    }
    auto own = listen_on(options.listen);
    if (!own) return fail(own.error());
    passed->push_back(std::move(*own));
    return passed;
}

std::vector<std::string_view> route_patterns() {
    std::vector<std::string_view> patterns;
    for (const Route& route : routes()) patterns.push_back(route.pattern);
    return patterns;
}

unsigned processors() {
    return std::max(std::thread::hardware_concurrency(), 1u);
}

Result<Clock> clock_for(const Settings& settings, const ListenAddress& listen) {
    if (settings.clock_file.empty()) return system_clock();
    const auto address = IpAddress::parse(listen.host);
    if (listen.host == "localhost" || (address && address->is_loopback())) return clock_from_file(settings.clock_file);
    return fail(ErrorCode::invalid_argument, "clock_file is for tests, on this machine alone", "take it out of kb-server.yaml, or listen on 127.0.0.1");
}

Result<void> serve(const Options& options) {
    const sigset_t signals = block_signals();
    const Log log = log_to_stderr();
    const auto settings = options.config.empty() ? Result<Settings>() : read_settings_file(options.config);
    if (!settings) return fail(settings.error());
    if (auto checked = check_desk(settings->desk); !checked) return checked;
    if (options.checks_config) return check_receiver(*settings);
    const auto clock = clock_for(*settings, options.listen);
    if (!clock) return fail(clock.error());
    if (auto made = make_data_folder(options.data); !made) return made;
    const auto presentation = Presentation::load();
    if (!presentation) return fail(presentation.error());
    auto dictionaries = Dictionaries::find(options.dictionaries);
    if (!dictionaries) return fail(dictionaries.error());
    LiveIndex index(options.index, *dictionaries, settings->cache_bytes, log);
    if (auto opened = index.open(); !opened) return opened;
    auto listening = listeners(options, log);
    if (!listening) return fail(listening.error());
    const std::string address = to_string(listening->front().address);

    Metrics metrics(route_patterns());
    const auto tokens = Tokens::open(options.data);
    if (!tokens) return fail(tokens.error());
    Journal journal(AuditLog(options.data), *clock, log);
    Access access(**tokens, journal, settings->sign_in, *clock, log);
    const auto statistics = Statistics::open(options.data, *settings, index, *clock, log);
    if (!statistics) return fail(statistics.error());
    const auto support = Support::open({*settings, options.data, index, presentation->texts, metrics, **statistics, *clock, log});
    if (!support) return fail(support.error());
    const auto figures = Figures::open(options.data);
    if (!figures) return fail(figures.error());
    const auto questions = QuestionMemory::open(options.data, options.index, *dictionaries, {settings->statistics_retention, *clock}, log);
    if (!questions) return fail(questions.error());
    AskedOften asked_often(**figures, **statistics, index, *clock, log);
    Desk desk(settings->desk, log);
    const HelpCenter help_center(index, *presentation, metrics, *clock, log,
                                 {&(*support)->intake(), &(*support)->dispatch(), &access, statistics->get(), figures->get(), settings->popular_queries ? &asked_often : nullptr, questions->get(), &desk});
    Front front(help_center, index, *settings, metrics, log, &access);
    ConnectionLimits limits;
    limits.connections = settings->connections;
    limits.unlimited = unlimited_networks(*settings);
    limits.per_address = settings->per_address ? settings->per_address->connections : limits.connections;
    const WorkLimits work{.processors = processors(), .heavy_at_a_time = std::max(std::min(processors(), options.threads) / 2, 1u)};
    const auto connections = Connections::open(std::move(*listening), front, std::move(limits), work);
    if (!connections) return fail(connections.error());
    metrics.watch([&] { return (*connections)->counts(); });
    metrics.watch([&] { return (*support)->dispatch().report(); });
    metrics.watch([&] { return (*statistics)->report(); });
    metrics.watch([&] { return PublishingFigures{index.publishing(), read_watching(index.path())}; });
    (*statistics)->start();
    if (settings->popular_queries) asked_often.start();
    (*questions)->start();
    (*support)->start();
    index.follow();
    (*connections)->start({.events = std::clamp(processors(), 2u, most_event_threads), .workers = options.threads});
    std::cout << "kb-server: listening on http://" << address << std::endl;
    sd_notify(0, "READY=1");
    wait_for_signal(signals);
    write(log, LogLevel::info, "stopping");
    sd_notify(0, "STOPPING=1");
    (*connections)->stop();
    index.stop();
    return {};
}

}  // namespace

}  // namespace kb::server

int main(int argc, char** argv) {
    const std::string_view command = argc > 1 ? argv[1] : "";
    if (command == "outbox") return kb::server::run_outbox_command(argc - 1, argv + 1);
    if (command == "token") return kb::server::run_token_command(argc - 1, argv + 1);
    const auto parsed = kb::server::parse_options(argc, argv);
    if (parsed.exit_status) return *parsed.exit_status;
    const auto served = kb::server::serve(parsed.options);
    if (served) return 0;
    std::cerr << "kb-server: " << kb::to_string(served.error()) << '\n';
    return 1;
}

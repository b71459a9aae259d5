// kb-server: serves a help center.
#include <csignal>
#include <ctime>
#include <iostream>

#include <fmt/format.h>

#include "server/help_center.h"
#include "server/http/connections.h"
#include "server/http/exchange.h"
#include "server/log.h"
#include "server/options.h"

namespace kb::server {

namespace {

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

Result<void> serve(const Options& options) {
    const sigset_t signals = block_signals();
    const Log log = log_to_stderr();
    if (auto made = make_data_folder(options.data); !made) return made;
    const auto presentation = Presentation::load();
    if (!presentation) return fail(presentation.error());
    auto dictionaries = Dictionaries::find(options.dictionaries);
    if (!dictionaries) return fail(dictionaries.error());
    LiveIndex index(options.index, std::move(*dictionaries), log);
    if (auto opened = index.open(); !opened) return opened;
    auto listener = listen_on(options.listen);
    if (!listener) return fail(listener.error());
    const std::string address = to_string(listener->address);

    const HelpCenter help_center(index, *presentation, [] { return static_cast<std::int64_t>(std::time(nullptr)); }, log);
    const Exchange exchange([&help_center](const Request& request) { return help_center.answer(request); });
    const auto connections = Connections::open(std::move(*listener), exchange, ConnectionLimits{});
    if (!connections) return fail(connections.error());
    index.follow();
    (*connections)->start(options.threads);
    std::cout << "kb-server: listening on http://" << address << std::endl;
    wait_for_signal(signals);
    write(log, LogLevel::info, "stopping");
    (*connections)->stop();
    return {};
}

}  // namespace

}  // namespace kb::server

int main(int argc, char** argv) {
    const auto parsed = kb::server::parse_options(argc, argv);
    if (parsed.exit_status) return *parsed.exit_status;
    const auto served = kb::server::serve(parsed.options);
    if (served) return 0;
    std::cerr << "kb-server: " << kb::to_string(served.error()) << '\n';
    return 1;
}

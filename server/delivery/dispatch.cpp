#include "server/delivery/dispatch.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>

#include <fmt/format.h>

namespace kb::server {

namespace {

constexpr std::chrono::seconds between_looks(1);
constexpr std::int64_t between_erasings = 60;  // seconds
constexpr std::int64_t shown_as_broken = 5 * 60;  // seconds after a message that could not be stored
constexpr std::int64_t stuck_after = 5 * 60;  // seconds that a ticket has waited

}  // namespace

Dispatch::Dispatch(Outbox& outbox, DispatchSettings settings, Clock clock, Counted counted, Log log)
    : outbox_(outbox), settings_(std::move(settings)), clock_(std::move(clock)), counted_(std::move(counted)), log_(std::move(log)) {}

Dispatch::~Dispatch() {
    *settings_.stopping = true;
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    woken_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Dispatch::start() {
    take_stock();
    thread_ = std::thread([this] { run(); });
}

void Dispatch::wake() {
    {
        const std::lock_guard lock(mutex_);
        is_woken_ = true;
    }
    woken_.notify_all();
}

OutboxReport Dispatch::report() const {
    const std::lock_guard lock(mutex_);
    return report_;
}

void Dispatch::run() {
    auto next_look = std::chrono::steady_clock::now();
    do {
        look_for_new();
        if (std::chrono::steady_clock::now() < next_look) continue;
        next_look = std::chrono::steady_clock::now() + between_looks;
        look_around();
    } while (wait_until(next_look));
    deliveries_.reset();
    receipts_.reset();
}

// For new tickets or the time to look around; false when it is time to stop.
bool Dispatch::wait_until(std::chrono::steady_clock::time_point time) {
    std::unique_lock lock(mutex_);
    woken_.wait_until(lock, time, [&] { return is_stopping_ || is_woken_; });
    is_woken_ = false;
    return !is_stopping_;
}

void Dispatch::look_for_new() {
    for (Courier* courier : {deliveries_.get(), receipts_.get()}) {
        if (courier != nullptr) courier->look_for_new();
    }
}

void Dispatch::look_around() {
    // Before what waits is read: what others decide from now on is noticed.
    const auto others = outbox_.version_of_others();
    const bool have_changed = others && others_ != *others;
    if (others) others_ = *others;
    if (!has_started_) {
        if (is_mine()) start_couriers();
    } else if (have_changed) {
        look_again();
    }
    for (Courier* courier : {deliveries_.get(), receipts_.get()}) {
        if (courier != nullptr) courier->settle();
    }
    erase_old();
    take_stock();
}

// One server at a time delivers from a data folder; another one, as there is during a restart, takes over when it has ended.
bool Dispatch::is_mine() {
    if (lock_) return true;
    const std::filesystem::path path = settings_.data / "outbox.lock";
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) return not_mine(to_string(system_error("open", path.string(), errno)));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return not_mine("another server delivers from this data folder; waiting until it ends");
    lock_ = std::move(file);
    return true;
}

bool Dispatch::not_mine(std::string_view why) {
    if (!has_said_why_) write(log_, LogLevel::warning, fmt::format("tickets are not delivered: {}", why));
    has_said_why_ = true;
    return false;
}

void Dispatch::start_couriers() {
    has_started_ = true;
    deliveries_ = courier(Errand::delivery, std::move(settings_.receivers));
    receipts_ = courier(Errand::receipt, std::move(settings_.receipts));
}

std::unique_ptr<Courier> Dispatch::courier(Errand errand, std::vector<std::unique_ptr<Receiver>> receivers) {
    if (receivers.empty()) return nullptr;
    auto made = std::make_unique<Courier>(Courier::Parts{
        outbox_, errand, std::move(receivers), clock_, [this, errand](Outcome outcome) { counted_(errand, outcome); }, log_});
    made->start();
    return made;
}

void Dispatch::look_again() {
    for (Courier* courier : {deliveries_.get(), receipts_.get()}) {
        if (courier != nullptr) courier->look_again();
    }
}

void Dispatch::erase_old() {
    const std::int64_t now = clock_();
    if (settings_.retention.count() > 0 && now < next_erasing_) return;
    next_erasing_ = now + between_erasings;
    const auto erased = outbox_.erase(now - std::chrono::seconds(settings_.retention).count(), now);
    if (!erased) write(log_, LogLevel::error, to_string(erased.error()));
}

void Dispatch::take_stock() {
    const auto counts = outbox_.counts();
    if (!counts) {
        if (!is_broken_) write(log_, LogLevel::error, to_string(counts.error()));
        is_broken_ = true;
        const std::lock_guard lock(mutex_);
        report_.is_broken = true;
        return;
    }
    is_broken_ = false;
    OutboxReport report{*counts, 0, false, false};
    if (counts->oldest_waiting) report.oldest_waiting_seconds = std::max<std::int64_t>(clock_() - *counts->oldest_waiting, 0);
    report.is_stuck = counts->rejected > 0 || report.oldest_waiting_seconds > stuck_after;
    const std::lock_guard lock(mutex_);
    report.is_broken = clock_() < refused_until_;
    report_ = std::move(report);
}

// Said once in a while: at such times everybody's message fails.
void Dispatch::note_not_stored(const Error& error) {
    const std::int64_t now = clock_();
    const std::lock_guard lock(mutex_);
    if (now >= refused_until_) write(log_, LogLevel::error, fmt::format("a message was not stored: {}", to_string(error)));
    refused_until_ = now + shown_as_broken;
}

}  // namespace kb::server

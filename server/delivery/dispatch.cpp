#include "server/delivery/dispatch.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>

namespace kb::server {

namespace {

constexpr std::chrono::seconds between_looks(1);
constexpr std::int64_t between_erasings = 60;  // seconds
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
    if (!has_started_ && is_mine()) start_couriers();
    follow_others();
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
    if (!file || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return false;
    lock_ = std::move(file);
    return true;
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

void Dispatch::follow_others() {
    const auto version = outbox_.version_of_others();
    if (!version || others_ == *version) return;
    if (others_ && deliveries_) deliveries_->look_again();
    if (others_ && receipts_) receipts_->look_again();
    others_ = *version;
}

void Dispatch::erase_old() {
    const std::int64_t now = clock_();
    if (settings_.retention.count() > 0 && now < next_erasing_) return;
    next_erasing_ = now + between_erasings;
    const auto erased = outbox_.erase(now - std::chrono::seconds(settings_.retention).count());
    if (!erased) write(log_, LogLevel::error, to_string(erased.error()));
}

void Dispatch::take_stock() {
    const auto counts = outbox_.counts();
    if (!counts) return write(log_, LogLevel::error, to_string(counts.error()));
    OutboxReport report{*counts, 0, false};
    if (counts->oldest_waiting) report.oldest_waiting_seconds = std::max<std::int64_t>(clock_() - *counts->oldest_waiting, 0);
    report.is_stuck = counts->rejected > 0 || report.oldest_waiting_seconds > stuck_after;
    const std::lock_guard lock(mutex_);
    report_ = std::move(report);
}

}  // namespace kb::server

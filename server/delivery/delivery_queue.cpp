#include "server/delivery/delivery_queue.h"

#include <algorithm>

namespace kb::server {

namespace {

constexpr std::chrono::seconds longest_wait(15 * 60);
// A single ticket may be at fault; three different attempts hardly are.
constexpr unsigned failures_of_away = 3;
// Seldom enough for somebody who is down, often enough to be noticed as soon as they are up.
constexpr std::chrono::seconds longest_pause(30);

// What nobody is known to have sent stands alone.
std::string sender_of(const Waiting& waiting) {
    return waiting.sender.empty() ? "#" + std::to_string(waiting.place) : waiting.sender;
}

}  // namespace

std::chrono::seconds wait_after(unsigned failures) {
    if (failures > 10) return longest_wait;
    return std::min(std::chrono::seconds(1u << (failures - 1)), longest_wait);
}

bool DeliveryQueue::seems_away() const {
    return failures_ >= failures_of_away;
}

void DeliveryQueue::update(const std::vector<Waiting>& waiting) {
    std::map<Place, Ticket> former;
    former.swap(tickets_);
    senders_.clear();
    ready_.clear();
    delayed_.clear();
    for (const Waiting& ticket : waiting) {
        const auto known = former.find(ticket.place);
        const bool keeps_delay = known != former.end() && ticket.attempts > 0;
        add(ticket, keeps_delay ? known->second.due : std::nullopt);
        if (known != former.end()) former.erase(known);
    }
    // What is under way is still there for those who deliver it, whatever was decided meanwhile.
    for (auto& [place, ticket] : former) {
        if (!under_way_.contains(place)) continue;
        senders_[ticket.sender].push_front(place);
        ticket.is_gone = true;
        tickets_.emplace(place, std::move(ticket));
    }
    for (const auto& [sender, places] : senders_) offer(places.front());
}

void DeliveryQueue::append(const std::vector<Waiting>& waiting) {
    for (const Waiting& ticket : waiting) {
        if (tickets_.contains(ticket.place)) continue;
        add(ticket, {});
        const auto& of_sender = senders_.at(sender_of(ticket));
        if (of_sender.size() == 1) offer(ticket.place);
    }
}

void DeliveryQueue::add(const Waiting& waiting, std::optional<Clock::time_point> due) {
    const std::string sender = sender_of(waiting);
    senders_[sender].push_back(waiting.place);
    tickets_.emplace(waiting.place, Ticket{sender, waiting.attempts, due});
}

// The first ticket of a sender, for delivery now or when it is due.
void DeliveryQueue::offer(Place place) {
    if (under_way_.contains(place)) return;
    const Ticket& ticket = tickets_.at(place);
    if (ticket.due) delayed_.emplace(*ticket.due, place);
    else ready_.insert(place);
}

std::optional<std::int64_t> DeliveryQueue::take(Clock::time_point now) {
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
        ready_.insert(delayed_.begin()->second);
        delayed_.erase(delayed_.begin());
    }
    if (ready_.empty()) return {};
    if (seems_away() && (now < paused_until_ || !under_way_.empty())) return {};
    const Place place = *ready_.begin();
    ready_.erase(ready_.begin());
    under_way_.insert(place);
    return place;
}

void DeliveryQueue::finish(std::int64_t place) {
    remove(place);
    if (seems_away()) {
        // It is back: nobody has to wait for having been tried meanwhile.
        for (const auto& [due, delayed] : delayed_) {
            tickets_.at(delayed).due.reset();
            ready_.insert(delayed);
        }
        delayed_.clear();
    }
    failures_ = 0;
}

void DeliveryQueue::fail(std::int64_t place, Clock::time_point now, std::optional<std::chrono::seconds> wait) {
    ++failures_;
    if (seems_away()) {
        const auto pause = std::min(wait_after(failures_ - failures_of_away + 1), longest_pause);
        paused_until_ = now + std::max(pause, wait.value_or(std::chrono::seconds(0)));
    }
    under_way_.erase(place);
    const auto found = tickets_.find(place);
    if (found == tickets_.end()) return;
    Ticket& ticket = found->second;
    if (ticket.is_gone) return remove(place);
    ++ticket.attempts;
    ticket.due = now + std::max(wait_after(static_cast<unsigned>(ticket.attempts)), wait.value_or(std::chrono::seconds(0)));
    offer(place);
}

void DeliveryQueue::remove(Place place) {
    under_way_.erase(place);
    const auto found = tickets_.find(place);
    if (found == tickets_.end()) return;
    const auto sender = senders_.find(found->second.sender);
    auto& places = sender->second;
    std::erase(places, place);
    if (places.empty()) senders_.erase(sender);
    else offer(places.front());
    tickets_.erase(found);
}

std::optional<DeliveryQueue::Clock::time_point> DeliveryQueue::next_due() const {
    if (seems_away() && !under_way_.empty()) return {};
    std::optional<Clock::time_point> due;
    if (!ready_.empty()) due = Clock::time_point();
    else if (!delayed_.empty()) due = delayed_.begin()->first;
    if (due && seems_away()) due = std::max(*due, paused_until_);
    return due;
}

}  // namespace kb::server

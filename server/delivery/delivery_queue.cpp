#include "server/delivery/delivery_queue.h"

#include <algorithm>

namespace kb::server {

namespace {

constexpr std::chrono::seconds longest_wait(15 * 60);
// A single ticket may be at fault; three different attempts hardly are.
constexpr unsigned failures_of_away = 3;
// What failed more often while others did not is at fault itself.
constexpr unsigned most_failures_forgiven = 3;
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
        if (known == former.end()) {
            add(ticket, nullptr);
            continue;
        }
        // Somebody wants it to be tried now.
        const bool begins_anew = ticket.attempts < known->second.attempts;
        if (begins_anew) paused_until_ = {};
        add(ticket, begins_anew ? nullptr : &known->second);
        former.erase(known);
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
        add(ticket, nullptr);
        const auto& of_sender = senders_.at(sender_of(ticket));
        if (of_sender.size() == 1) offer(ticket.place);
    }
}

void DeliveryQueue::add(const Waiting& waiting, const Ticket* former) {
    Ticket ticket = former == nullptr ? Ticket() : *former;
    ticket.sender = sender_of(waiting);
    ticket.attempts = waiting.attempts;
    senders_[ticket.sender].push_back(waiting.place);
    tickets_.emplace(waiting.place, std::move(ticket));
}

// The first ticket of a sender, for delivery now or when it is due.
void DeliveryQueue::offer(Place place) {
    if (under_way_.contains(place)) return;
    const Ticket& ticket = tickets_.at(place);
    if (ticket.due) delayed_.emplace(*ticket.due, place);
    else ready_.emplace(ticket.attempts, place);
}

std::optional<std::int64_t> DeliveryQueue::take(Clock::time_point now) {
    while (!delayed_.empty() && delayed_.begin()->first <= now) {
        const Place place = delayed_.begin()->second;
        ready_.emplace(tickets_.at(place).attempts, place);
        delayed_.erase(delayed_.begin());
    }
    if (seems_away() && (now < paused_until_ || !under_way_.empty())) return {};
    const auto place = pick();
    if (place) under_way_.insert(*place);
    return place;
}

// While the receiver seems to be away any ticket may feel for it.
std::optional<DeliveryQueue::Place> DeliveryQueue::pick() {
    if (!ready_.empty()) {
        const Place place = ready_.begin()->second;
        ready_.erase(ready_.begin());
        return place;
    }
    if (!seems_away() || delayed_.empty()) return {};
    const Place place = delayed_.begin()->second;
    delayed_.erase(delayed_.begin());
    return place;
}

void DeliveryQueue::finish(std::int64_t place) {
    forget(place);
    if (seems_away()) {
        // It is back: nobody has to wait for having been tried meanwhile.
        std::erase_if(delayed_, [&](const auto& delayed) {
            Ticket& ticket = tickets_.at(delayed.second);
            if (ticket.failures > most_failures_forgiven) return false;
            ticket.due.reset();
            ready_.emplace(ticket.attempts, delayed.second);
            return true;
        });
    }
    failures_ = 0;
}

void DeliveryQueue::fail(std::int64_t place, Clock::time_point now, std::optional<std::chrono::seconds> wait) {
    const auto least = wait.value_or(std::chrono::seconds(0));
    const bool was_away = seems_away();
    ++failures_;
    if (seems_away()) paused_until_ = now + std::max(std::min(wait_after(failures_ - failures_of_away + 1), longest_pause), least);
    under_way_.erase(place);
    const auto found = tickets_.find(place);
    if (found == tickets_.end()) return;
    Ticket& ticket = found->second;
    if (ticket.is_gone) return forget(place);
    ++ticket.attempts;
    if (!was_away) ++ticket.failures;
    ticket.due = now + std::max(wait_after(std::max(ticket.failures, 1u)), least);
    offer(place);
}

void DeliveryQueue::forget(std::int64_t place) {
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
    if (!delayed_.empty()) due = delayed_.begin()->first;
    if (!ready_.empty()) due = Clock::time_point();
    return due && seems_away() ? paused_until_ : due;
}

}  // namespace kb::server

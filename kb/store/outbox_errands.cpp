// What couriers and those who tidy up do with the outbox.
#include <algorithm>
#include <array>

#include "kb/store/statement.h"
#include "kb/store/ticket_json.h"

namespace kb {

namespace {

constexpr std::int64_t day = 24 * 60 * 60;
// Later a receipt would only puzzle.
constexpr std::int64_t receipt_in_time = 2 * day;
// What is held that long nobody is going to look at.
constexpr std::int64_t longest_held = 90 * day;
constexpr int erased_at_a_time = 1000;

constexpr std::array<std::pair<ErrandState, std::string_view>, 5> state_names = {{{ErrandState::waiting, "waiting"},
                                                                                  {ErrandState::held, "held"},
                                                                                  {ErrandState::rejected, "rejected"},
                                                                                  {ErrandState::done, "delivered"},
                                                                                  {ErrandState::dropped, "dropped"}}};

void give_up_old(Connection& connection, std::int64_t now) {
    Statement receipts(connection, "UPDATE errands SET state = 3, reason = 'it was too late for a receipt', changed = ? WHERE errand = 2 AND state = 1 "
                                   "AND state < 4 AND (SELECT received FROM tickets WHERE tickets.place = errands.place) < ?");
    receipts.bind(1, now);
    receipts.bind(2, now - receipt_in_time);
    receipts.exec();
    Statement held(connection, "UPDATE errands SET state = 5, reason = 'held too long', changed = ? WHERE errand IN (1, 2) AND state = 2 "
                               "AND state < 4 AND changed < ? RETURNING place");
    held.bind(1, now);
    held.bind(2, now - longest_held);
    std::vector<std::int64_t> places;
    while (held.executeStep()) places.push_back(held.getColumn(0).getInt64());
    for (const std::int64_t place : places) close_ticket(connection, place, now);
}

}  // namespace

void close_ticket(Connection& connection, std::int64_t place, std::int64_t now) {
    Statement update(connection, "UPDATE tickets SET closed = ? WHERE place = ?");
    update.bind(1, now);
    update.bind(2, place);
    update.exec();
}

std::string_view name_of(ErrandState state) {
    return std::find_if(state_names.begin(), state_names.end(), [&](const auto& known) { return known.first == state; })->second;
}

std::optional<ErrandState> parse_errand_state(std::string_view name) {
    const auto found = std::find_if(state_names.begin(), state_names.end(), [&](const auto& known) { return known.second == name; });
    if (found == state_names.end()) return {};
    return found->first;
}

Result<std::vector<Waiting>> Outbox::waiting(Errand errand, std::int64_t after) {
    const std::lock_guard lock(mutex_);
    return database_.run("read", [&](Connection& connection) {
        Statement query(connection, "SELECT place, coalesce(sender, ''), attempts FROM errands JOIN tickets USING (place) "
                                    "WHERE errand = ? AND state = ? AND state < 4 AND place > ? ORDER BY place");
        query.bind(1, stored(errand));
        query.bind(2, stored(ErrandState::waiting));
        query.bind(3, after);
        std::vector<Waiting> found;
        while (query.executeStep())
            found.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(), query.getColumn(2).getInt()});
        return found;
    });
}

Result<std::optional<Ticket>> Outbox::find_waiting(Errand errand, std::int64_t place) {
    const std::lock_guard lock(mutex_);
    std::string content;
    auto found = database_.run("read", [&](Connection& connection) -> std::optional<Ticket> {
        Statement query(connection, "SELECT number, key, received, content FROM errands JOIN tickets USING (place) "
                                    "WHERE errand = ? AND place = ? AND state = ? AND content IS NOT NULL");
        query.bind(1, stored(errand));
        query.bind(2, place);
        query.bind(3, stored(ErrandState::waiting));
        if (!query.executeStep()) return {};
        content = query.getColumn(3).getString();
        return Ticket{place, query.getColumn(0).getString(), query.getColumn(1).getString(), query.getColumn(2).getInt64(), {}};
    });
    if (!found || !*found) return found;
    auto text = ticket_text_from_json(content);
    if (!text) return fail(text.error());
    (*found)->text = std::move(*text);
    return found;
}

Result<void> Outbox::record(Errand errand, const std::vector<Attempt>& attempts, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    return database_.change("write into", [&](Connection& connection) {
        Statement update(connection, "UPDATE errands SET state = ?, attempts = attempts + 1, reason = ?, changed = ? "
                                     "WHERE errand = ? AND place = ? AND state = ?");
        for (const Attempt& attempt : attempts) {
            update.bind(1, stored(attempt.state));
            update.bind(2, attempt.reason);
            update.bind(3, now);
            update.bind(4, stored(errand));
            update.bind(5, attempt.place);
            update.bind(6, stored(ErrandState::waiting));
            const bool is_changed = update.exec() > 0;
            update.reset();
            if (is_changed && errand == Errand::delivery && attempt.state == ErrandState::done) close_ticket(connection, attempt.place, now);
        }
    });
}

Result<OutboxCounts> Outbox::counts() {
    const std::lock_guard lock(mutex_);
    return database_.run("read", [](Connection& connection) {
        OutboxCounts counts;
        Statement query(connection, "SELECT errand, state, count(*) FROM errands WHERE state < 4 GROUP BY errand, state");
        while (query.executeStep()) {
            const auto state = static_cast<ErrandState>(query.getColumn(1).getInt());
            const std::int64_t count = query.getColumn(2).getInt64();
            if (query.getColumn(0).getInt() == stored(Errand::receipt)) {
                if (state == ErrandState::waiting) counts.receipts_waiting = count;
                continue;
            }
            (state == ErrandState::waiting ? counts.waiting : state == ErrandState::held ? counts.held : counts.rejected) = count;
        }
        for (const ErrandState state : {ErrandState::waiting, ErrandState::rejected}) {
            Statement oldest(connection, "SELECT received, reason FROM errands JOIN tickets USING (place) "
                                         "WHERE errand = 1 AND state = ? AND state < 4 ORDER BY place LIMIT 1");
            oldest.bind(1, stored(state));
            if (!oldest.executeStep()) continue;
            if (state == ErrandState::waiting) counts.oldest_waiting = oldest.getColumn(0).getInt64();
            counts.last_failure = oldest.getColumn(1).getString();
        }
        return counts;
    });
}

Result<std::int64_t> Outbox::erase(std::int64_t before, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    const auto erased = database_.change("erase from", [&](Connection& connection) -> std::int64_t {
        give_up_old(connection, now);
        Statement forget(connection, "UPDATE tickets SET sender = NULL, text_mark = NULL WHERE closed IS NOT NULL AND content IS NULL "
                                     "AND text_mark IS NOT NULL AND received < ?");
        forget.bind(1, now - day);
        forget.exec();
        // A receipt that waits still needs the address.
        Statement update(connection, "UPDATE tickets SET content = NULL WHERE place IN (SELECT place FROM tickets WHERE closed IS NOT NULL "
                                     "AND content IS NOT NULL AND closed <= ? AND NOT EXISTS (SELECT 1 FROM errands WHERE errand = 2 "
                                     "AND errands.place = tickets.place AND state = 1) LIMIT ?)");
        update.bind(1, before);
        update.bind(2, erased_at_a_time);
        return update.exec();
    });
    if (erased && *erased > 0) must_forget_ = true;
    if (!must_forget_) return erased;
    const auto forgotten = database_.forget_erased();
    if (!forgotten) return fail(forgotten.error());
    must_forget_ = !*forgotten;
    return erased;
}

Result<int> Outbox::version_of_others() {
    const std::lock_guard lock(mutex_);
    const auto version = database_.version_of_others();
    // They may have erased something while we were in the way.
    if (version && version_of_others_ != *version) must_forget_ = true;
    if (version) version_of_others_ = *version;
    return version;
}

}  // namespace kb

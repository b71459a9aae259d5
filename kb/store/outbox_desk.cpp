// What operators do with the outbox.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kb/store/statement.h"
#include "kb/store/ticket_json.h"

namespace kb {

namespace {

constexpr const char* columns = "SELECT tickets.place, number, key, received, content, d.state, d.attempts, d.reason, d.changed, r.state "
                                "FROM tickets JOIN errands d ON d.place = tickets.place "
                                "LEFT JOIN errands r ON r.place = tickets.place AND r.errand = 2 WHERE d.errand = 1";

// "1, 3": the states are ours, so they need no binding.
std::string list_of(const std::vector<ErrandState>& states) {
    std::vector<int> numbers;
    for (const ErrandState state : states) numbers.push_back(static_cast<int>(state));
    return fmt::format("{}", fmt::join(numbers, ", "));
}

ListedTicket read_row(Statement& row) {
    ListedTicket listed;
    listed.ticket = {row.getColumn(0).getInt64(), row.getColumn(1).getString(), row.getColumn(2).getString(), row.getColumn(3).getInt64(), {}};
    if (!row.getColumn(4).isNull()) listed.ticket.text = ticket_text_from_json(row.getColumn(4).getString()).value_or(TicketText());
    listed.state = static_cast<ErrandState>(row.getColumn(5).getInt());
    listed.attempts = row.getColumn(6).getInt();
    listed.reason = row.getColumn(7).getString();
    listed.changed = row.getColumn(8).getInt64();
    if (!row.getColumn(9).isNull()) listed.receipt = static_cast<ErrandState>(row.getColumn(9).getInt());
    return listed;
}

}  // namespace

// From which states to which.
struct Outbox::Move {
    std::vector<ErrandState> from;
    ErrandState to;
    bool starts_anew = false;  // nothing of former attempts counts
    bool erases = false;
};

Result<std::vector<ListedTicket>> Outbox::list(const std::vector<ErrandState>& states) {
    const std::lock_guard lock(mutex_);
    return database_.run("read", [&](Connection& connection) {
        const std::string only = states.empty() ? std::string() : fmt::format(" AND d.state IN ({})", list_of(states));
        Statement query(connection, fmt::format("{}{} ORDER BY tickets.place DESC", columns, only));
        std::vector<ListedTicket> found;
        while (query.executeStep()) found.push_back(read_row(query));
        return found;
    });
}

Result<std::optional<ListedTicket>> Outbox::find(std::string_view number) {
    const std::lock_guard lock(mutex_);
    return database_.run("read", [&](Connection& connection) -> std::optional<ListedTicket> {
        Statement query(connection, fmt::format("{} AND number = ?", columns));
        query.bind(1, std::string(number));
        if (!query.executeStep()) return {};
        return read_row(query);
    });
}

Result<Moved> Outbox::retry(const Selection& selection, std::int64_t now) {
    return move(selection, {{ErrandState::waiting, ErrandState::rejected}, ErrandState::waiting, true}, now);
}

Result<Moved> Outbox::release(const Selection& selection, std::int64_t now) {
    return move(selection, {{ErrandState::held}, ErrandState::waiting, true}, now);
}

Result<Moved> Outbox::drop(const Selection& selection, const std::vector<ErrandState>& states, std::int64_t now) {
    auto moved = move(selection, {states, ErrandState::dropped, false, true}, now);
    if (!moved || moved->moved.empty()) return moved;
    const std::lock_guard lock(mutex_);
    // Not at once when a server reads there now; that will do it with what it erases itself.
    if (auto forgotten = database_.forget_erased(); !forgotten) return fail(forgotten.error());
    return moved;
}

Result<Moved> Outbox::move(const Selection& selection, const Move& move, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    return database_.change("write into", [&](Connection& connection) {
        const std::string from = list_of(move.from);
        std::vector<std::string> numbers = selection.numbers;
        if (selection.all) {
            Statement query(connection, fmt::format("SELECT number FROM tickets JOIN errands USING (place) "
                                                    "WHERE errand = 1 AND state IN ({}) AND state < 4 ORDER BY place", from));
            while (query.executeStep()) numbers.push_back(query.getColumn(0).getString());
        }
        // A receipt goes the way of its ticket, unless it has gone already.
        Statement update(connection, fmt::format("UPDATE errands SET state = ?, changed = ?{} WHERE errand IN (1, 2) AND state IN ({}) AND place = "
                                                 "(SELECT place FROM tickets JOIN errands USING (place) WHERE number = ? AND errand = 1 AND state IN ({}))",
                                                 move.starts_anew ? ", attempts = 0, reason = ''" : "", from, from));
        Statement erase(connection, "UPDATE tickets SET content = NULL, closed = ? WHERE number = ?");
        Moved moved;
        for (const std::string& number : numbers) {
            update.bind(1, static_cast<int>(move.to));
            update.bind(2, now);
            update.bind(3, number);
            const bool is_moved = update.exec() > 0;
            update.reset();
            (is_moved ? moved.moved : moved.others).push_back(number);
            if (!is_moved || !move.erases) continue;
            erase.bind(1, now);
            erase.bind(2, number);
            erase.exec();
            erase.reset();
        }
        return moved;
    });
}

}  // namespace kb

#include "kb/store/outbox.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/hash.h"
#include "kb/base/random.h"
#include "kb/store/ticket_json.h"

namespace kb {

namespace {

using Connection = SQLite::Database;
using Statement = SQLite::Statement;

constexpr const char* schema = R"(
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE tickets (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    received INTEGER NOT NULL,
    sender TEXT,      -- these three are NULL once erased
    text_hash TEXT,
    content TEXT
);
CREATE INDEX tickets_by_text ON tickets (text_hash, received) WHERE text_hash IS NOT NULL;
CREATE INDEX tickets_by_sender ON tickets (sender, received) WHERE sender IS NOT NULL;
CREATE TABLE errands (
    place INTEGER NOT NULL REFERENCES tickets (place),
    errand INTEGER NOT NULL,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    changed INTEGER NOT NULL,
    PRIMARY KEY (errand, place)
) WITHOUT ROWID;
CREATE INDEX errands_open ON errands (errand, state, place) WHERE state < 4;
)";

constexpr std::uint64_t least_number = 10'000'000, numbers = 90'000'000;
constexpr std::size_t secret_bytes = 32;

constexpr std::array<std::pair<ErrandState, std::string_view>, 5> state_names = {{{ErrandState::waiting, "waiting"},
                                                                                  {ErrandState::held, "held"},
                                                                                  {ErrandState::rejected, "rejected"},
                                                                                  {ErrandState::done, "delivered"},
                                                                                  {ErrandState::dropped, "dropped"}}};

int stored(ErrandState state) {
    return static_cast<int>(state);
}
int stored(Errand errand) {
    return static_cast<int>(errand);
}

// Who it is from, without saying so; empty when that is not known.
std::string sender_of(const TicketText& text) {
    const std::string sender = text.email.empty() ? text.session : lower_ascii(text.email);
    return sender.empty() ? std::string() : sha256_hex(sender).substr(0, 32);
}

std::string hash_of_text(const TicketText& text) {
    return sha256_hex(fmt::format("{}\n{}", text.subject, text.message));
}

bool says_the_same(const TicketText& a, const TicketText& b) {
    return a.subject == b.subject && a.message == b.message && a.email == b.email && a.fields == b.fields;
}

struct Known {
    std::string number;
    std::optional<std::string> content;
};

std::optional<Known> find_id(Connection& connection, const std::string& id) {
    Statement query(connection, "SELECT number, content FROM tickets WHERE id = ?");
    query.bind(1, id);
    if (!query.executeStep()) return {};
    Known known{query.getColumn(0).getString(), {}};
    if (!query.getColumn(1).isNull()) known.content = query.getColumn(1).getString();
    return known;
}

std::string free_number(Connection& connection) {
    for (;;) {
        std::string number = std::to_string(least_number + random_below(numbers));
        Statement query(connection, "SELECT 1 FROM tickets WHERE number = ?");
        query.bind(1, number);
        if (!query.executeStep()) return number;
    }
}

void bind_or_null(Statement& statement, int at, const std::string& text) {
    if (text.empty()) statement.bind(at);
    else statement.bind(at, text);
}

std::int64_t insert_ticket(Connection& connection, const NewTicket& ticket, const std::string& number, std::int64_t now) {
    Statement insert(connection, "INSERT INTO tickets (number, id, key, received, sender, text_hash, content) VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, number);
    insert.bind(2, ticket.id);
    insert.bind(3, random_uuid());
    insert.bind(4, now);
    bind_or_null(insert, 5, sender_of(ticket.text));
    insert.bind(6, hash_of_text(ticket.text));
    insert.bind(7, to_json(ticket.text));
    insert.exec();
    return connection.getLastInsertRowid();
}

void insert_errand(Connection& connection, std::int64_t place, Errand errand, const std::string& held_for, std::int64_t now) {
    Statement insert(connection, "INSERT INTO errands (place, errand, state, reason, changed) VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, place);
    insert.bind(2, stored(errand));
    insert.bind(3, stored(held_for.empty() ? ErrandState::waiting : ErrandState::held));
    insert.bind(4, held_for);
    insert.bind(5, now);
    insert.exec();
}

}  // namespace

std::string_view name_of(ErrandState state) {
    return std::find_if(state_names.begin(), state_names.end(), [&](const auto& known) { return known.first == state; })->second;
}

std::optional<ErrandState> parse_errand_state(std::string_view name) {
    const auto found = std::find_if(state_names.begin(), state_names.end(), [&](const auto& known) { return known.second == name; });
    if (found == state_names.end()) return {};
    return found->first;
}

Result<std::unique_ptr<Outbox>> Outbox::open(const std::filesystem::path& data) {
    auto database = Database::open(data / "outbox.db", {schema});
    if (!database) return fail(database.error());
    return std::unique_ptr<Outbox>(new Outbox(std::move(*database)));
}

Result<StoredTicket> Outbox::add(const NewTicket& ticket, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    bool is_another = false;
    auto added = database_.change("store a ticket in", [&](Connection& connection) -> StoredTicket {
        if (const auto known = find_id(connection, ticket.id)) {
            const auto text = known->content ? ticket_text_from_json(*known->content) : Result<TicketText>(ticket.text);
            is_another = text && !says_the_same(*text, ticket.text);
            return {known->number, false};
        }
        const std::string number = free_number(connection);
        const std::int64_t place = insert_ticket(connection, ticket, number, now);
        insert_errand(connection, place, Errand::delivery, ticket.held_for, now);
        if (ticket.wants_receipt) insert_errand(connection, place, Errand::receipt, ticket.held_for, now);
        return {number, true};
    });
    if (is_another) return fail(ErrorCode::invalid_argument, "this id stands for another message", "make up a new id for each message");
    return added;
}

Result<std::int64_t> Outbox::repeats(const TicketText& text, std::int64_t since) {
    return count_tickets("text_hash = ?", hash_of_text(text), since);
}

Result<std::int64_t> Outbox::from_sender(const TicketText& text, std::int64_t since) {
    return count_tickets("sender = ?", sender_of(text), since);
}

Result<std::int64_t> Outbox::count_tickets(const char* condition, const std::string& value, std::int64_t since) {
    const std::lock_guard lock(mutex_);
    return database_.run("look into", [&](Connection& connection) -> std::int64_t {
        Statement query(connection, fmt::format("SELECT count(*) FROM tickets WHERE {} AND received >= ?", condition));
        query.bind(1, value);
        query.bind(2, since);
        query.executeStep();
        return query.getColumn(0).getInt64();
    });
}

Result<std::string> Outbox::secret() {
    const std::lock_guard lock(mutex_);
    return database_.change("look into", [](Connection& connection) {
        Statement insert(connection, "INSERT OR IGNORE INTO secrets VALUES ('form', ?)");
        const std::string fresh = random_bytes(secret_bytes);
        insert.bind(1, fresh.data(), static_cast<int>(fresh.size()));
        insert.exec();
        return connection.execAndGet("SELECT value FROM secrets WHERE name = 'form'").getString();
    });
}

Result<std::vector<Waiting>> Outbox::waiting(Errand errand, std::int64_t after) {
    const std::lock_guard lock(mutex_);
    return database_.run("read", [&](Connection& connection) {
        Statement query(connection, "SELECT place, coalesce(sender, ''), attempts FROM errands JOIN tickets USING (place) "
                                    "WHERE errand = ? AND state = ? AND place > ? ORDER BY place");
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
            update.exec();
            update.reset();
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
                                         "WHERE errand = 1 AND state = ? ORDER BY place LIMIT 1");
            oldest.bind(1, stored(state));
            if (!oldest.executeStep()) continue;
            if (state == ErrandState::waiting) counts.oldest_waiting = oldest.getColumn(0).getInt64();
            counts.last_failure = oldest.getColumn(1).getString();
        }
        return counts;
    });
}

Result<std::int64_t> Outbox::erase(std::int64_t before) {
    const std::lock_guard lock(mutex_);
    const auto erased = database_.change("erase from", [&](Connection& connection) -> std::int64_t {
        // Receipts take nothing but the address; one that waits still needs it, one that nobody takes does not.
        Statement update(connection, "UPDATE tickets SET content = NULL, sender = NULL, text_hash = NULL WHERE content IS NOT NULL "
                                     "AND NOT EXISTS (SELECT 1 FROM errands WHERE errands.place = tickets.place AND "
                                     "CASE errand WHEN 1 THEN state < 4 OR changed > ? ELSE state = 1 END)");
        update.bind(1, before);
        return update.exec();
    });
    if (!erased || *erased == 0) return erased;
    if (auto forgotten = database_.forget_erased(); !forgotten) return fail(forgotten.error());
    return erased;
}

Result<int> Outbox::version_of_others() {
    const std::lock_guard lock(mutex_);
    return database_.version_of_others();
}

}  // namespace kb

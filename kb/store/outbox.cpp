#include "kb/store/outbox.h"

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/hash.h"
#include "kb/base/random.h"
#include "kb/store/statement.h"
#include "kb/store/ticket_json.h"

namespace kb {

namespace {

constexpr const char* schema = R"(
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE tickets (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    received INTEGER NOT NULL,
    closed INTEGER,        -- when it was delivered or dropped
    mark TEXT NOT NULL,    -- of what is the same message, see said()
    sender TEXT,           -- these two are NULL a day later, content once erased
    text_mark TEXT,
    content TEXT
);
CREATE INDEX tickets_by_text ON tickets (text_mark, received) WHERE text_mark IS NOT NULL;
CREATE INDEX tickets_by_sender ON tickets (sender, received) WHERE sender IS NOT NULL;
CREATE INDEX tickets_to_erase ON tickets (closed) WHERE closed IS NOT NULL AND content IS NOT NULL;
CREATE INDEX tickets_to_forget ON tickets (received) WHERE closed IS NOT NULL AND content IS NULL AND text_mark IS NOT NULL;
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
constexpr std::size_t secret_bytes = 32, mark_digits = 32;
// Beyond, whoever sends spam is refused rather than given our disk.
constexpr std::int64_t most_held = 10'000;

// What makes two messages under one id the same.
std::string said(const TicketText& text) {
    TicketText words;
    words.subject = text.subject;
    words.message = text.message;
    words.email = text.email;
    words.fields = text.fields;
    return to_json(words);
}

// Who it is from; empty when that is not known.
std::string sender_of(const TicketText& text) {
    return text.email.empty() ? text.session : lower_ascii(text.email);
}

std::string words_of(const TicketText& text) {
    return fmt::format("{}\n{}", text.subject, text.message);
}

struct Known {
    std::string number, mark;
    bool has_receipt = false;
};

std::optional<Known> find_id(Connection& connection, const std::string& id) {
    Statement query(connection, "SELECT number, mark, EXISTS (SELECT 1 FROM errands WHERE errand = 2 AND errands.place = tickets.place) "
                                "FROM tickets WHERE id = ?");
    query.bind(1, id);
    if (!query.executeStep()) return {};
    return Known{query.getColumn(0).getString(), query.getColumn(1).getString(), query.getColumn(2).getInt() != 0};
}

std::int64_t count_open(Connection& connection, Errand errand, ErrandState state) {
    Statement query(connection, "SELECT count(*) FROM errands WHERE errand = ? AND state = ? AND state < 4");
    query.bind(1, stored(errand));
    query.bind(2, stored(state));
    query.executeStep();
    return query.getColumn(0).getInt64();
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

// The marks of one ticket.
struct Marks {
    std::string whole, sender, words;
};

std::int64_t insert_ticket(Connection& connection, const NewTicket& ticket, const std::string& number, const Marks& marks, std::int64_t now) {
    Statement insert(connection, "INSERT INTO tickets (number, id, key, received, mark, sender, text_mark, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, number);
    insert.bind(2, ticket.id);
    insert.bind(3, random_uuid());
    insert.bind(4, now);
    insert.bind(5, marks.whole);
    bind_or_null(insert, 6, marks.sender);
    insert.bind(7, marks.words);
    insert.bind(8, to_json(ticket.text));
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

Result<std::string> read_secret(Database& database) {
    return database.change("look into", [](Connection& connection) {
        Statement insert(connection, "INSERT OR IGNORE INTO secrets VALUES ('form', ?)");
        const std::string fresh = random_bytes(secret_bytes);
        insert.bind(1, fresh.data(), static_cast<int>(fresh.size()));
        insert.exec();
        return connection.execAndGet("SELECT value FROM secrets WHERE name = 'form'").getString();
    });
}

}  // namespace

Result<std::unique_ptr<Outbox>> Outbox::open(const std::filesystem::path& data) {
    auto database = Database::open(data / "outbox.db", {schema});
    if (!database) return fail(database.error());
    auto secret = read_secret(*database);
    if (!secret) return fail(secret.error());
    return std::unique_ptr<Outbox>(new Outbox(std::move(*database), std::move(*secret)));
}

// What tells whether two are the same, and to nobody without the secret what they are.
std::string Outbox::mark_of(std::string_view text) const {
    return text.empty() ? std::string() : hmac_sha256_hex(secret_, text).substr(0, mark_digits);
}

Result<StoredTicket> Outbox::add(const NewTicket& ticket, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    const Marks marks{mark_of(said(ticket.text)), mark_of(sender_of(ticket.text)), mark_of(words_of(ticket.text))};
    enum class Refusal { none, another_text, too_many_held } refusal = Refusal::none;
    auto added = database_.change("store a ticket in", [&](Connection& connection) -> StoredTicket {
        if (const auto known = find_id(connection, ticket.id)) {
            if (known->mark != marks.whole) refusal = Refusal::another_text;
            return {known->number, known->has_receipt, false};
        }
        if (!ticket.held_for.empty() && count_open(connection, Errand::delivery, ErrandState::held) >= most_held) {
            refusal = Refusal::too_many_held;
            return {};
        }
        const std::string number = free_number(connection);
        const std::int64_t place = insert_ticket(connection, ticket, number, marks, now);
        insert_errand(connection, place, Errand::delivery, ticket.held_for, now);
        if (ticket.wants_receipt) insert_errand(connection, place, Errand::receipt, ticket.held_for, now);
        return {number, ticket.wants_receipt, true};
    });
    if (refusal == Refusal::another_text)
        return fail(ErrorCode::invalid_argument, "this id stands for another message", "make up a new id for each message");
    if (refusal == Refusal::too_many_held)
        return fail(ErrorCode::busy, "too many messages are held already", "look at kb-server outbox list --state held");
    return added;
}

Result<std::int64_t> Outbox::repeats(const TicketText& text, std::int64_t since) {
    return count_tickets("text_mark = ?", mark_of(words_of(text)), since);
}

Result<std::int64_t> Outbox::from_sender(const TicketText& text, std::int64_t since) {
    return count_tickets("sender = ?", mark_of(sender_of(text)), since);
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

}  // namespace kb

// Tickets between the moment they are acknowledged and the moment that the system of support has them; and what is kept of them
// afterwards. A file of the data folder, outbox.db, which other programs may have open at the same time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/store/database.h"
#include "kb/store/ticket.h"

namespace kb {

// What is to be done about a ticket. Stored numbers are fixed.
enum class Errand : int { delivery = 1, receipt = 2 };
enum class ErrandState : int {
    waiting = 1,
    held = 2,      // until somebody has looked at it
    rejected = 3,  // the receiver does not take it as it is
    done = 4,
    dropped = 5,
};
std::string_view name_of(ErrandState state);
std::optional<ErrandState> parse_errand_state(std::string_view name);

struct NewTicket {
    std::string id;  // the sender's
    TicketText text;
    std::string held_for;  // why it is not delivered yet; empty for at once
    bool wants_receipt = false;
};

struct StoredTicket {
    std::string number;
    bool has_receipt = false;  // it is on its way, or was
    bool is_new = true;  // false: the same had been stored before
};

// A ticket that waits. Those of one sender are delivered in their order.
struct Waiting {
    std::int64_t place = 0;
    std::string sender;
    int attempts = 0;
    bool operator==(const Waiting&) const = default;
};

// What became of one.
struct Attempt {
    std::int64_t place = 0;
    ErrandState state = ErrandState::waiting;
    std::string reason;  // of a failure
};

struct OutboxCounts {
    std::int64_t waiting = 0, held = 0, rejected = 0, receipts_waiting = 0;
    std::optional<std::int64_t> oldest_waiting;  // when it was received
    std::string last_failure;                    // of the oldest that was rejected, else of the oldest that waits
};

struct ListedTicket {
    Ticket ticket;
    ErrandState state = ErrandState::waiting;
    int attempts = 0;
    std::string reason;
    std::int64_t changed = 0;            // seconds since 1970
    std::optional<ErrandState> receipt;  // when one was wanted
};

// The tickets that an operator means: these, or all to which the command applies.
struct Selection {
    std::vector<std::string> numbers;
    bool all = false;
};
struct Moved {
    std::vector<std::string> moved;
    std::vector<std::string> others;  // not there, or in another state
};

// Any number of threads may use one.
class Outbox {
public:
    static Result<std::unique_ptr<Outbox>> open(const std::filesystem::path& data);

    // Stored durably when it returns. The same id with the same subject, message, address and fields is the same ticket, even when
    // its text has been erased; with others it fails with invalid_argument. Fails with busy when it is to be held and too many
    // are. `now` in seconds since 1970.
    Result<StoredTicket> add(const NewTicket& ticket, std::int64_t now);
    // How many came since then, a day ago at most, with this subject and message.
    Result<std::int64_t> repeats(const TicketText& text, std::int64_t since);
    // How many came since then from whom this one is from.
    Result<std::int64_t> from_sender(const TicketText& text, std::int64_t since);
    // Random bytes, made once.
    const std::string& secret() const { return secret_; }

    // Those behind a place, in the order in which they came.
    Result<std::vector<Waiting>> waiting(Errand errand, std::int64_t after = 0);
    // Nothing when it does not wait any more.
    Result<std::optional<Ticket>> find_waiting(Errand errand, std::int64_t place);
    // Attempts at what does not wait any more are passed over.
    Result<void> record(Errand errand, const std::vector<Attempt>& attempts, std::int64_t now);
    Result<OutboxCounts> counts();
    // Of what was delivered or dropped no later than `before`: text, address and everything else that came with it; a thousand
    // tickets at most, how many. Also gives up receipts after two days, and what was held for ninety.
    Result<std::int64_t> erase(std::int64_t before, std::int64_t now);
    // Differs from before when another program has changed something.
    Result<int> version_of_others();

    // The latest first; `states` empty for all.
    Result<std::vector<ListedTicket>> list(const std::vector<ErrandState>& states);
    Result<std::optional<ListedTicket>> find(std::string_view number);
    Result<Moved> retry(const Selection& selection, std::int64_t now);    // what waits or was rejected
    Result<Moved> release(const Selection& selection, std::int64_t now);  // what is held
    Result<Moved> drop(const Selection& selection, const std::vector<ErrandState>& states, std::int64_t now);  // and erases its text

private:
    Outbox(Database database, std::string secret) : database_(std::move(database)), secret_(std::move(secret)) {}
    std::string mark_of(std::string_view text) const;
    Result<std::int64_t> count_tickets(const char* condition, const std::string& value, std::int64_t since);
    struct Move;
    Result<Moved> move(const Selection& selection, const Move& move, std::int64_t now);

    std::mutex mutex_;
    Database database_;
    const std::string secret_;
    int version_of_others_ = 0;
    bool must_forget_ = false;  // something erased may still stand in the log of changes
};

}  // namespace kb

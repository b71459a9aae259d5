// What agents say at their desks: this article solved that message, or nothing fits it. A file of the data folder, confirmations.db.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kb/base/error.h"
#include "kb/store/database.h"

namespace kb {

struct NewConfirmation {
    std::string agent;             // by name
    std::string lang, subject, message;  // scrubbed of personal data
    std::optional<std::string> article;  // language/slug; nothing when nothing fits
    std::string group;                   // of gaps, what it asks, as ReadQuery::group
};

struct Confirmation {
    std::int64_t id = 0;
    std::int64_t at = 0;  // seconds since 1970
    NewConfirmation what;
};

struct NothingFits {
    std::string lang, subject, message, group;
    std::int64_t at = 0;
};

// Beyond so many the oldest are erased.
constexpr int most_confirmations = 20'000;

// Any number of threads may use one.
class Confirmations {
public:
    static Result<std::unique_ptr<Confirmations>> open(const std::filesystem::path& data);

    struct Added {
        std::int64_t id = 0;
        bool is_new = false;  // false when the same agent had said just this before
    };
    Result<Added> add(const NewConfirmation& confirmation, std::int64_t now);
    Result<std::optional<Confirmation>> find(std::int64_t id);
    // Its text is gone for good. False when there is none.
    Result<bool> remove(std::int64_t id);

    // Those with an id below `before` (all for 0), the newest first; of one article when it is given.
    Result<std::vector<Confirmation>> list(std::int64_t before, int most, const std::optional<std::string>& article = {});
    // With an article, the newest first.
    Result<std::vector<Confirmation>> solved(int most);
    // Said from `from` to before `to`, in seconds since 1970, the oldest first.
    Result<std::vector<NothingFits>> nothing_fits(std::int64_t from, std::int64_t to);

    // Those said before `before`, in seconds since 1970, are gone for good.
    Result<void> forget_nothing_fits(std::int64_t before);

    // Differs from before when anything was changed, here or by another program.
    Result<std::int64_t> version();

private:
    explicit Confirmations(Database database) : database_(std::move(database)) {}

    std::mutex mutex_;
    Database database_;
    std::int64_t changes_ = 0;  // of ours
};

}  // namespace kb

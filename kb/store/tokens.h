// Who may see more than customers do: named tokens and the sessions that were opened with them. A file of the data folder, access.db,
// which other programs may have open at the same time. Neither tokens nor sessions stand in it, only their hashes.
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

namespace kb {

// Each may do what those before it may. Stored numbers are fixed.
enum class Role : int { customer = 0, agent = 1, writer = 2, administrator = 3 };
std::string_view name_of(Role role);
std::optional<Role> parse_role(std::string_view name);

struct TokenInfo {
    std::string name;
    Role role = Role::agent;
    std::int64_t created = 0;  // seconds since 1970
    std::optional<std::int64_t> revoked;
    bool operator==(const TokenInfo&) const = default;
};

// What lets somebody in now, by the hash of what they show.
struct Pass {
    std::string hash;  // see hash_of_key()
    std::string name;  // of the token
    Role role = Role::agent;
    std::int64_t ends = 0;  // of a session, seconds since 1970; 0 for tokens, which do not end
    bool operator==(const Pass&) const = default;
};

// SHA-256 is enough: keys are random, and long beyond guessing.
std::string hash_of_key(std::string_view key);

// Any number of threads may use one.
class Tokens {
public:
    static Result<std::unique_ptr<Tokens>> open(const std::filesystem::path& data);

    // The token, which nobody can be told again. Fails with invalid_argument when a token that counts has the name, or there is
    // no name.
    Result<std::string> create(Role role, const std::string& name, std::int64_t now);
    // Ends its sessions, too. Fails with not_found when no token that counts has the name.
    Result<void> revoke(const std::string& name, std::int64_t now);
    // Those that count first, by name.
    Result<std::vector<TokenInfo>> list();

    // A new session of whoever has the token, until `ends`; nothing when it does not count. Of a token's sessions the latest hundred
    // stay.
    Result<std::optional<std::string>> open_session(std::string_view token, std::int64_t now, std::int64_t ends);
    Result<void> close_session(std::string_view session);

    // Whatever lets somebody in.
    Result<std::vector<Pass>> passes(std::int64_t now);
    // Differs from before when another program has changed something.
    Result<int> version_of_others();

private:
    explicit Tokens(Database database) : database_(std::move(database)) {}

    std::mutex mutex_;
    Database database_;
};

}  // namespace kb

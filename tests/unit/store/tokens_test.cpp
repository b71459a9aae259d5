#include "kb/store/tokens.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "kb/base/files.h"

namespace {

using namespace kb;

constexpr std::int64_t noon = 1'780'000'000;

class World {
public:
    World() : folder_(*TemporaryDirectory::create("tokens")), tokens_(std::move(*Tokens::open(folder_.path()))) {}
    Tokens& tokens() { return *tokens_; }
    std::string create(const std::string& name, Role role = Role::agent) {
        const auto token = tokens_->create(role, name, noon);
        REQUIRE(token);
        return *token;
    }
    // The role that a key gives; customer when it lets nobody in.
    Role role_of(const std::string& key, std::int64_t now = noon) {
        const auto passes = tokens_->passes(now);
        REQUIRE(passes);
        const auto found = std::find_if(passes->begin(), passes->end(), [&](const Pass& pass) { return pass.hash == hash_of_key(key); });
        return found == passes->end() ? Role::customer : found->role;
    }
    bool files_hold(const std::string& text) const {
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            if (bytes.find(text) != std::string::npos) return true;
        }
        return false;
    }

private:
    TemporaryDirectory folder_;
    std::unique_ptr<Tokens> tokens_;
};

TEST_CASE("a token gives its role until it is revoked, and stands nowhere") {
    World world;
    const std::string anna = world.create("anna", Role::writer), boris = world.create("boris");
    CHECK(anna != boris);
    CHECK(anna.size() > 64);
    CHECK(world.role_of(anna) == Role::writer);
    CHECK(world.role_of(boris) == Role::agent);
    CHECK(world.role_of(anna + "x") == Role::customer);
    CHECK_FALSE(world.files_hold(anna));
    CHECK_FALSE(world.files_hold(anna.substr(anna.size() - 64)));
    REQUIRE(world.tokens().revoke("anna", noon + 1));
    CHECK(world.role_of(anna) == Role::customer);
    CHECK(world.role_of(boris) == Role::agent);
}

TEST_CASE("a name is one token's at a time") {
    World world;
    const std::string first = world.create("anna");
    const auto second = world.tokens().create(Role::writer, "anna", noon);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::invalid_argument);
    CHECK(world.role_of(first) == Role::agent);
    REQUIRE(world.tokens().revoke("anna", noon));
    world.create("anna", Role::writer);
    const auto all = world.tokens().list();
    REQUIRE(all->size() == 2);
    CHECK(all->front() == TokenInfo{"anna", Role::writer, noon, {}});
    CHECK(all->back().revoked == noon);
    CHECK(world.tokens().revoke("olga", noon).error().code == ErrorCode::not_found);
}

TEST_CASE("customers have no token, and a token has a name") {
    World world;
    CHECK_FALSE(world.tokens().create(Role::customer, "anna", noon));
    CHECK_FALSE(world.tokens().create(Role::agent, "", noon));
    CHECK_FALSE(world.tokens().create(Role::agent, "a\nb", noon));
    CHECK_FALSE(world.tokens().create(Role::agent, std::string(101, 'a'), noon));
}

TEST_CASE("a session ends by itself, when it is closed, and with its token") {
    World world;
    const std::string token = world.create("anna", Role::writer);
    const auto first = world.tokens().open_session(token, noon, noon + 100), second = world.tokens().open_session(token, noon, noon + 900);
    REQUIRE((first && *first && second && *second));
    CHECK(**first != **second);
    CHECK_FALSE(world.files_hold(**first));
    CHECK(world.role_of(**first) == Role::writer);
    CHECK(world.role_of(**first, noon + 100) == Role::customer);
    CHECK(world.role_of(**second, noon + 100) == Role::writer);
    REQUIRE(world.tokens().close_session(**first));
    CHECK(world.role_of(**first) == Role::customer);
    REQUIRE(world.tokens().revoke("anna", noon));
    CHECK(world.role_of(**second) == Role::customer);
    CHECK_FALSE(*world.tokens().open_session(token, noon, noon + 100));
    CHECK_FALSE(*world.tokens().open_session("otvet-token-00", noon, noon + 100));
}

TEST_CASE("whoever opens session after session ends the oldest") {
    World world;
    const std::string token = world.create("robot"), other = world.create("anna");
    const auto hers = world.tokens().open_session(other, noon, noon + 1), first = world.tokens().open_session(token, noon, noon + 1);
    for (int time = 0; time < 100; ++time) REQUIRE(world.tokens().open_session(token, noon, noon + 2 + time));
    CHECK(world.role_of(**first) == Role::customer);
    CHECK(world.role_of(**hers) == Role::agent);
    CHECK(world.tokens().passes(noon)->size() == 103);
}

TEST_CASE("roles are called what the command line calls them") {
    for (const Role role : {Role::customer, Role::agent, Role::writer, Role::administrator}) CHECK(parse_role(name_of(role)) == role);
    CHECK_FALSE(parse_role("root"));
}

}  // namespace

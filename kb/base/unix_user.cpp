#include "kb/base/unix_user.h"

#include <array>
#include <cstdlib>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

namespace kb {

namespace {

std::string name_of(uid_t id) {
    std::array<char, 4096> texts{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(id, &entry, texts.data(), texts.size(), &found) != 0 || found == nullptr) return fmt::format("{}", id);
    return found->pw_name;
}

}  // namespace

std::string unix_user() {
    const std::string name = name_of(getuid());
    const char* asked_by = getuid() == 0 ? std::getenv("SUDO_USER") : nullptr;
    return asked_by == nullptr || *asked_by == '\0' ? name : fmt::format("{} ({})", name, asked_by);
}

}  // namespace kb

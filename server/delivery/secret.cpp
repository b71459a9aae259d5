#include "server/delivery/secret.h"

#include <fmt/format.h>

#include "kb/base/files.h"

namespace kb::server {

namespace {

constexpr std::uint64_t most_bytes = 4096;

void strip_line_end(std::string& secret) {
    if (secret.ends_with('\n')) secret.pop_back();
    if (secret.ends_with('\r')) secret.pop_back();
}

}  // namespace

Result<std::string> read_secret(const std::filesystem::path& file, const char* from_environment) {
    if (file.empty() && !from_environment) return std::string();
    auto secret = file.empty() ? Result<std::string>(from_environment) : read_file(file, most_bytes);
    if (!secret) return secret;
    strip_line_end(*secret);
    const std::string where = file.empty() ? fmt::format("${}", secret_variable) : file.string();
    if (secret->empty()) return fail(ErrorCode::invalid_content, "the secret is empty", "put the secret there, in one line", {where});
    if (secret->size() > most_bytes) return fail(ErrorCode::limit_exceeded, "the secret is longer than 4 KiB", {}, {where});
    return secret;
}

}  // namespace kb::server

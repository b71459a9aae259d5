#include "kb/index/xapian_errors.h"

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace kb {

Error index_error(const Xapian::Error& error, const std::filesystem::path& directory) {
    const char* system = error.get_error_string();
    const std::string reason = system == nullptr ? std::string() : system;
    // Xapian gives the system's reason as text only.
    for (const int full : {ENOSPC, EDQUOT, EFBIG}) {
        if (reason == std::generic_category().message(full))
            return system_error("write the index", directory.string(), full);
    }
    const std::string what = fmt::format("the index failed: {}{}{}", error.get_msg(), reason.empty() ? "" : ": ", reason);
    const bool opening = std::string_view(error.get_type()).find("Opening") != std::string_view::npos;
    const bool corrupt = std::string_view(error.get_type()).find("Corrupt") != std::string_view::npos;
    if (opening || corrupt)
        return {ErrorCode::index_damaged, what, "run kb-indexer build --rebuild", {directory.string()}};
    return {ErrorCode::io, what, "run the command again", {directory.string()}};
}

}  // namespace kb

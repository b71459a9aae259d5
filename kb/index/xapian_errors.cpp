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
    const std::string_view type = error.get_type();
    const bool opening = type == "DatabaseOpeningError" || type == "DatabaseNotFoundError";
    // A table that was cut short is a plain DatabaseError.
    const bool corrupt = type == "DatabaseCorruptError" || error.get_msg().starts_with("EOF reading block");
    if (opening || corrupt)
        return {ErrorCode::index_damaged, what, "run kb-indexer build --rebuild", {directory.string()}};
    return {ErrorCode::io, what, "run the command again", {directory.string()}};
}

}  // namespace kb

// What went wrong, where, and how to mend it.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace kb {

enum class ErrorCode {
    invalid_argument,  // the caller asked for something that cannot be
    not_found,         // a file, an article or a generation that is not there
    unreadable,        // present, but the system would not let us read it
    invalid_content,   // read, but not what its format says
    limit_exceeded,    // larger, deeper or slower than we accept
    index_missing,     // no published generation
    index_damaged,     // half written, truncated, or not ours
    index_foreign,     // made by another analyzer or schema version
    busy,              // another process holds what we need
    no_space,          // the disk is full or a quota is reached
    io,                // any other failure of the system
};

// A place in a file; lines and columns count from 1, 0 means unknown.
struct Location {
    std::string path;
    int line = 0;
    int column = 0;
    bool operator==(const Location&) const = default;
};

struct Error {
    ErrorCode code = ErrorCode::io;
    std::string what;
    std::string hint;  // the cure, in the imperative; may be empty
    Location at;
};

// "path:line:column: what; hint", leaving out what is unknown.
std::string to_string(const Error& error);
std::string to_string(const Location& at);
std::string_view name_of(ErrorCode code);

// An Error from errno: what could not be done, then the system's own words.
Error system_error(std::string_view doing, std::string_view path, int error_number);

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string what, std::string hint = {}, Location at = {}) {
    return tl::unexpected<Error>(Error{code, std::move(what), std::move(hint), std::move(at)});
}
inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace kb

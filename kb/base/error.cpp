#include "kb/base/error.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace kb {

std::string to_string(const Location& at) {
    if (at.path.empty()) return {};
    if (at.line == 0) return at.path;
    if (at.column == 0) return fmt::format("{}:{}", at.path, at.line);
    return fmt::format("{}:{}:{}", at.path, at.line, at.column);
}

std::string to_string(const Error& error) {
    std::string text = to_string(error.at);
    if (!text.empty()) text += ": ";
    text += error.what;
    if (!error.hint.empty()) text += "; " + error.hint;
    return text;
}

std::string_view name_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_argument: return "invalid_argument";
        case ErrorCode::not_found: return "not_found";
        case ErrorCode::unreadable: return "unreadable";
        case ErrorCode::invalid_content: return "invalid_content";
        case ErrorCode::limit_exceeded: return "limit_exceeded";
        case ErrorCode::index_missing: return "index_missing";
        case ErrorCode::index_damaged: return "index_damaged";
        case ErrorCode::index_foreign: return "index_foreign";
        case ErrorCode::busy: return "busy";
        case ErrorCode::no_space: return "no_space";
        case ErrorCode::io: return "io";
    }
    return "io";
}

namespace {

ErrorCode code_of(int error_number) {
    switch (error_number) {
        case ENOENT:
        case ENOTDIR: return ErrorCode::not_found;
        case EACCES:
        case EPERM: return ErrorCode::unreadable;
        case ENOSPC:
        case EDQUOT:
        case EFBIG: return ErrorCode::no_space;
        default: return ErrorCode::io;
    }
}

std::string_view hint_for(ErrorCode code) {
    switch (code) {
        case ErrorCode::not_found: return "check the path";
        case ErrorCode::unreadable: return "give this user permission to it";
        case ErrorCode::no_space: return "free some disk space and run the command again";
        default: return {};
    }
}

}  // namespace

Error system_error(std::string_view doing, std::string_view path, int error_number) {
    const ErrorCode code = code_of(error_number);
    return Error{code, fmt::format("cannot {}: {}", doing, std::generic_category().message(error_number)),
                 std::string(hint_for(code)), Location{std::string(path)}};
}

}  // namespace kb

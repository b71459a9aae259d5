// The value of a Result that a test counts on.
#pragma once

#include <utility>

#include <catch2/catch.hpp>

#include "kb/base/error.h"

namespace kb::test {

// The value, or the end of the test with the error's text.
template <class T>
T must(Result<T> result) {
    if (!result) FAIL(to_string(result.error()));
    return std::move(*result);
}
inline void must(const Result<void>& result) {
    if (!result) FAIL(to_string(result.error()));
}

// The code of an expected failure; fails the test on a success.
template <class T>
ErrorCode code_of(const Result<T>& result) {
    if (result) FAIL("this should have failed");
    return result.error().code;
}

}  // namespace kb::test

// The words of the interface, in each language that it speaks.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/base/error.h"

namespace kb::server {

// Values for the {names} in a text.
using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Texts {
public:
    // From the files built into the program. Fails when one cannot be read, or a language lacks a text that another
    // one has.
    static Result<Texts> load();
    // `yaml` maps keys to texts; keys of nested maps are joined by dots.
    Result<void> add(std::string_view lang, std::string_view yaml, std::string_view path);
    Result<void> check_complete() const;

    std::vector<std::string> languages() const;
    // Languages that the interface does not speak are shown in English.
    std::string_view spoken(std::string_view lang) const;

    // The text of a key; the key itself when there is none.
    std::string_view get(std::string_view lang, std::string_view key) const;
    const std::map<std::string, std::string, std::less<>>& all(std::string_view lang) const;

    std::string format(std::string_view lang, std::string_view key, Values values) const;
    // The form of `key` that goes with `count`, which also stands for {n}.
    std::string count(std::string_view lang, std::string_view key, std::uint64_t count) const;
    // "31 мая 2026", "May 31, 2026".
    std::string date(std::string_view lang, std::chrono::year_month_day day) const;
    // What a language calls itself.
    std::string language_name(std::string_view lang) const;

private:
    using Language = std::map<std::string, std::string, std::less<>>;
    std::map<std::string, Language, std::less<>> languages_;
};

}  // namespace kb::server

// Rules switched off or made milder or graver: for the site and its folders in kb.yaml, for lines in the files themselves.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb {

// Lines `first` to `last` of a file on which a rule says nothing.
struct LineSwitch {
    std::string rule;
    int first = 0, last = 0;
    bool operator==(const LineSwitch&) const = default;
};

struct LineSwitches {
    std::vector<LineSwitch> switches;
    std::vector<Problem> problems;  // those without a reason, or of rules that there are not
};

// "<!-- check-off RULE: why -->" beside text counts for its line, alone on a line for the block that follows: up to the next empty line, or
// to the end of a fenced block of code. In front matter it is written as "# check-off RULE: why" above a field.
LineSwitches read_line_switches(std::string_view path, std::string_view text);

// `checks` of kb.yaml.
struct CheckSettings {
    enum class Level { off, warning, error };
    struct Folder {
        std::string folder;  // without a slash at the end; may be a file, too
        std::vector<std::string> off;
        Location at;
    };

    std::map<std::string, Level, std::less<>> levels;  // by rule
    std::vector<Folder> folders;
    std::map<std::string, double, std::less<>> reading_ease;  // by language: below it prose is hard to read
    std::vector<Problem> problems;

    // Whether the rule is off for the file; a whole site's level for it counts, too.
    bool is_off(std::string_view rule, std::string_view path) const;
};
CheckSettings read_check_settings(std::string_view kb_yaml, std::string_view path);

// `switches` are those of the file that the problem is in, or nullptr. What leaves an article out is never switched off.
bool is_switched_off(const CheckSettings& settings, const Problem& problem, const std::vector<LineSwitch>* switches);
// With the severity that the site gives to its rule.
void set_level(const CheckSettings& settings, Problem& problem);

}  // namespace kb

#include "kb/check/switches.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/yaml.h"
#include "kb/check/places.h"
#include "kb/check/rules.h"

namespace kb {

namespace {

constexpr std::string_view word = "check-off";
// More switches than any file needs.
constexpr std::size_t most_switches = 200;

bool leaves_article_out(const Problem& problem) {
    const CheckRule* rule = find_rule(problem.rule);
    return rule != nullptr && rule->is(CheckRule::leaves_out) && problem.severity == Severity::error;
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t>") == std::string_view::npos;
}

// What stands behind check-off in a comment of the line: "RULE: why".
struct Comment {
    std::string_view text;
    std::size_t begin = 0;
    bool is_alone = false;
};

std::vector<Comment> find_comments(std::string_view line, bool in_front_matter) {
    const std::string_view opening = in_front_matter ? "#" : "<!--", closing = in_front_matter ? "" : "-->";
    std::vector<Comment> found;
    for (std::size_t begin = line.find(opening); begin != std::string_view::npos;) {
        const std::size_t end = closing.empty() ? line.size() : line.find(closing, begin);
        if (end == std::string_view::npos) break;
        const std::string_view text = trim_blanks(line.substr(begin + opening.size(), end - begin - opening.size()));
        const bool is_alone = is_blank(line.substr(0, begin)) && is_blank(line.substr(std::min(end + closing.size(), line.size())));
        if (text == word || text.starts_with(std::string(word) + " ")) found.push_back({trim_blanks(text.substr(word.size())), begin, is_alone});
        begin = line.find(opening, end);
    }
    return found;
}

class SwitchReader {
public:
    SwitchReader(std::string_view path, std::string_view text) : path_(path), places_(path, text) {}

    LineSwitches read() {
        bool in_front_matter = places_.line(1) == "---", in_code = false;
        for (std::size_t number = 1; number <= places_.lines(); ++number) {
            const std::string_view line = places_.line(number);
            if (in_front_matter && number > 1 && line == "---") in_front_matter = false;
            else if (!in_front_matter && is_fence(line)) in_code = !in_code;
            if (in_code || line.find(word) == std::string_view::npos) continue;
            for (const Comment& comment : find_comments(line, in_front_matter)) take(comment, number, in_front_matter);
        }
        return std::move(found_);
    }

private:
    static bool is_fence(std::string_view line) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t>"), line.size()));
        return line.starts_with("```") || line.starts_with("~~~");
    }

    void take(const Comment& comment, std::size_t number, bool in_front_matter) {
        const std::string name(comment.text.substr(0, comment.text.find_first_of(": \t")));
        const std::string_view rest = trim_blanks(comment.text.substr(name.size()));
        const bool has_reason = rest.starts_with(':') && !trim_blanks(rest.substr(1)).empty();
        const auto report = [&](std::string what, std::string hint) {
            found_.problems.push_back({{std::string(path_), static_cast<int>(number), static_cast<int>(count_characters(places_.line(number).substr(0, comment.begin))) + 1},
                                       Severity::warning, "check-switch", std::move(what), std::move(hint)});
        };
        if (name.empty()) return report("the switch names no rule", "write <!-- check-off RULE: why -->; kb-indexer check --rules lists the rules");
        if (find_rule(name) == nullptr) return report(fmt::format("there is no rule '{}'", name), hint_for_rule(name));
        if (!has_reason) report(fmt::format("'{}' is switched off without a reason", name), fmt::format("write <!-- check-off {}: why -->", name));
        if (found_.switches.size() >= most_switches) return;
        const auto [first, last] = comment.is_alone ? block_behind(number, in_front_matter) : std::pair(number, number);
        found_.switches.push_back({name, static_cast<int>(first), static_cast<int>(last)});
    }

    std::pair<std::size_t, std::size_t> block_behind(std::size_t number, bool in_front_matter) const {
        std::size_t first = number + 1;
        while (first < places_.lines() && is_blank(places_.line(first))) ++first;
        std::size_t last = first;
        if (in_front_matter) return {number, first};
        const bool code = is_fence(places_.line(first));
        const auto goes_on = [&](std::string_view line) { return code ? !is_fence(line) : !is_blank(line); };
        while (last < places_.lines() && goes_on(places_.line(last + 1))) ++last;
        return {number, code ? last + 1 : last};
    }

    std::string_view path_;
    TextPlaces places_;
    LineSwitches found_;
};

class SettingsReader {
public:
    void read(const Yaml& value) {
        if (!value.is_map()) return error("'checks' must be a list of rules", "write dead-link: error below it", value.at);
        for (const auto& [key, field] : value.map) {
            if (key.scalar == "folders") read_folders(field);
            else if (key.scalar == "reading_ease") read_reading_ease(field);
            else read_level(key, field);
        }
    }
    CheckSettings take() { return std::move(settings_); }

private:
    void error(std::string what, std::string hint, const Location& at) {
        settings_.problems.push_back({at, Severity::error, "site-config", std::move(what), std::move(hint)});
    }
    void warn(std::string what, std::string hint, const Location& at) {
        settings_.problems.push_back({at, Severity::warning, "check-switch", std::move(what), std::move(hint)});
    }

    bool is_rule(const Yaml& name) {
        if (find_rule(name.scalar) != nullptr) return true;
        warn(fmt::format("there is no rule '{}'", name.scalar), hint_for_rule(name.scalar), name.at);
        return false;
    }

    void read_level(const Yaml& key, const Yaml& value) {
        using Level = CheckSettings::Level;
        if (!is_rule(key)) return;
        const std::string& level = value.scalar;
        if (level == "off" || level == "false") settings_.levels[key.scalar] = Level::off;
        else if (level == "warning") settings_.levels[key.scalar] = Level::warning;
        else if (level == "error") settings_.levels[key.scalar] = Level::error;
        else error(fmt::format("'{}' is no level", level), "write off, warning or error", value.at);
    }

    void read_folders(const Yaml& value) {
        if (!value.is_list()) return error("'folders' must be a list", "write - folder: ru/legal with off: and reason: below it", value.at);
        for (const Yaml& item : value.list) {
            const Yaml* folder = item.find("folder");
            const Yaml* off = item.find("off");
            const Yaml* reason = item.find("reason");
            if (folder == nullptr || off == nullptr || folder->scalar.empty()) {
                error("a folder needs its path, and the rules that are off", "write folder: ru/legal and off: [hard-to-read]", item.at);
                continue;
            }
            if (reason == nullptr || reason->scalar.empty()) warn(fmt::format("rules are switched off in '{}' without a reason", folder->scalar), "write reason: why", item.at);
            CheckSettings::Folder into{folder->scalar, {}, folder->at};
            while (into.folder.ends_with('/')) into.folder.pop_back();
            if (off->is_scalar() && is_rule(*off)) into.off.push_back(off->scalar);
            for (const Yaml& name : off->list) {
                if (is_rule(name)) into.off.push_back(name.scalar);
            }
            settings_.folders.push_back(std::move(into));
        }
    }

    void read_reading_ease(const Yaml& value) {
        for (const auto& [lang, field] : value.map) {
            double limit = 0;
            const char* end = field.scalar.data() + field.scalar.size();
            const auto read = std::from_chars(field.scalar.data(), end, limit);
            if (read.ec == std::errc() && read.ptr == end) settings_.reading_ease[lang.scalar] = limit;
            else error(fmt::format("'{}' is no number", field.scalar), "write reading_ease: {ru: 0, en: 20}", field.at);
        }
        if (!value.is_map()) error("'reading_ease' must name languages", "write reading_ease: {ru: 0, en: 20}", value.at);
    }

    CheckSettings settings_;
};

}  // namespace

LineSwitches read_line_switches(std::string_view path, std::string_view text) {
    if (text.find(word) == std::string_view::npos) return {};
    return SwitchReader(path, text).read();
}

CheckSettings read_check_settings(std::string_view kb_yaml, std::string_view path) {
    SettingsReader reader;
    const auto yaml = parse_yaml(kb_yaml, path);
    if (!yaml) return {};  // whoever reads the rest of the file says so
    if (const Yaml* checks = yaml->find("checks")) reader.read(*checks);
    return reader.take();
}

bool CheckSettings::is_off(std::string_view rule, std::string_view path) const {
    const auto level = levels.find(rule);
    if (level != levels.end() && level->second == Level::off) return true;
    return std::any_of(folders.begin(), folders.end(), [&](const Folder& folder) {
        const bool inside = path.starts_with(folder.folder) && (path.size() == folder.folder.size() || path[folder.folder.size()] == '/');
        return inside && std::find(folder.off.begin(), folder.off.end(), rule) != folder.off.end();
    });
}

bool is_switched_off(const CheckSettings& settings, const Problem& problem, const std::vector<LineSwitch>* switches) {
    if (leaves_article_out(problem)) return false;
    if (settings.is_off(problem.rule, problem.at.path)) return true;
    if (switches == nullptr) return false;
    const CheckRule* rule = find_rule(problem.rule);
    const bool anywhere = rule != nullptr && rule->is(CheckRule::of_article);
    return std::any_of(switches->begin(), switches->end(), [&](const LineSwitch& each) {
        return each.rule == problem.rule && (anywhere || (each.first <= problem.at.line && problem.at.line <= each.last));
    });
}

void set_level(const CheckSettings& settings, Problem& problem) {
    const auto level = settings.levels.find(problem.rule);
    if (level == settings.levels.end() || leaves_article_out(problem)) return;
    problem.severity = level->second == CheckSettings::Level::error ? Severity::error : Severity::warning;
}

}  // namespace kb

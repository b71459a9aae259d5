#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "indexer/content.h"
#include "kb/check/finding_list.h"
#include "kb/check/rules.h"
#include "kb/check/secrets.h"

namespace kb {

namespace {

SiteToCheck site_of(const Content& content, std::chrono::sys_days today) {
    SiteToCheck site;
    site.site = &content.site;
    site.logo_at = content.logo_at;
    site.readme = content.checks.readme;
    site.expectations = content.checks.expectations;
    site.today = today;
    for (const auto& path : content.resources) site.files.insert(site.files.end(), path);
    for (const ContentArticle& article : content.articles) {
        SiteArticle& into = site.articles.emplace_back(SiteArticle{&article.record.facts, &article.plan, {}, {}, article.former});
        // A file that differs from what was committed changed now, whenever that is.
        const auto history = content.history.present.find(article.record.facts.path);
        if (history == content.history.present.end() || history->second.changed != article.updated) continue;
        into.changed = article.updated;
        into.reworded = history->second.reworded;
    }
    return site;
}

// Whether the switch could do something there: what is said of whole articles comes and goes with the days, and other rules of
// what is no article of its own speak elsewhere.
bool may_be_idle(const CheckSettings& settings, const LineSwitch& each, std::string_view path, bool is_article) {
    const CheckRule& rule = *find_rule(each.rule);
    return !settings.is_off(each.rule, path) && !rule.is(CheckRule::of_article) && each.rule != "check-switch" && (is_article || rule.is(CheckRule::of_text));
}

// Beside problems as they were before anything was switched off.
std::vector<Problem> find_idle_switches(const Content& content) {
    std::map<std::string_view, std::pair<const FileRecord*, bool>> switching;  // by path; whether it is an article
    for (const ContentArticle& article : content.articles) {
        const bool is_shown = article.plan.published || article.plan.included;
        if (is_shown && !article.record.switches.empty()) switching[article.record.facts.path] = {&article.record, article.plan.published};
    }
    for (const FileRecord& text : content.texts) {
        if (!text.switches.empty()) switching[text.facts.path] = {&text, false};
    }
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const Problem*>> said;  // by path and rule
    for (const Problem& problem : content.problems) {
        if (switching.count(problem.at.path) > 0) said[{problem.at.path, problem.rule}].push_back(&problem);
    }
    std::vector<Problem> idle;
    for (const auto& [path, file] : switching) {
        const auto& [record, is_article] = file;
        for (const LineSwitch& each : record->switches) {
            const auto& found = said[{path, each.rule}];
            const bool is_cut_off = found.size() >= most_in_a_file;
            const bool is_used = std::any_of(found.begin(), found.end(), [&](const Problem* problem) {
                return is_switched_off(content.checks.settings, *problem, &record->switches) && each.first <= problem->at.line && problem->at.line <= each.last;
            });
            if (is_used || is_cut_off || !may_be_idle(content.checks.settings, each, path, is_article)) continue;
            idle.push_back({{std::string(path), each.first, 1}, Severity::warning, "check-switch", fmt::format("the switch of '{}' changes nothing", each.rule), "remove it, or put it on the line meant"});
        }
    }
    return idle;
}

std::vector<Problem> find_lost_folders(const Content& content) {
    std::vector<Problem> lost;
    for (const auto& [folder, off, at] : content.checks.settings.folders) {
        const auto inside = content.files.lower_bound(folder + "/");
        const bool is_there = content.files.count(folder) != 0 || (inside != content.files.end() && inside->first.starts_with(folder + "/"));
        if (!is_there) lost.push_back({at, Severity::warning, "check-switch", fmt::format("nothing is in '{}', whose rules are switched off", folder), "write the path from the root of the content, as ru/legal, or remove it"});
    }
    return lost;
}

}  // namespace

void check_content(Content& content, std::chrono::sys_days today) {
    auto found = check_site(site_of(content, today));
    std::move(found.begin(), found.end(), std::back_inserter(content.problems));
    for (auto unused : {find_idle_switches(content), find_lost_folders(content)}) std::move(unused.begin(), unused.end(), std::back_inserter(content.problems));
    std::unordered_map<std::string_view, const std::vector<LineSwitch>*> switches;
    const auto take_switches = [&](const FileRecord& record) {
        if (!record.switches.empty()) switches.emplace(record.facts.path, &record.switches);
    };
    for (const ContentArticle& article : content.articles) take_switches(article.record);
    for (const FileRecord& text : content.texts) take_switches(text);
    const CheckSettings& settings = content.checks.settings;
    std::erase_if(content.problems, [&](const Problem& problem) {
        const auto of_file = switches.find(problem.at.path);
        return is_switched_off(settings, problem, of_file == switches.end() ? nullptr : of_file->second);
    });
    for (Problem& problem : content.problems) {
        set_level(settings, problem);
        problem.what = without_secrets(problem.what);  // other rules quote what they found, too
        problem.hint = without_secrets(problem.hint);
    }
    std::stable_sort(content.problems.begin(), content.problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.at.path, a.at.line, a.at.column, a.what) < std::tie(b.at.path, b.at.line, b.at.column, b.what);
    });
}

}  // namespace kb

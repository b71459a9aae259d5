#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "indexer/content.h"
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
        SiteArticle& into = site.articles.emplace_back(SiteArticle{&article.record.facts, &article.plan, {}});
        // A file that differs from what was committed changed now, whenever that is.
        const auto history = content.history.present.find(article.record.facts.path);
        if (history != content.history.present.end() && history->second.changed == article.updated) into.changed = article.updated;
    }
    return site;
}

}  // namespace

void check_content(Content& content, std::chrono::sys_days today) {
    auto found = check_site(site_of(content, today));
    std::move(found.begin(), found.end(), std::back_inserter(content.problems));
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

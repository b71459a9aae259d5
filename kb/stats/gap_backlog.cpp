#include "kb/stats/gap_backlog.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "kb/base/date.h"
#include "kb/base/slug.h"
#include "kb/base/utf8.h"
#include "kb/base/yaml.h"
#include "kb/events/scrub.h"
#include "kb/stats/query_groups.h"
#include "kb/store/period.h"
#include "kb/text/letters.h"

namespace kb {

namespace {

constexpr std::size_t longest_name = 60;  // bytes of a slug

std::string iso(Day day) {
    return to_string(calendar_day(day));
}

// Plain text whatever it has in it (CommonMark 2.4: any ASCII punctuation may be escaped).
std::string escape_markdown(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        const bool is_control = static_cast<unsigned char>(c) < 0x20;
        const bool is_punctuation = c > 0x20 && c < 0x7f && std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,?").find(c) == std::string_view::npos;
        if (is_punctuation) escaped += '\\';
        escaped += is_control ? ' ' : c;
    }
    return escaped;
}

std::string with_capital(std::string_view text) {
    std::u16string letters = to_utf16(text);
    if (!letters.empty() && is_small(letters.front()))
        letters.front() = letters.front() == u'ё' ? u'Ё' : static_cast<char16_t>(letters.front() - 0x20);
    return to_utf8(letters);
}

std::string gap_item(const Gap& gap) {
    std::string item = fmt::format("- [ ] **{}**\n", escape_markdown(gap.spellings.front().query));
    if (gap.searches() > 0) item += fmt::format("  - sessions {}, searches {}: without result {}, without click {}\n", gap.sessions, gap.searches(), gap.no_result, gap.no_click);
    if (gap.messages > 0) item += fmt::format("  - messages that no article fits, as agents say: {}\n", gap.messages);
    if (gap.tickets > 0) item += fmt::format("  - tickets that followed: {}\n", gap.tickets);
    std::string others;
    for (std::size_t i = 1; i < gap.spellings.size(); ++i)
        others += fmt::format("{}{}{}", i == 1 ? "" : "; ", escape_markdown(gap.spellings[i].query), gap.spellings[i].searches > 0 ? fmt::format(" ({})", gap.spellings[i].searches) : std::string());
    if (!others.empty()) item += fmt::format("  - asked also as: {}\n", others);
    if (gap.nearest && gap.nearest->title && gap.nearest->url)
        item += fmt::format("  - nearest article: [{}]({})\n", escape_markdown(*gap.nearest->title), *gap.nearest->url);
    return item;
}

std::vector<std::string> questions_of(const Gap& gap, const Searcher& searcher) {
    std::vector<std::string> questions;
    for (const Gap::Spelling& one : gap.spellings) {
        if (is_scrubbed(one.query)) continue;
        std::string meant = meant_by(searcher, one.query, gap.lang);
        if (!meant.empty() && std::find(questions.begin(), questions.end(), meant) == questions.end()) questions.push_back(std::move(meant));
    }
    return questions;
}

std::string free_path(std::set<std::string>& taken, const std::string& lang, std::string_view title) {
    std::string slug = slugify(title).substr(0, longest_name);
    slug.erase(slug.find_last_not_of('-') + 1);
    if (slug.empty()) slug = "gap";
    std::string path = fmt::format("{}/{}.md", lang, slug);
    for (int number = 2; !taken.insert(path).second; ++number) path = fmt::format("{}/{}-{}.md", lang, slug, number);
    return path;
}

std::string draft_text(const Gap& gap, const Span& span, std::string_view title, const std::vector<std::string>& questions) {
    std::string text = fmt::format("---\ntitle: {}\nvisibility: draft\n", quote_yaml(title));
    if (!questions.empty()) text += "questions:\n";
    for (const std::string& question : questions) text += fmt::format("  - {}\n", quote_yaml(question));
    text += "---\n";
    text += fmt::format("From {} to {}: sessions {}, searches {}, tickets that followed {}, messages that nothing fitted {}.\n", iso(span.from), iso(span.to), gap.sessions, gap.searches(), gap.tickets, gap.messages);
    return text;
}

}  // namespace

std::string gap_backlog(const Report& report) {
    const Gaps& gaps = std::get<Gaps>(report.content);
    std::string text = fmt::format("# Gaps, {} to {}{}\n\nWhat visitors looked for without finding or opening anything: {} in all, those of the most sessions first.\n\n",
                                   iso(report.span.from), iso(report.span.to), report.span.lang.empty() ? "" : ", " + report.span.lang, gaps.total);
    if (report.lacks_texts()) text += fmt::format("What was typed before {} is no longer kept, and not in this list.\n\n", iso(*report.texts_since));
    for (const Gap& gap : gaps.gaps) text += gap_item(gap);
    return text;
}

std::vector<DraftArticle> draft_articles(const Report& report, const Searcher& searcher) {
    std::vector<DraftArticle> drafts;
    std::set<std::string> taken;
    for (const Gap& gap : std::get<Gaps>(report.content).gaps) {
        const std::vector<std::string> questions = questions_of(gap, searcher);
        const std::string title = with_capital(questions.empty() ? gap.spellings.front().query : questions.front());
        const std::string lang = gap.lang.empty() ? searcher.snapshot().site().default_language : gap.lang;
        drafts.push_back({free_path(taken, lang, title), draft_text(gap, report.span, title, questions)});
    }
    return drafts;
}

}  // namespace kb

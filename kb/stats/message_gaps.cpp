#include "kb/stats/message_gaps.h"

#include <algorithm>
#include <unordered_map>

#include "kb/base/local_day.h"
#include "kb/base/utf8.h"
#include "kb/search/message.h"
#include "kb/stats/query_groups.h"
#include "kb/store/period.h"

namespace kb {

namespace {

constexpr std::size_t longest_name = 200, most_names = 10;
constexpr std::int64_t seconds_of_day = 86'400;

bool is_asked_for(const NothingFits& message, const Span& span, const std::string& timezone) {
    const Day at = day_number(local_day(message.at, timezone));
    return at >= span.from && at <= span.to && (span.lang.empty() || span.lang == message.lang);
}

}  // namespace

std::string name_of_message(std::string_view subject, std::string_view message) {
    const std::string text = read_message(subject, message);
    std::string_view left = text, first = left.substr(0, left.find('\n'));
    for (; !left.empty(); left.remove_prefix(std::min(left.size(), left.find('\n') + 1))) {
        const std::string_view line = left.substr(0, left.find('\n'));
        if (line.ends_with('?')) return std::string(cut_utf8(line, longest_name));
        if (line.size() == left.size()) break;
    }
    return std::string(cut_utf8(first, longest_name));
}

Result<std::vector<MessageGap>> read_message_gaps(Confirmations& confirmations, const ReportRequest& request, const Searcher& searcher) {
    // A day begins at most so many hours earlier or later than that of UTC.
    const auto said = confirmations.nothing_fits((std::int64_t{request.span.from} - 1) * seconds_of_day, (std::int64_t{request.span.to} + 2) * seconds_of_day);
    if (!said) return fail(said.error());
    std::vector<MessageGap> gaps;
    std::unordered_map<std::string, std::size_t> known;
    for (const NothingFits& message : *said) {
        if (!is_asked_for(message, request.span, searcher.snapshot().site().timezone)) continue;
        std::string name = name_of_message(message.subject, message.message);
        if (name.empty()) continue;
        // Reading takes too long to do it for thousands at once: those stored by an earlier version alone have no group.
        std::string group = message.group.empty() ? read_query_for_statistics(searcher, name, message.lang).group : message.group;
        const auto [at, is_new] = known.try_emplace(group, gaps.size());
        if (is_new) gaps.push_back({std::move(group), message.lang, {}, 0});
        MessageGap& gap = gaps[at->second];
        ++gap.messages;
        if (gap.names.size() < most_names && std::find(gap.names.begin(), gap.names.end(), name) == gap.names.end()) gap.names.push_back(std::move(name));
    }
    return gaps;
}

}  // namespace kb

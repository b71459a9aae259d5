#include "kb/import/page_notes.h"

#include <algorithm>

#include "kb/base/ascii.h"

namespace kb {

std::string words_only(std::string_view text) {
    std::string words;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("\xC2\xA0") || text.substr(i).starts_with("\xC2\xAD")) ++i;  // a no-break space, a soft hyphen
        else if (text.substr(i).starts_with("\xE2\x80\x8B")) i += 2;                             // a break of no width
        else if (static_cast<unsigned char>(text[i]) >= 0x80 || (text[i] >= '0' && text[i] <= '9') ||
                 (lower_ascii(text[i]) >= 'a' && lower_ascii(text[i]) <= 'z'))
            words += text[i];
    }
    return words;
}

void PageNotes::lose(const HtmlNode& node, std::string rule, std::string what, std::string hint) {
    page_.problems.push_back({{page_.source, node.line, 0}, Severity::warning, std::move(rule), std::move(what), std::move(hint)});
}

void PageNotes::lose_once(const HtmlNode& node, std::string rule, std::string what, std::string hint) {
    const bool known = std::any_of(page_.problems.begin(), page_.problems.end(),
                                   [&](const Problem& problem) { return problem.rule == rule && problem.what == what; });
    if (!known) lose(node, std::move(rule), std::move(what), std::move(hint));
}

ImportedLink PageNotes::link(const HtmlNode& node, std::string_view href, bool is_image) {
    ImportedLink link = resolve_(href, is_image);
    if (!link.rule.empty()) lose(node, link.rule, link.what, link.hint);
    if (link.kind == ImportedLink::Kind::file &&
        std::find(page_.files.begin(), page_.files.end(), link.file) == page_.files.end())
        page_.files.push_back(link.file);
    if (is_image) {
        ++(link.kind == ImportedLink::Kind::file ? page_.counts.images : page_.counts.lost_images);
    } else if (link.kind == ImportedLink::Kind::article) {
        ++page_.counts.links;
    } else if (link.rule == "dead-link") {
        ++page_.counts.dead_links;
    }
    return link;
}

void PageNotes::note_ids(const HtmlNode& node) {
    const auto note = [this](std::string_view id) {
        if (id.empty() || id.size() > 200) return;
        ids_.push_back({std::string(id), headings_ - 1});
        ++waiting_;
    };
    note(node.attribute("id"));
    if (node.is("a")) note(node.attribute("name"));
}

void PageNotes::note_text(std::string_view text) {
    const std::string words = words_only(text);
    if (!words.empty()) waiting_ = 0;
    words_ += words;
}

void PageNotes::begin_heading() {
    for (std::size_t i = ids_.size() - waiting_; i < ids_.size(); ++i) ids_[i].heading = headings_;
    waiting_ = 0;
    ++headings_;
}

}  // namespace kb

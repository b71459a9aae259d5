#include "kb/import/imported_page.h"

#include "kb/base/bytes.h"

namespace kb {

namespace {

constexpr std::uint64_t ImportCounts::*counts[] = {
    &ImportCounts::links,       &ImportCounts::dead_links, &ImportCounts::images,   &ImportCounts::lost_images, &ImportCounts::tables,
    &ImportCounts::tables_with_spans, &ImportCounts::callouts, &ImportCounts::code_blocks};

void write_list(ByteWriter& out, const std::vector<std::string>& list) {
    out.number(list.size());
    for (const std::string& item : list) out.string(item);
}

std::vector<std::string> read_list(ByteReader& in) {
    std::vector<std::string> list;
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) list.emplace_back(in.string());
    return list;
}

constexpr std::string ImportedPage::*texts[] = {
    &ImportedPage::source, &ImportedPage::lang,          &ImportedPage::script_lang, &ImportedPage::title,   &ImportedPage::description,
    &ImportedPage::owner,  &ImportedPage::last_reviewed, &ImportedPage::review_every, &ImportedPage::markdown};

constexpr std::vector<std::string> ImportedPage::*lists[] = {&ImportedPage::tags, &ImportedPage::aliases, &ImportedPage::questions,
                                                             &ImportedPage::related};

void write_problem(ByteWriter& out, const Problem& problem) {
    out.string(problem.at.path);
    out.number(static_cast<std::uint64_t>(problem.at.line));
    out.number(static_cast<std::uint64_t>(problem.at.column));
    out.number(static_cast<std::uint64_t>(problem.severity));
    for (const std::string* text : {&problem.rule, &problem.what, &problem.hint}) out.string(*text);
}

Problem read_problem(ByteReader& in) {
    Problem problem;
    problem.at.path = in.string();
    problem.at.line = static_cast<int>(in.number());
    problem.at.column = static_cast<int>(in.number());
    problem.severity = in.number() == static_cast<std::uint64_t>(Severity::error) ? Severity::error : Severity::warning;
    for (std::string* text : {&problem.rule, &problem.what, &problem.hint}) *text = in.string();
    return problem;
}

}  // namespace

ImportCounts& ImportCounts::operator+=(const ImportCounts& other) {
    for (const auto count : counts) this->*count += other.*count;
    return *this;
}

std::string encode_imported_page(const ImportedPage& page) {
    ByteWriter out;
    for (const auto text : texts) out.string(page.*text);
    for (const auto list : lists) write_list(out, page.*list);
    out.number(static_cast<std::uint64_t>(page.visibility));
    out.number(static_cast<std::uint64_t>(page.order));
    out.number((page.is_page ? 1u : 0u) | (page.title_is_from_name ? 2u : 0u));
    for (const auto count : counts) out.number(page.counts.*count);
    out.number(page.anchors.size());
    for (const auto& [id, anchor] : page.anchors) {
        out.string(id);
        out.string(anchor);
    }
    out.number(page.files.size());
    for (const UsedFile& file : page.files) {
        out.string(file.source);
        out.string(file.target);
    }
    out.number(page.problems.size());
    for (const Problem& problem : page.problems) write_problem(out, problem);
    return std::move(out).bytes();
}

ImportedPage decode_imported_page(std::string_view bytes) {
    ByteReader in(bytes);
    ImportedPage page;
    for (const auto text : texts) page.*text = in.string();
    for (const auto list : lists) page.*list = read_list(in);
    page.visibility = static_cast<Visibility>(in.number() % 3);
    page.order = static_cast<int>(in.number());
    const std::uint64_t flags = in.number();
    page.is_page = (flags & 1) != 0;
    page.title_is_from_name = (flags & 2) != 0;
    for (const auto count : counts) page.counts.*count = in.number();
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        std::string id(in.string());
        page.anchors.emplace(std::move(id), in.string());
    }
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) {
        std::string source(in.string());
        page.files.push_back({std::move(source), std::string(in.string())});
    }
    for (std::uint64_t n = in.number(); n > 0 && in.ok(); --n) page.problems.push_back(read_problem(in));
    if (!in.ok() || !in.at_end()) {
        page = {};
        page.is_page = false;
    }
    return page;
}

}  // namespace kb

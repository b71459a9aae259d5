#include "indexer/article_import.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include <fnmatch.h>

#include <fmt/format.h>

#include "indexer/worker_pool.h"
#include "kb/base/media_type.h"
#include "kb/import/html_page.h"
#include "kb/import/import_plan.h"
#include "kb/import/link_map.h"
#include "kb/import/markdown_page.h"
#include "kb/import/repository_writer.h"
#include "kb/import/zendesk.h"
#include "kb/source/folder.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

constexpr std::uint64_t max_export_file = 512 * 1024 * 1024;
// Pages of thousands of words take milliseconds.
constexpr WorkLimits limits{5, 1024 * 1024 * 1024};

bool is_html(std::string_view path) {
    const std::string ending = file_ending(path);
    return ending == "html" || ending == "htm" || ending == "xhtml";
}

bool is_foreign_markdown(std::string_view path) {
    return is_markdown(path) || file_ending(path) == "mdx";
}

bool is_reserved_name(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return name == "_category.md" || name == "404.html" || name == "404.md" || name == "search.html" || name == "genindex.html";
}

class Importer {
public:
    explicit Importer(const ArticleImportRequest& request) : request_(request), links_(request.base_url) {}

    Result<ArticleImportReport> run() {
        const auto begin = std::chrono::steady_clock::now();
        // First of all: nothing is read when it could not be written.
        auto writer = RepositoryWriter::create(request_.out);
        if (!writer) return fail(writer.error());
        if (auto found = find_pages(); !found) return fail(found.error());
        if (auto read = read_pages(); !read) return fail(read.error());
        plan();
        if (plan_.pages.empty())
            return fail(ErrorCode::invalid_content, "no pages to import here", hint_for_nothing(), {request_.source.string(), 0, 0});
        if (auto written = write_pages(*writer); !written) return fail(written.error());
        if (auto written = write_rest(*writer); !written) return fail(written.error());
        if (auto published = writer->publish(); !published) return fail(published.error());
        finish();
        report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return std::move(report_);
    }

private:
    using Kind = ArticleImportRequest::Kind;

    std::string hint_for_nothing() const {
        if (!report_.problems.empty()) return report_.problems.front().what + " (" + to_string(report_.problems.front().at) + ")";
        if (request_.kind == Kind::zendesk) return "give JSON files with the answers of Zendesk's article API";
        if (!paths_.empty() && !request_.main.empty()) return fmt::format("no page here has the part '{}'; give another --main", request_.main);
        return fmt::format("give a folder of {} files", request_.kind == Kind::html ? ".html" : ".md");
    }

    bool is_left_out(const std::string& path) const {
        return std::any_of(request_.leave_out.begin(), request_.leave_out.end(),
                           [&](const std::string& pattern) { return ::fnmatch(pattern.c_str(), path.c_str(), 0) == 0; });
    }

    void add_problems(std::vector<Problem> problems) {
        std::move(problems.begin(), problems.end(), std::back_inserter(report_.problems));
    }

    Result<void> find_pages() { return request_.kind == Kind::zendesk ? find_export() : find_files(); }

    Result<void> find_files() {
        auto source = FolderSource::open(request_.source);
        if (!source) return fail(source.error());
        source_ = std::move(*source);
        auto listing = source_->list();
        if (!listing) return fail(listing.error());
        // What is broken among files that no page uses is nobody's loss.
        for (Problem& problem : listing->problems) problem.severity = Severity::warning;
        add_problems(std::move(listing->problems));
        for (const SourceFile& file : listing->files) {
            const bool wanted = request_.kind == Kind::html ? is_html(file.path) : is_foreign_markdown(file.path);
            if (!wanted) {
                links_.add_file(file.path);
            } else if (!is_left_out(file.path) && !is_reserved_name(file.path)) {
                paths_.push_back(file.path);
                modified_.push_back(file.modified);
            }
        }
        return {};
    }

    // A file of answers, or a folder of such files.
    Result<void> find_export() {
        std::error_code error;
        const bool is_file = fs::is_regular_file(request_.source, error);
        const fs::path folder = is_file ? request_.source.parent_path() : request_.source;
        auto source = FolderSource::open(folder.empty() ? fs::path(".") : folder);
        if (!source) return fail(source.error());
        auto listing = source->list();
        if (!listing) return fail(listing.error());
        ZendeskExport answers;
        for (const SourceFile& file : listing->files) {
            const bool wanted = is_file ? file.path == request_.source.filename() : file_ending(file.path) == "json" && !is_left_out(file.path);
            if (!wanted) continue;
            const auto text = source->read(file.path, max_export_file);
            if (!text) return fail(text.error());
            answers.read(*text, file.path);
        }
        zendesk_ = answers.take_pages();
        folder_titles_ = answers.folder_titles();
        add_problems(answers.problems());
        for (const ZendeskPage& page : zendesk_) {
            paths_.push_back(page.path);
            modified_.push_back(page.updated);
        }
        return request_.files.empty() ? Result<void>() : find_attachments();
    }

    Result<void> find_attachments() {
        auto source = FolderSource::open(request_.files);
        if (!source) return fail(source.error());
        auto listing = source->list();
        if (!listing) return fail(listing.error());
        for (const SourceFile& file : listing->files) links_.add_attachment(file.path);
        source_ = std::move(*source);
        return {};
    }

    // One page, by itself; in a worker.
    ImportedPage read_page(std::size_t i, const std::string& target, const std::string& lang) const {
        LinkPlace place{paths_[i], {}, target, lang};
        if (request_.kind == Kind::zendesk) return read_zendesk_page(zendesk_[i], links_, place);
        const auto bytes = source_->read(paths_[i]);
        if (!bytes) {
            ImportedPage page;
            page.is_page = false;
            page.source = paths_[i];
            page.problems.push_back({{paths_[i], 0, 0}, Severity::error, "unreadable", bytes.error().what, bytes.error().hint});
            return page;
        }
        if (request_.kind == Kind::markdown) return read_markdown_page(*bytes, links_, place);
        return read_html_page(*bytes, {request_.main}, links_, place);
    }

    static unsigned workers(std::size_t work) {
        return std::min<unsigned>(std::clamp(std::thread::hardware_concurrency(), 1u, 8u), static_cast<unsigned>(std::max<std::size_t>(work, 1)));
    }

    ImportedPage given_up(std::size_t i, const Error& error) const {
        ImportedPage page;
        page.is_page = false;
        page.source = paths_[i];
        page.problems.push_back({{paths_[i], 0, 0}, Severity::error, "limit-exceeded", error.what, error.hint});
        return page;
    }

    // First what pages say of themselves and which places they have: links need both.
    Result<void> read_pages() {
        pages_.resize(paths_.size());
        const auto handler = [this](std::string_view request) {
            ImportedPage page = read_page(std::stoul(std::string(request)), {}, {});
            page.markdown.clear();
            // What stands in the way of links is found when they lead somewhere.
            if (page.is_page) std::erase_if(page.problems, [](const Problem& problem) { return problem.severity != Severity::error; });
            return encode_imported_page(page);
        };
        WorkerPool pool(workers(paths_.size()), handler, limits);
        std::size_t done = 0;
        return pool.run(
            paths_.size(), [](std::size_t i) { return std::to_string(i); },
            [&](std::size_t i, Result<std::string> answer) {
                pages_[i] = answer ? decode_imported_page(*answer) : given_up(i, answer.error());
                pages_[i].source = paths_[i];
                if (!pages_[i].is_page) add_problems(pages_[i].problems);
                if (request_.progress) request_.progress(++done, paths_.size() * 2);
            });
    }

    void plan() {
        std::string base_path;
        const std::size_t host = request_.base_url.find("://");
        if (const std::size_t slash = host == std::string::npos ? host : request_.base_url.find('/', host + 3); slash != std::string::npos)
            base_path = request_.base_url.substr(slash);
        while (base_path.ends_with('/')) base_path.pop_back();
        ImportPlanOptions options{request_.lang, base_path, request_.kind != Kind::zendesk};
        plan_ = plan_import(pages_, options);
        add_problems(plan_.problems);
        for (const PlannedPage& planned : plan_.pages) {
            ImportedPage& page = pages_[planned.page];
            links_.add_page(page.source, planned.target, planned.lang, std::move(page.anchors));
            for (const std::string& address : planned.aliases) links_.add_address(address, planned.lang, page.source);
            if (request_.kind == Kind::zendesk) links_.add_name("articles/" + zendesk_[planned.page].id, planned.lang, page.source);
        }
    }

    Result<void> write_pages(RepositoryWriter& writer) {
        const auto handler = [this](std::string_view request) {
            const PlannedPage& planned = plan_.pages[std::stoul(std::string(request))];
            return encode_imported_page(read_page(planned.page, planned.target, planned.lang));
        };
        WorkerPool pool(workers(plan_.pages.size()), handler, limits);
        std::optional<Error> failure;
        std::size_t done = 0;
        auto ran = pool.run(
            plan_.pages.size(), [](std::size_t i) { return std::to_string(i); },
            [&](std::size_t i, Result<std::string> answer) {
                const PlannedPage& planned = plan_.pages[i];
                take(answer ? decode_imported_page(*answer) : given_up(planned.page, answer.error()), planned, writer, failure);
                if (request_.progress) request_.progress(paths_.size() + ++done, paths_.size() + plan_.pages.size());
            });
        if (failure) return fail(std::move(*failure));
        return ran;
    }

    void take(ImportedPage page, const PlannedPage& planned, RepositoryWriter& writer, std::optional<Error>& failure) {
        add_problems(std::move(page.problems));
        if (!page.is_page || failure) return;
        const std::int64_t modified = request_.kind == Kind::zendesk ? zendesk_[planned.page].updated : modified_[planned.page];
        if (auto written = writer.write(planned.target, article_file_text(page, planned), modified); !written) failure = written.error();
        report_.counts += page.counts;
        ++report_.articles;
        for (const UsedFile& file : page.files) used_.emplace(file.target, file.source);
        ++languages_of_[planned.target.substr(planned.target.find('/'))];
    }

    Result<void> write_rest(RepositoryWriter& writer) {
        for (const auto& [target, source] : used_) {
            // read(), not a copy of the file: it never follows a link out of the folder.
            const auto bytes = source_->read(source);
            if (!bytes) {
                report_.problems.push_back({{source, 0, 0}, Severity::warning, "file-left-out", fmt::format("the file is not carried over: {}", bytes.error().what), bytes.error().hint});
                continue;
            }
            if (auto written = writer.write(target, *bytes); !written) return written;
            ++report_.files;
        }
        std::set<std::string> titled;
        for (const PlannedCategory& category : plan_.categories) {
            titled.insert(category.target);
            if (auto written = writer.write(category.target, category_file_text(category)); !written) return written;
        }
        for (const auto& [folder, title] : folder_titles_) {
            const PlannedCategory category{folder + "/_category.md", title, {}, 0};
            if (!titled.insert(category.target).second) continue;
            if (auto written = writer.write(category.target, category_file_text(category)); !written) return written;
        }
        report_.categories = titled.size();
        report_untitled(titled);
        const std::string title = request_.title.empty() ? request_.source.stem().string() : request_.title;
        return writer.write("kb.yaml", site_file_text(title.empty() ? "Help center" : title, plan_.languages));
    }

    // Folders whose names readers will see.
    void report_untitled(const std::set<std::string>& titled) {
        std::set<std::string> folders;
        for (const PlannedPage& planned : plan_.pages) {
            std::string_view folder = planned.target;
            folder = folder.substr(0, folder.rfind('/'));
            for (; folder.find('/') != std::string_view::npos; folder = folder.substr(0, folder.rfind('/'))) folders.emplace(folder);
        }
        for (const std::string& folder : folders) {
            if (titled.count(folder + "/_category.md") == 0)
                report_.problems.push_back({{folder, 0, 0}, Severity::warning, "category-without-title", "nothing says what this category is called",
                                            fmt::format("write {}/_category.md with a 'title:'", folder)});
        }
    }

    void finish() {
        report_.pages = paths_.size();
        for (const auto& [path, times] : languages_of_) report_.translated += times > 1 ? times : 0;
        std::stable_sort(report_.problems.begin(), report_.problems.end(), [](const Problem& a, const Problem& b) {
            return std::tie(a.at.path, a.at.line, a.at.column) < std::tie(b.at.path, b.at.line, b.at.column);
        });
    }

    const ArticleImportRequest& request_;
    ArticleImportReport report_;
    LinkMap links_;
    std::optional<FolderSource> source_;
    std::vector<std::string> paths_;
    std::vector<std::int64_t> modified_;
    std::vector<ZendeskPage> zendesk_;
    std::map<std::string, std::string> folder_titles_;
    std::vector<ImportedPage> pages_;
    ImportPlan plan_;
    std::map<std::string, std::string> used_;  // target → source
    std::map<std::string, std::size_t> languages_of_;  // how many, by the path without its language
};

}  // namespace

Result<ArticleImportReport> import_articles(const ArticleImportRequest& request) {
    return Importer(request).run();
}

}  // namespace kb

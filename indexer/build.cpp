#include "indexer/build.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "indexer/content_history.h"
#include "indexer/manifest.h"
#include "kb/article/addresses.h"
#include "kb/article/plan.h"
#include "kb/base/address.h"
#include "kb/base/hash.h"
#include "kb/base/media_type.h"
#include "kb/index/generation_store.h"
#include "kb/index/index_writer.h"
#include "kb/index/schema.h"

namespace kb {

namespace {

// Beyond this share of changed articles starting anew is faster, and leaves the smaller index.
constexpr double rebuild_share = 0.4;
// A file changed this shortly before it was looked at may change again within the same tick of its clock.
constexpr std::int64_t racy_seconds = 2;

Half half_of(Visibility visibility) {
    return visibility == Visibility::internal ? Half::internal : Half::open;
}

bool has_errors(const std::vector<Problem>& problems) {
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem& problem) { return problem.severity == Severity::error; });
}

// The article that a rebuild would store, by all that it is made from. The sizes of its pictures are not named: a file's
// address has the hash of its content, and the size follows from that.
std::string fingerprint_of(const ContentArticle& article, const std::vector<FileTarget>& files,
                           std::string_view vocabulary) {
    std::string all = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", vocabulary, schema_version, parser_version,
                                  article.record.hash, article.updated, article.commit, article.record.facts.lang, article.plan.slug,
                                  article.record.facts.category);
    for (const auto& [path, hash] : article.record.includes) all += fmt::format("{} {}\n", path, hash);
    for (const std::string& address : article.plan.link_addresses) all += address + "\n";
    all += "\n";
    for (const FileTarget& file : files) all += file.address + "\n";
    all += "\n";
    for (const std::string& alias : article.former) all += alias + "\n";
    return sha256_hex(all);
}

class Build {
public:
    explicit Build(const BuildRequest& request)
        : request_(request), store_(request.index), analyzer_(Analyzer(request.dictionaries).id()) {}

    Result<BuildReport> run() {
        auto lock = store_.lock();
        if (!lock && lock.error().code == ErrorCode::busy) return fail(lock.error());
        if (lock && request_.began) request_.began();
        Result<BuildReport> report = lock ? publish(*lock) : Result<BuildReport>(fail(lock.error()));
        if (request_.ended) request_.ended(report);
        return report;
    }

private:
    Result<BuildReport> publish(const BuilderLock& lock) {
        started_ = request_.now();
        auto source = Source::open(request_.content, request_.ref);
        if (!source) return fail(source.error());
        source_ = std::move(*source);
        look_at_previous();
        auto content = read_content(*source_, known(), request_.dictionaries, request_.progress);
        if (!content) return fail(content.error());
        content_ = std::move(*content);
        read_content_history(*source_, known(), content_);
        check_content(content_, std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(request_.now()))));
        forget_files();
        prepare();
        report_.problems = std::move(content_.problems);
        report_.commit = content_.commit;
        if (request_.strict && has_errors(report_.problems)) return refuse(RefusedFor::errors, errors_found());
        if (report_.articles == 0) return refuse(RefusedFor::no_articles, no_articles());
        if (nothing_changed()) {
            // Other searches may be expected than when it was published.
            if (auto why = verify(previous_directory_)) return refuse(RefusedFor::verification, std::move(*why));
            report_.generation = previous_->number;
            if (request_.keeps_rollback) return std::move(report_);
            if (auto unpinned = store_.unpin(lock); !unpinned) return fail(unpinned.error());
            return std::move(report_);
        }
        if (const auto number = request_.keeps_rollback ? turned_away() : std::nullopt)
            return refuse(RefusedFor::rolled_back, rolled_back(*number));
        return write_generation(lock);
    }

    const Manifest* known() const { return previous_ && !request_.rebuild ? &remembered_ : nullptr; }

    // An index of another version, or one that is damaged, is as good as none: everything is read again.
    void look_at_previous() {
        const auto number = store_.current();
        if (!number) return;
        previous_directory_ = store_.directory_of(*number);
        auto info = read_generation_info(previous_directory_);
        if (!info || check_compatible(*info, analyzer_, previous_directory_)) return;
        auto manifest = read_manifest(previous_directory_);
        if (!manifest) return;
        previous_ = std::move(*info);
        remembered_ = std::move(*manifest);
        if (request_.rebuild) forget_files();
    }

    // What is remembered of how files were read takes much memory and serves the reading only.
    void forget_files() {
        remembered_.files.clear();
        remembered_.history = {};
        remembered_.placements.clear();
    }

    Result<BuildReport> refuse(RefusedFor reason, Error why) {
        report_.refused_for = reason;
        report_.refusal = std::move(why);
        return std::move(report_);
    }

    Error errors_found() const {
        return {ErrorCode::invalid_content, "the content has errors; nothing was published",
                "mend them; a build without --strict leaves out the bad articles", {request_.content.string()}};
    }

    Error no_articles() const {
        const bool any = !content_.articles.empty();
        return {ErrorCode::invalid_content,
                any ? "no article can be published" : "no articles here",
                any ? "mend the errors above, or make drafts public" : "put Markdown files into ru/ or en/, or give another --content",
                {request_.content.string()}};
    }

    Error rolled_back(GenerationNumber number) const {
        return {ErrorCode::invalid_argument, fmt::format("this content was published as generation {} and rolled back", number),
                fmt::format("change it, or publish it again by kb-indexer build --index {}", request_.index.string()), {}};
    }

    // The generation of this content that a rollback turned away from.
    std::optional<GenerationNumber> turned_away() const {
        const auto newest = store_.pinned();
        const auto current = store_.current();
        if (!newest || !current) return {};
        for (GenerationNumber number = *newest; number > *current; --number) {
            const auto directory = store_.directory_of(number);
            const auto info = read_generation_info(directory);
            if (!info) continue;
            // What a commit holds never changes, whatever this program makes of it.
            if (request_.ref && info->commit && info->commit == content_.commit) return number;
            const auto manifest = read_manifest(directory);
            if (manifest && info->schema == schema_version && manifest->documents == next_.documents && describes_content(*info)) return number;
        }
        return {};
    }

    // Whether all but the articles is the same.
    bool describes_content(const GenerationInfo& info) const {
        return info.commit == content_.commit && info.site == content_.site && info.categories == content_.categories &&
               info.words == content_.words && info.pins == content_.pins && info.synonyms == content_.synonyms &&
               info.templates == content_.templates && info.removed == content_.removed;
    }

    // All that decides which terms a word becomes.
    std::string vocabulary() const {
        std::string all = analyzer_;
        for (const AddedWord& word : content_.words) all += fmt::format("\t{} {} {}", word.lang, word.word, word.lemma);
        return sha256_hex(all);
    }

    void prepare() {
        const std::string vocabulary = this->vocabulary();
        resolve_logo();
        for (std::size_t i = 0; i < content_.articles.size(); ++i) {
            const ContentArticle& article = content_.articles[i];
            if (!article.plan.published) {
                file_targets_.emplace_back();
                continue;
            }
            ++report_.articles;
            file_targets_.push_back(resolve_files(article));
            const std::string& path = article.record.facts.path;
            IndexedDocument document{article.record.facts.lang, article.plan.slug,
                                     half_of(article.record.facts.visibility),
                                     fingerprint_of(article, file_targets_.back(), vocabulary)};
            compare(i, path, document);
            next_.documents.emplace(path, std::move(document));
        }
        for (const auto& [path, document] : remembered_.documents) {
            if (next_.documents.count(path) == 0) ++report_.removed;
        }
        for (auto& [path, file] : content_.files) {
            if (file.touched < started_ - racy_seconds) next_.versions.emplace_hint(next_.versions.end(), path, std::move(file.version));
        }
        next_.options = content_.options;
        next_.history = std::move(content_.history);
        next_.placements = std::move(content_.placements);
        std::sort(content_.problems.begin(), content_.problems.end(), [](const Problem& a, const Problem& b) {
            return std::tie(a.at.path, a.at.line, a.at.column, a.what) < std::tie(b.at.path, b.at.line, b.at.column, b.what);
        });
    }

    void compare(std::size_t place, const std::string& path, const IndexedDocument& document) {
        const auto before = remembered_.documents.find(path);
        const bool same = before != remembered_.documents.end() && before->second.fingerprint == document.fingerprint &&
                          before->second.half == document.half;
        if (same) ++report_.unchanged;
        else if (before == remembered_.documents.end()) ++report_.added;
        else ++report_.changed;
        if (!same) to_write_.push_back(place);
    }

    void resolve_logo() {
        std::string& logo = content_.site.logo;
        if (logo.empty()) return;
        const ResourceRecord* resource = resource_of({logo, {}, content_.logo_at});
        if (resource != nullptr) wanted_[static_cast<std::size_t>(Half::open)].emplace(resource->name, logo);
        logo = resource == nullptr ? std::string() : resource->name;
    }

    std::vector<FileTarget> resolve_files(const ContentArticle& article) {
        std::vector<FileTarget> targets;
        const Half half = half_of(article.record.facts.visibility);
        for (const Reference& file : article.record.facts.files) {
            FileTarget& target = targets.emplace_back();
            const ResourceRecord* resource = resource_of(file);
            if (resource == nullptr) continue;
            wanted_[static_cast<std::size_t>(half)].emplace(resource->name, file.path);
            target = {file_address(content_.site.base_path(), resource->name), resource->image};
        }
        return targets;
    }

    // What the generation holds of a file; nullptr when it cannot be published.
    const ResourceRecord* resource_of(const Reference& reference) {
        const auto done = next_.resources.find(reference.path);
        if (done != next_.resources.end()) return &done->second;
        if (content_.resources.count(reference.path) == 0) return nullptr;  // reported by check_content()
        if (is_unchanged(reference.path))
            return &(next_.resources[reference.path] = remembered_.resources.at(reference.path));
        const auto bytes = source_->read(reference.path);
        if (!bytes) {
            missing(reference, fmt::format("the file '{}': {}", reference.path, bytes.error().what), bytes.error().hint);
            return nullptr;
        }
        // The name is the hash of the content.
        const std::string name = fmt::format("{}.{}", sha256_hex(*bytes).substr(0, 16), file_ending(reference.path));
        return &(next_.resources[reference.path] = {name, image_size(*bytes)});
    }

    bool is_unchanged(const std::string& path) const {
        const auto before = remembered_.versions.find(path);
        return remembered_.resources.count(path) != 0 && before != remembered_.versions.end() &&
               before->second == content_.files.at(path).version;
    }

    void missing(const Reference& reference, std::string what, std::string hint) {
        content_.problems.push_back({reference.at, Severity::warning, "missing-file", std::move(what), std::move(hint)});
    }

    bool nothing_changed() const {
        return !request_.rebuild && previous_ && to_write_.empty() && report_.removed == 0 && describes_content(*previous_) &&
               remembered_.resources.size() == next_.resources.size();
    }

    // Copying pays while most of the old generation stays.
    bool starts_anew() const {
        const std::size_t touched = report_.added + report_.changed + report_.removed;
        return request_.rebuild || !previous_ ||
               static_cast<double>(touched) > rebuild_share * static_cast<double>(std::max<std::size_t>(report_.articles, 10));
    }

    Result<BuildReport> write_generation(const BuilderLock& lock) {
        auto pending = store_.begin(lock);
        if (!pending) return fail(pending.error());
        const bool anew = starts_anew();
        if (anew) {
            to_write_.clear();
            for (std::size_t i = 0; i < content_.articles.size(); ++i) {
                if (content_.articles[i].plan.published) to_write_.push_back(i);
            }
        }
        if (auto parsed = parse_missing(*source_, content_, to_write_); !parsed) return fail(parsed.error());
        auto writer = anew ? IndexWriter::create(pending->directory(), {request_.dictionaries, content_.words})
                           : IndexWriter::update(pending->directory(), previous_directory_, {request_.dictionaries, content_.words});
        if (!writer) return fail(writer.error());
        if (!anew) {
            if (auto removed = remove_old(*writer); !removed) return fail(removed.error());
        }
        for (const std::size_t place : to_write_) {
            if (auto put = put_article(*writer, place); !put) return fail(put.error());
        }
        if (auto written = write_files(*writer); !written) return fail(written.error());
        const auto remember = [this](FileRecord& record) {
            std::string path = record.facts.path;
            next_.files.insert_or_assign(std::move(path), std::move(record));
        };
        for (ContentArticle& article : content_.articles) remember(article.record);
        for (FileRecord& text : content_.texts) remember(text);
        if (auto written = write_manifest(pending->directory(), next_); !written) return fail(written.error());
        GenerationInfo info;
        info.number = pending->number();
        info.commit = content_.commit;
        info.created = request_.now();
        info.site = content_.site;
        info.categories = content_.categories;
        info.pins = content_.pins;
        info.synonyms = content_.synonyms;
        info.templates = content_.templates;
        info.removed = content_.removed;
        auto finished = writer->finish(std::move(info));
        if (!finished) return fail(finished.error());
        if (auto why = verify(pending->directory())) return refuse(RefusedFor::verification, std::move(*why));
        report_.generation = pending->number();
        if (auto published = store_.publish(lock, std::move(*pending)); !published) return fail(published.error());
        report_.published = true;
        return std::move(report_);
    }

    std::optional<Error> verify(const std::filesystem::path& directory) const {
        if (!request_.verify) return {};
        CandidateGeneration candidate{directory, {}, source_->read("expectations.tsv"), directory != previous_directory_};
        if (previous_) candidate.live = previous_directory_;
        return request_.verify(candidate);
    }

    // What is gone, and what is about to be written under another name.
    Result<void> remove_old(IndexWriter& writer) {
        for (const auto& [path, before] : remembered_.documents) {
            const auto now = next_.documents.find(path);
            const bool stays = now != next_.documents.end() && now->second.lang == before.lang &&
                               now->second.slug == before.slug && now->second.half == before.half;
            if (stays) continue;
            if (auto removed = writer.remove(before.half, before.lang, before.slug); !removed) return fail(removed.error());
        }
        return {};
    }

    Result<void> put_article(IndexWriter& writer, std::size_t place) {
        const ContentArticle& planned = content_.articles[place];
        const auto bytes = content_.spill.get(*planned.article);
        if (!bytes) return fail(bytes.error());
        Article article = decode_parsed_article(*bytes);
        article.slug = planned.plan.slug;
        article.updated = planned.updated;
        article.commit = planned.commit;
        article.aliases.insert(article.aliases.end(), planned.former.begin(), planned.former.end());
        article.html = with_addresses(article.html, planned.plan.link_addresses, file_targets_[place]);
        article.markdown = with_addresses_in_markdown(article.markdown, planned.plan.link_addresses, file_targets_[place]);
        return writer.put(article);
    }

    Result<void> write_files(IndexWriter& writer) {
        for (const Half half : {Half::open, Half::internal}) {
            const auto& wanted = wanted_[static_cast<std::size_t>(half)];
            auto kept = writer.keep_files(half, [&](const std::string& name) { return wanted.count(name) != 0; });
            if (!kept) return kept;
            for (const auto& [name, path] : wanted) {
                if (writer.has_file(half, name)) continue;
                const auto bytes = source_->read(path);
                if (!bytes) return fail(bytes.error());
                if (auto added = writer.add_file(half, name, *bytes); !added) return added;
            }
        }
        return {};
    }

    const BuildRequest& request_;
    GenerationStore store_;
    std::string analyzer_;  // Analyzer::id()
    std::int64_t started_ = 0;  // unix seconds
    std::unique_ptr<const Source> source_;
    std::filesystem::path previous_directory_;
    std::optional<GenerationInfo> previous_;
    Manifest remembered_, next_;
    Content content_;
    std::vector<std::vector<FileTarget>> file_targets_;  // of each article's files
    std::map<std::string, std::string> wanted_[2];       // by half: name in the generation → path
    std::vector<std::size_t> to_write_;
    BuildReport report_;
};

}  // namespace

Result<BuildReport> build_index(const BuildRequest& request) {
    const auto begin = std::chrono::steady_clock::now();
    auto report = Build(request).run();
    if (report) report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

}  // namespace kb

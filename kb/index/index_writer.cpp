#include "kb/index/index_writer.h"

#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

#include <fmt/format.h>
#include <xapian.h>

#include "kb/base/files.h"
#include "kb/index/analyzed_article.h"
#include "kb/index/article_file.h"
#include "kb/index/article_record.h"
#include "kb/index/schema.h"
#include "kb/index/snapshot.h"
#include "kb/index/xapian_errors.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

// Pending postings are held in memory until then; measured as the best trade of memory for speed.
constexpr std::size_t text_per_commit = 6 * 1024 * 1024;
constexpr std::string_view raw_terms = "terms.raw";

std::string identity(std::string_view lang, std::string_view slug) {
    return fmt::format("{}/{}", lang, slug);
}

// How often a document has each term, in weight_units; what is doubtful counts less, but never nothing.
class TermCounter {
public:
    explicit TermCounter(const AnalyzedArticle& article) : article_(article), counts_(article.words.size()) {}

    void add(Field field, const AnalyzedArticle::Text& text) {
        const FieldSpec& spec = spec_of(field);
        for (const AnalyzedArticle::Place& place : text) {
            counts_[place.word].all += spec.boost;
            if (!spec.prefix.empty()) ++counts_[place.word].apart[spec.prefix.front()];
        }
    }

    void write(Xapian::Document& document) const {
        std::unordered_map<std::string, unsigned> sums;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            for (const Term& term : *article_.words[i]) {
                const auto times = [&term](unsigned count) {
                    return std::max(1u, static_cast<unsigned>(std::lround(count * term.weight * weight_unit)));
                };
                const std::string text = term.text();
                sums[text] += times(counts_[i].all);
                if (!stands_alone(term, *article_.words[i])) continue;
                for (const auto& [prefix, count] : counts_[i].apart) sums[prefix + text] += times(count);
            }
        }
        for (const auto& [term, count] : sums) document.add_term(term, count);
    }

private:
    struct Count {
        unsigned all = 0;              // in the combined field
        std::map<char, unsigned> apart;  // in fields with terms of their own, by prefix
    };

    const AnalyzedArticle& article_;
    std::vector<Count> counts_;
};

Xapian::Document document_of(const AnalyzedArticle& analyzed) {
    TermCounter counter(analyzed);
    counter.add(Field::title, analyzed.title);
    for (const AnalyzedArticle::Text& question : analyzed.questions) counter.add(Field::questions, question);
    for (const AnalyzedArticle::Text& tag : analyzed.tags) counter.add(Field::tags, tag);
    counter.add(Field::headings, analyzed.description);
    for (const AnalyzedArticle::Section& section : analyzed.sections) {
        counter.add(Field::headings, section.heading);
        counter.add(Field::body, section.text);
    }
    Xapian::Document document;
    counter.write(document);

    return document;
}

// One half of a generation while it is written.
struct HalfWriter {
    fs::path directory;
    Xapian::WritableDatabase terms;
    std::optional<ArticleFileWriter> articles;
    std::map<std::string, DocumentNumber, std::less<>> numbers;  // by identity
    DocumentNumber next = 1;                                     // Xapian's documents count from 1
    std::size_t uncommitted = 0;
    bool fresh = true;

    Result<void> create(const fs::path& at) {
        directory = at;
        std::error_code error;
        fs::create_directories(directory / "files", error);
        if (error) return fail(system_error("make", directory.string(), error.value()));
        terms = Xapian::WritableDatabase((directory / raw_terms).string(),
                                         Xapian::DB_CREATE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
        auto file = ArticleFileWriter::create(directory / "articles.dat");
        if (!file) return fail(file.error());
        articles.emplace(std::move(*file));
        return {};
    }

    Result<void> copy(const fs::path& from, const fs::path& at) {
        directory = at;
        fresh = false;
        std::error_code error;
        for (const char* folder : {"terms", "files"}) {
            fs::create_directories(directory / folder, error);
            for (const auto& entry : fs::directory_iterator(from / folder, error)) {
                const fs::path target = directory / folder / entry.path().filename();
                // Images never change; the term tables are about to.
                auto copied = std::string_view(folder) == "files" ? link_or_copy(entry.path(), target)
                                                                  : clone_file(entry.path(), target);
                if (!copied) return copied;
            }
            if (error) return fail(system_error("copy", (from / folder).string(), error.value()));
        }
        if (auto copied = clone_file(from / "articles.dat", directory / "articles.dat"); !copied) return copied;
        if (auto read = read_numbers(); !read) return read;
        auto file = ArticleFileWriter::update(directory / "articles.dat");
        if (!file) return fail(file.error());
        articles.emplace(std::move(*file));
        terms = Xapian::WritableDatabase((directory / "terms").string(),
                                         Xapian::DB_OPEN | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
        return {};
    }

    Result<void> read_numbers() {
        auto old = ArticleFile::open(directory / "articles.dat");
        if (!old) return fail(old.error());
        for (DocumentNumber i = 1; i < old->size(); ++i) {
            if (old->record(i).empty()) continue;
            const StoredHeader header = decode_header(old->record(i));
            numbers[identity(header.lang, header.slug)] = i;
        }
        next = std::max<DocumentNumber>(old->size(), 1);
        return {};
    }

    Result<void> put(const Article& article, WordCache& cache) {
        const AnalyzedArticle analyzed = analyze(article, cache);
        for (const Section& section : article.sections) uncommitted += section.text.size();
        const auto [place, is_new] = numbers.try_emplace(identity(article.lang, article.slug), next);
        if (is_new) ++next;
        terms.replace_document(place->second, document_of(analyzed));
        if (uncommitted > text_per_commit) {
            terms.commit();
            uncommitted = 0;
        }
        return articles->put(place->second, encode_article(article, analyzed));
    }

    bool remove(std::string_view lang, std::string_view slug) {
        const auto found = numbers.find(identity(lang, slug));
        if (found == numbers.end()) return false;
        terms.delete_document(found->second);
        articles->remove(found->second);
        numbers.erase(found);
        return true;
    }

    Result<void> finish() {
        if (auto finished = articles->finish(); !finished) return finished;
        terms.commit();
        if (fresh) {
            terms.compact((directory / "terms").string(), Xapian::DBCOMPACT_NO_RENUMBER);
            terms.close();
            std::error_code error;
            fs::remove_all(directory / raw_terms, error);
        }
        terms.close();
        return {};
    }
};

}  // namespace

struct IndexWriter::State {
    State(fs::path at, Vocabulary with)
        : directory(std::move(at)), vocabulary(std::move(with)), analyzer(vocabulary.dictionaries, vocabulary.words) {}

    fs::path directory;
    Vocabulary vocabulary;
    Analyzer analyzer;
    WordCache cache{analyzer};
    std::array<HalfWriter, 2> halves;

    HalfWriter& half(Half which) { return halves[static_cast<std::size_t>(which)]; }
};

IndexWriter::IndexWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
IndexWriter::IndexWriter(IndexWriter&&) noexcept = default;
IndexWriter& IndexWriter::operator=(IndexWriter&&) noexcept = default;
IndexWriter::~IndexWriter() = default;

Result<IndexWriter> IndexWriter::create(const fs::path& directory, Vocabulary vocabulary) {
    return guard_xapian(directory, [&]() -> Result<IndexWriter> {
        auto state = std::make_unique<State>(directory, std::move(vocabulary));
        for (const Half half : {Half::open, Half::internal}) {
            if (auto made = state->half(half).create(directory / folder_of(half)); !made) return fail(made.error());
        }
        return IndexWriter(std::move(state));
    });
}

Result<IndexWriter> IndexWriter::update(const fs::path& directory, const fs::path& previous,
                                          Vocabulary vocabulary) {
    return guard_xapian(directory, [&]() -> Result<IndexWriter> {
        auto state = std::make_unique<State>(directory, std::move(vocabulary));
        for (const Half half : {Half::open, Half::internal}) {
            auto copied = state->half(half).copy(previous / folder_of(half), directory / folder_of(half));
            if (!copied) return fail(copied.error());
        }
        return IndexWriter(std::move(state));
    });
}

Result<void> IndexWriter::put(const Article& article) {
    if (article.visibility == Visibility::draft || article.lang.empty() || article.slug.empty())
        return fail(ErrorCode::invalid_argument, "only published articles with a language and a slug are indexed",
                    "fill them in", {article.path});
    const Half half = article.visibility == Visibility::internal ? Half::internal : Half::open;
    return guard_xapian(state_->directory, [&] {
        state_->cache.shrink();
        return state_->half(half).put(article, state_->cache);
    });
}

Result<bool> IndexWriter::remove(Half half, std::string_view lang, std::string_view slug) {
    return guard_xapian(state_->directory, [&]() -> Result<bool> { return state_->half(half).remove(lang, slug); });
}

Result<void> IndexWriter::add_file(Half half, const std::string& name, std::string_view bytes) {
    if (has_file(half, name)) return {};
    return write_file(state_->half(half).directory / "files" / name, bytes);
}

bool IndexWriter::has_file(Half half, const std::string& name) const {
    std::error_code error;
    return fs::exists(state_->half(half).directory / "files" / name, error);
}

Result<void> IndexWriter::keep_files(Half half, const std::function<bool(const std::string&)>& is_wanted) {
    std::error_code error;
    std::vector<fs::path> unwanted;
    for (const auto& entry : fs::directory_iterator(state_->half(half).directory / "files", error)) {
        if (!is_wanted(entry.path().filename().string())) unwanted.push_back(entry.path());
    }
    for (const fs::path& path : unwanted) fs::remove(path, error);
    if (error) return fail(system_error("tidy files", state_->directory.string(), error.value()));
    return {};
}

Result<GenerationInfo> IndexWriter::finish(GenerationInfo info) {
    return guard_xapian(state_->directory, [&]() -> Result<GenerationInfo> {
        info.analyzer = state_->analyzer.id();
        info.words = state_->vocabulary.words;
        info.schema = schema_version;
        info.articles = 0;
        for (HalfWriter& half : state_->halves) {
            if (auto finished = half.finish(); !finished) return fail(finished.error());
            info.articles += half.numbers.size();
        }
        if (auto written = write_generation_info(state_->directory, info); !written) return fail(written.error());
        const auto opened = Snapshot::open_generation(state_->directory, state_->vocabulary.dictionaries);
        if (!opened) return fail(opened.error());
        if ((*opened)->articles().size() != info.articles)
            return fail(ErrorCode::io, "the finished generation does not hold every article", "run the command again",
                        {state_->directory.string()});
        return info;
    });
}

}  // namespace kb

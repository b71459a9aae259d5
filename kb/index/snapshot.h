// One generation, open for reading: everything that answers need.
//
// A snapshot never changes and may be used by any number of threads; whatever it hands out as views lives as long
// as it does. Keep it in a shared_ptr while a request is answered, and drop it when a newer one is open.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/index/article_file.h"
#include "kb/index/article_record.h"
#include "kb/index/generation.h"

namespace kb {

class Lexicon;
class Postings;

// Who asks. Customers see nothing of internal articles, not even in counts.
enum class Audience { customers, staff };

struct CatalogEntry {
    Half half = Half::open;
    DocumentNumber number = 0;
    std::string_view lang, slug, category, title, description, path;
    std::vector<std::string_view> questions, aliases;
    std::int64_t updated = 0;
};

// What searches must know of every document, in few bytes.
struct DocumentFacts {
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    std::uint32_t place = none;               // in Snapshot::articles(); `none` where there is no document
    std::uint16_t language = 0, category = 0;  // in Snapshot::languages(), category_paths()
};

// A category as a reader of one language sees it.
struct CategoryView {
    std::string path, title, description;
    int order = 0;
    std::size_t articles = 0;  // in it and below it
};

// Whether a category is another one or below it; everything is below the empty one.
bool is_in_category(std::string_view category, std::string_view ancestor);

class Snapshot {
public:
    // The generation that INDEX/CURRENT names. Fails with index_missing, index_damaged or index_foreign.
    static Result<std::shared_ptr<const Snapshot>> open(const std::filesystem::path& index,
                                                        std::shared_ptr<const Dictionaries> dictionaries);
    static Result<std::shared_ptr<const Snapshot>> open_generation(const std::filesystem::path& directory,
                                                                   std::shared_ptr<const Dictionaries> dictionaries);

    ~Snapshot();

    const GenerationInfo& info() const { return info_; }
    const SiteConfig& site() const { return info_.site; }
    // Rules that every site has beside those in info().
    const std::vector<SynonymRule>& abbreviations() const { return common_abbreviations(); }
    // The one that the generation was made with.
    const Analyzer& analyzer() const { return analyzer_; }

    // All articles of both halves, by language and slug.
    const std::vector<CatalogEntry>& articles() const { return catalog_; }
    // The one with this slug or nullptr.
    const CatalogEntry* find(std::string_view lang, std::string_view slug, Audience audience) const;
    // The one that had this slug or site path before, or nullptr.
    const CatalogEntry* find_alias(std::string_view lang, std::string_view alias, Audience audience) const;
    // Whether a public article stood at this address that is gone. Asked when there is none with this slug or alias.
    bool was_removed(std::string_view lang, std::string_view slug) const;
    // The article in other languages: the same path below the language's folder, else the same slug.
    std::vector<const CatalogEntry*> translations(const CatalogEntry& entry, Audience audience) const;

    Result<StoredArticle> article(const CatalogEntry& entry) const;

    // Categories with at least one article in `lang` for `audience`, by order, then title. `below` restricts to
    // the direct children of a category; empty means the top level.
    std::vector<CategoryView> categories(std::string_view lang, Audience audience, std::string_view below = {}) const;
    // Those and all below them, each before what is below it.
    std::vector<CategoryView> all_categories(std::string_view lang, Audience audience) const;
    // One category, with a title even when writers gave none; nothing when there is no article in it.
    std::optional<CategoryView> category(std::string_view lang, std::string_view path, Audience audience) const;
    std::string category_title(std::string_view lang, std::string_view path) const;
    // The articles right in a category, by title.
    std::vector<const CatalogEntry*> articles_in(std::string_view lang, std::string_view category, Audience audience) const;

    // A file under files/ of a half that `audience` may see; nothing when there is none.
    std::optional<std::filesystem::path> file(std::string_view name, Audience audience) const;

    const Postings& postings(Half half) const { return *halves_[static_cast<std::size_t>(half)].postings; }
    // For each half: keeps in memory what `former`, whose place this takes, was asked for lately, as much as can be read in `longest`.
    void read_ahead(const Snapshot& former, std::chrono::milliseconds longest) const;
    // Read from the postings when it is first asked for; empty when they cannot be read.
    const Lexicon& lexicon(Half half) const;
    // By number of the document.
    const std::vector<DocumentFacts>& facts(Half half) const { return halves_[static_cast<std::size_t>(half)].facts; }
    const DocumentFacts& facts(const CatalogEntry& entry) const { return facts(entry.half)[entry.number]; }
    // Those of articles, in the order of their bytes.
    const std::vector<std::string_view>& languages() const { return languages_; }
    const std::vector<std::string_view>& category_paths() const { return category_paths_; }

private:
    struct HalfData {
        ArticleFile articles;
        std::unique_ptr<const Postings> postings;
        mutable std::once_flag lexicon_is_read;
        mutable std::unique_ptr<const Lexicon> lexicon;
        std::vector<DocumentFacts> facts;
    };

    explicit Snapshot(std::shared_ptr<const Dictionaries> dictionaries);
    Result<void> load(const std::filesystem::path& directory);
    Result<void> load_half(Half half);
    Result<void> index_catalog();

    std::filesystem::path directory_;
    std::shared_ptr<const Dictionaries> dictionaries_;
    GenerationInfo info_;
    Analyzer analyzer_;
    HalfData halves_[2];
    std::vector<CatalogEntry> catalog_;
    std::vector<std::string_view> languages_, category_paths_;
    std::multimap<std::string, std::uint32_t, std::less<>> by_translation_key_;
    std::multimap<std::string, std::uint32_t, std::less<>> by_slug_;
    std::multimap<std::string, std::uint32_t, std::less<>> by_alias_;  // by alias_key()
};

}  // namespace kb

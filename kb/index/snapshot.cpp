#include "kb/index/snapshot.h"

#include <algorithm>
#include <set>

#include "kb/base/address.h"
#include "kb/index/generation_store.h"
#include "kb/index/lexicon.h"
#include "kb/index/postings.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

bool may_see(Audience audience, Half half) {
    return half == Half::open || audience == Audience::staff;
}

// The path below the folder of the language; without such a folder, the whole path.
std::string_view below_language(std::string_view path, std::string_view lang) {
    const bool in_folder = path.size() > lang.size() && path.starts_with(lang) && path[lang.size()] == '/';
    return in_folder ? path.substr(lang.size() + 1) : path;
}

std::string title_from_folder(std::string_view path) {
    std::string title(path.substr(path.rfind('/') + 1));
    std::replace(title.begin(), title.end(), '-', ' ');
    if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 32);
    return title;
}

// The values of a field, in order.
std::vector<std::string_view> distinct(const std::vector<CatalogEntry>& catalog, std::string_view CatalogEntry::*field) {
    std::set<std::string_view> values;
    for (const CatalogEntry& entry : catalog) values.insert(entry.*field);
    return {values.begin(), values.end()};
}

std::uint16_t number_in(const std::vector<std::string_view>& values, std::string_view value) {
    return static_cast<std::uint16_t>(std::lower_bound(values.begin(), values.end(), value) - values.begin());
}

}  // namespace

bool is_in_category(std::string_view category, std::string_view ancestor) {
    return ancestor.empty() || category == ancestor ||
           (category.size() > ancestor.size() && category.starts_with(ancestor) && category[ancestor.size()] == '/');
}

Snapshot::Snapshot(std::shared_ptr<const Dictionaries> dictionaries)
    : dictionaries_(std::move(dictionaries)), analyzer_(dictionaries_) {}
Snapshot::~Snapshot() = default;

Result<std::shared_ptr<const Snapshot>> Snapshot::open(const fs::path& index,
                                                       std::shared_ptr<const Dictionaries> dictionaries) {
    const GenerationStore store(index);
    // The generation may be replaced and removed between reading CURRENT and opening: look again then.
    for (int attempt = 0;; ++attempt) {
        const auto number = store.current();
        if (!number) return fail(number.error());
        auto opened = open_generation(store.directory_of(*number), dictionaries);
        if (opened || attempt == 2) return opened;
        const auto again = store.current();
        if (again && *again == *number) return opened;
    }
}

Result<std::shared_ptr<const Snapshot>> Snapshot::open_generation(
    const fs::path& directory, std::shared_ptr<const Dictionaries> dictionaries) {
    std::shared_ptr<Snapshot> snapshot(new Snapshot(std::move(dictionaries)));
    if (auto loaded = snapshot->load(directory); !loaded) return fail(loaded.error());
    return snapshot;
}

Result<void> Snapshot::load(const fs::path& directory) {
    directory_ = directory;
    auto info = read_generation_info(directory);
    if (!info) return fail(info.error());
    if (auto foreign = check_compatible(*info, analyzer_.id(), directory)) return fail(std::move(*foreign));
    info_ = std::move(*info);
    analyzer_ = Analyzer(dictionaries_, info_.words);
    for (const Half half : {Half::open, Half::internal}) {
        if (auto loaded = load_half(half); !loaded) return loaded;
    }
    return index_catalog();
}

Result<void> Snapshot::load_half(Half half) {
    HalfData& data = halves_[static_cast<std::size_t>(half)];
    const fs::path directory = directory_ / folder_of(half);
    auto articles = ArticleFile::open(directory / "articles.dat");
    if (!articles && articles.error().code == ErrorCode::not_found)
        return fail(ErrorCode::index_damaged, "a part of this generation is missing", "run kb-indexer build --rebuild",
                    articles.error().at);
    if (!articles) return fail(articles.error());
    data.articles = std::move(*articles);
    auto postings = Postings::open(directory / "terms");
    if (!postings) return fail(postings.error());
    data.postings = std::move(*postings);
    std::size_t found = 0;
    for (DocumentNumber i = 0; i < data.articles.size(); ++i) {
        if (data.articles.record(i).empty()) continue;
        auto article = decode_article(data.articles.record(i));
        if (!article) return fail(article.error());
        ++found;
        catalog_.push_back({half, i, article->lang, article->slug, article->category, article->title,
                            article->description, article->path, std::move(article->questions),
                            std::move(article->aliases), article->updated});
    }
    if (data.postings->documents() == found) return {};
    return fail(ErrorCode::index_damaged, "articles and terms do not belong together", "run kb-indexer build --rebuild",
                {directory.string()});
}

Result<void> Snapshot::index_catalog() {
    std::sort(catalog_.begin(), catalog_.end(), [](const CatalogEntry& a, const CatalogEntry& b) {
        return std::tie(a.lang, a.slug, a.half) < std::tie(b.lang, b.slug, b.half);
    });
    for (HalfData& half : halves_) half.facts.assign(half.articles.size(), {});
    languages_ = distinct(catalog_, &CatalogEntry::lang);
    category_paths_ = distinct(catalog_, &CatalogEntry::category);
    if (std::max(languages_.size(), category_paths_.size()) > 0xFFFF)
        return fail(ErrorCode::index_damaged, "more than 65,535 categories or languages", "use fewer", {directory_.string()});
    for (std::uint32_t place = 0; place < catalog_.size(); ++place) {
        const CatalogEntry& entry = catalog_[place];
        halves_[static_cast<std::size_t>(entry.half)].facts[entry.number] = {place, number_in(languages_, entry.lang), number_in(category_paths_, entry.category)};
        if (!entry.path.empty())
            by_translation_key_.emplace(below_language(entry.path, entry.lang), place);
        by_slug_.emplace(entry.slug, place);
        for (const std::string_view alias : entry.aliases)
            by_alias_.emplace(alias_key(entry.lang, alias), place);
    }
    return {};
}

const CatalogEntry* Snapshot::find(std::string_view lang, std::string_view slug, Audience audience) const {
    const auto [begin, end] = by_slug_.equal_range(slug);
    for (auto it = begin; it != end; ++it) {
        const CatalogEntry& entry = catalog_[it->second];
        if (entry.lang == lang && may_see(audience, entry.half)) return &entry;
    }
    return nullptr;
}

const CatalogEntry* Snapshot::find_alias(std::string_view lang, std::string_view alias, Audience audience) const {
    const auto [begin, end] = by_alias_.equal_range(alias_key(lang, alias));
    for (auto it = begin; it != end; ++it) {
        if (may_see(audience, catalog_[it->second].half)) return &catalog_[it->second];
    }
    return nullptr;
}

bool Snapshot::was_removed(std::string_view lang, std::string_view slug) const {
    return std::binary_search(info_.removed.begin(), info_.removed.end(), RemovedArticle{std::string(lang), std::string(slug)});
}

void Snapshot::read_ahead(const Snapshot& former, std::chrono::milliseconds longest) const {
    for (const Half half : {Half::open, Half::internal}) postings(half).read_ahead(former.postings(half), longest);
}

const Lexicon& Snapshot::lexicon(Half half) const {
    const HalfData& data = halves_[static_cast<std::size_t>(half)];
    std::call_once(data.lexicon_is_read, [&] {
        auto read = Lexicon::read(*data.postings);
        data.lexicon = std::make_unique<const Lexicon>(read ? std::move(*read) : Lexicon());
    });
    return *data.lexicon;
}

std::vector<const CatalogEntry*> Snapshot::translations(const CatalogEntry& entry, Audience audience) const {
    std::map<std::string_view, const CatalogEntry*> by_language;
    const auto collect = [&](const auto& places, std::string_view key) {
        const auto [begin, end] = places.equal_range(key);
        for (auto it = begin; it != end; ++it) {
            const CatalogEntry& other = catalog_[it->second];
            if (other.lang != entry.lang && may_see(audience, other.half)) by_language.try_emplace(other.lang, &other);
        }
    };
    if (!entry.path.empty()) collect(by_translation_key_, below_language(entry.path, entry.lang));
    collect(by_slug_, entry.slug);
    std::vector<const CatalogEntry*> found;
    for (const auto& [lang, other] : by_language) found.push_back(other);
    return found;
}

Result<StoredArticle> Snapshot::article(const CatalogEntry& entry) const {
    return decode_article(halves_[static_cast<std::size_t>(entry.half)].articles.record(entry.number));
}

std::string Snapshot::category_title(std::string_view lang, std::string_view path) const {
    for (const Category& category : info_.categories) {
        if (category.lang == lang && category.path == path && !category.title.empty()) return category.title;
    }
    return title_from_folder(path);
}

std::vector<CategoryView> Snapshot::categories(std::string_view lang, Audience audience, std::string_view below) const {
    std::set<std::string> paths;
    for (const CatalogEntry& entry : catalog_) {
        if (entry.lang != lang || !may_see(audience, entry.half) || !is_in_category(entry.category, below)) continue;
        const std::size_t begin = below.empty() ? 0 : below.size() + 1;
        if (entry.category.size() <= begin) continue;
        paths.emplace(entry.category.substr(0, entry.category.find('/', begin)));
    }
    std::vector<CategoryView> views;
    for (const std::string& path : paths) {
        if (auto view = category(lang, path, audience)) views.push_back(std::move(*view));
    }
    std::sort(views.begin(), views.end(), [](const CategoryView& a, const CategoryView& b) {
        return std::tie(a.order, a.title, a.path) < std::tie(b.order, b.title, b.path);
    });
    return views;
}

std::vector<CategoryView> Snapshot::all_categories(std::string_view lang, Audience audience) const {
    std::vector<CategoryView> all = categories(lang, audience);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto below = categories(lang, audience, all[i].path);
        all.insert(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::make_move_iterator(below.begin()),
                   std::make_move_iterator(below.end()));
    }
    return all;
}

std::optional<CategoryView> Snapshot::category(std::string_view lang, std::string_view path, Audience audience) const {
    CategoryView view;
    view.path = path;
    view.order = 1000;  // after those that writers put in order
    for (const CatalogEntry& entry : catalog_) {
        if (entry.lang == lang && may_see(audience, entry.half) && !path.empty() && is_in_category(entry.category, path))
            ++view.articles;
    }
    if (view.articles == 0) return {};
    for (const Category& described : info_.categories) {
        if (described.lang != lang || described.path != path) continue;
        view.description = described.description;
        view.order = described.order;
    }
    view.title = category_title(lang, path);
    return view;
}

std::vector<const CatalogEntry*> Snapshot::articles_in(std::string_view lang, std::string_view category,
                                                       Audience audience) const {
    std::vector<const CatalogEntry*> found;
    for (const CatalogEntry& entry : catalog_) {
        if (entry.lang == lang && entry.category == category && may_see(audience, entry.half)) found.push_back(&entry);
    }
    std::sort(found.begin(), found.end(), [](const CatalogEntry* a, const CatalogEntry* b) {
        return std::tie(a->title, a->slug) < std::tie(b->title, b->slug);
    });
    return found;
}

std::optional<fs::path> Snapshot::file(std::string_view name, Audience audience) const {
    const bool plain = !name.empty() && name.size() < 100 && !name.starts_with('.') &&
                       name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.") == std::string_view::npos;
    if (!plain) return {};
    for (const Half half : {Half::open, Half::internal}) {
        std::error_code error;
        fs::path path = directory_ / folder_of(half) / "files" / name;
        if (may_see(audience, half) && fs::is_regular_file(path, error)) return path;
    }
    return {};
}

}  // namespace kb

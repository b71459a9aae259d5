#include "indexer/content.h"

#include <algorithm>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "indexer/expectations.h"
#include "indexer/template_reading.h"
#include "indexer/worker_pool.h"
#include "kb/article/front_matter.h"
#include "kb/base/hash.h"
#include "kb/base/media_type.h"
#include "kb/base/tsv.h"
#include "kb/check/rules.h"

namespace kb {

namespace {

constexpr std::uint64_t max_config_file = 256 * 1024, max_table_file = 16 * 1024 * 1024;

std::string_view name_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Names beginning with '_', and all that is in folders named so, are the site's own.
bool is_reserved(std::string_view path) {
    return path.starts_with('_') || path.find("/_") != std::string_view::npos;
}

bool is_shown_text(std::string_view path) {
    const bool is_reserved_markdown = is_markdown(path) && is_reserved(path);
    return is_reserved_markdown || (!is_reserved(path) && media_type(path).starts_with("text/"));
}

unsigned worker_count() {
    return std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
}

class ContentReader {
public:
    ContentReader(const Source& source, const Manifest* known, std::shared_ptr<const Dictionaries> dictionaries) : source_(source), known_(known) {
        content_.checks.of_files.dictionaries = std::move(dictionaries);
    }

    Result<Content> read(const Progress& progress) {
        auto spill = Spill::create();
        if (!spill) return fail(spill.error());
        content_.spill = std::move(*spill);
        auto listing = source_.list();
        if (!listing) return fail(listing.error());
        append(std::move(listing->problems));
        content_.articles.reserve(listing->files.size());
        for (SourceFile& file : listing->files) {
            std::string path = file.path;
            content_.files.emplace_hint(content_.files.end(), std::move(path), std::move(file));
        }
        read_site();
        for (const auto& [path, file] : content_.files) read_checks(file);
        content_.options = fmt::format("{}|{}|{}", fmt::join(content_.site.languages, ","), content_.site.default_language, content_.checks.of_files.id());
        const ParseOptions options = parse_options(content_.site);
        for (const auto& [path, file] : content_.files) {
            if (is_article(path)) add_article(file);
            else if (name_of(path) == "_category.md") read_category(file);
            else if (is_answer_template(path, options)) templates_.push_back(path);
            else if (path == "words.tsv") read_words(file);
            else if (path == "pins.tsv") read_pins(file);
            else if (path == "synonyms.tsv") read_synonyms(file);
            else if (!is_markdown(path)) content_.resources.insert(path);
        }
        if (auto read = read_templates(options); !read) return fail(read.error());
        if (auto parsed = parse_changed(progress); !parsed) return fail(parsed.error());
        check_texts(options);
        plan();
        keep_good_pins();
        collect_problems();
        return std::move(content_);
    }

private:
    void append(std::vector<Problem> problems) {
        std::move(problems.begin(), problems.end(), std::back_inserter(content_.problems));
    }

    void report(Error error, std::string rule, const std::string& path) {
        if (error.at.path.empty()) error.at.path = path;
        content_.problems.push_back({std::move(error.at), Severity::error, std::move(rule), std::move(error.what), std::move(error.hint)});
    }

    void read_site() {
        if (content_.files.count("kb.yaml") != 0) {
            auto text = source_.read("kb.yaml", max_config_file);
            if (text) text = normalize_text("kb.yaml", *text);
            if (text) {
                SiteConfigResult result = parse_site_config(*text, "kb.yaml");
                content_.site = std::move(result.config);
                content_.logo_at = std::move(result.logo_at);
                append(std::move(result.problems));
                read_check_config(*text);
            } else {
                report(text.error(), "site-config", "kb.yaml");
            }
        }
    }

    void read_check_config(std::string_view text) {
        ContentChecks& checks = content_.checks;
        checks.settings = read_check_settings(text, "kb.yaml");
        append(std::move(checks.settings.problems));
        checks.of_files.own = read_own_contacts(text);
        checks.of_files.reading_ease = checks.settings.reading_ease;
    }

    void read_checks(const SourceFile& file) {
        ContentChecks& checks = content_.checks;
        if (file.path == "terms.yaml") {
            const auto text = table(file, "terms");
            TermsResult parsed = parse_terms(text.value_or(""), file.path);
            checks.of_files.terms = std::move(parsed.terms);
            append(std::move(parsed.problems));
        } else if (file.path == "phrases.tsv") {
            const auto text = table(file, "phrases");
            PhrasesResult parsed = parse_phrases(text.value_or(""), file.path);
            checks.of_files.phrases = std::move(parsed.phrases);
            append(std::move(parsed.problems));
        } else if (file.path == "expectations.tsv") {
            if (const auto text = table(file, "expectations")) read_expectations(file.path, *text);
        } else if (file.path == "README.md") {
            checks.readme = source_.read(file.path, max_article_file).value_or("");
        }
    }

    // Line by line, since `expect` stops at the first that is wrong.
    void read_expectations(const std::string& path, std::string_view text) {
        auto& expected = content_.checks.expectations.emplace();
        each_table_line(text, [&](int number, std::string_view line) {
            auto parsed = parse_expectations(path, line);
            if (!parsed) {
                parsed.error().at.line = number;
                return report(parsed.error(), "expectations", path);
            }
            for (Expectation& each : *parsed) expected.push_back({number, std::move(each.lang), std::move(each.slugs)});
        });
    }

    // Of a table at the root of the content; nothing, and a problem of the rule, when it is no text.
    std::optional<std::string> table(const SourceFile& file, const std::string& rule) {
        auto text = source_.read(file.path, max_table_file);
        if (text) text = normalize_text(file.path, *text);
        if (text) return std::move(*text);
        report(text.error(), rule, file.path);
        return {};
    }

    void read_words(const SourceFile& file) {
        const auto text = table(file, "words");
        if (!text) return;
        AddedWordsResult parsed = parse_added_words(*text, file.path);
        content_.words = std::move(parsed.words);
        append(std::move(parsed.problems));
    }

    void read_pins(const SourceFile& file) {
        const auto text = table(file, "pins");
        if (!text) return;
        pins_ = parse_pins(*text, file.path);
        append(std::move(pins_.problems));
    }

    void read_synonyms(const SourceFile& file) {
        const auto text = table(file, "synonyms");
        if (!text) return;
        SynonymsResult parsed = parse_synonyms(*text, file.path);
        content_.synonyms = std::move(parsed.rules);
        append(std::move(parsed.problems));
    }

    Result<void> read_templates(const ParseOptions& options) {
        auto templates = read_answer_templates(source_, templates_, options);
        if (!templates) return fail(templates.error());
        content_.templates = std::move(templates->good);
        append(std::move(templates->problems));
        return {};
    }

    // When it is known which articles there are.
    void keep_good_pins() {
        std::set<std::pair<std::string_view, std::string_view>> published;
        for (const ContentArticle& article : content_.articles) {
            if (article.plan.published) published.emplace(article.record.facts.lang, article.plan.slug);
        }
        for (std::size_t i = 0; i < pins_.pins.size(); ++i) {
            Pin& pin = pins_.pins[i];
            if (published.count({pin.lang, pin.slug}) != 0) {
                content_.pins.push_back(std::move(pin));
                continue;
            }
            content_.problems.push_back({{"pins.tsv", pins_.lines[i], 1}, Severity::warning, "pins",
                                         fmt::format("there is no article '{}' in '{}'", pin.slug, pin.lang),
                                         "correct the slug, or remove the line"});
        }
    }

    void read_category(const SourceFile& file) {
        auto text = source_.read(file.path, max_config_file);
        if (text) text = normalize_text(file.path, *text);
        if (!text) return report(text.error(), "category", file.path);
        FrontMatterResult parsed = parse_front_matter(*text, file.path, FrontMatterOf::category);
        append(std::move(parsed.problems));
        Category category;
        std::string_view folder(file.path);
        folder = folder.substr(0, folder.size() - std::min(folder.size(), name_of(folder).size() + 1));
        const std::string_view first = folder.substr(0, folder.find('/'));
        const auto& languages = content_.site.languages;
        if (std::find(languages.begin(), languages.end(), first) != languages.end()) {
            category.lang = first;
            folder.remove_prefix(std::min(folder.size(), first.size() + 1));
        } else {
            category.lang = content_.site.default_language;
        }
        category.path = folder;
        category.title = std::move(parsed.front.title);
        category.description = std::move(parsed.front.description);
        category.order = parsed.front.order;
        content_.categories.push_back(std::move(category));
    }

    // Takes over the record of the last build when neither the file nor what it includes has changed.
    void add_article(const SourceFile& file) {
        ContentArticle article;
        article.behind = file.behind;
        article.updated = file.modified;
        article.record.facts.path = file.path;
        if (const FileRecord* known = find_unchanged(file.path); known != nullptr && includes_unchanged(*known)) article.record = *known;
        if (article.record.hash.empty()) changed_.push_back(content_.articles.size());
        content_.articles.push_back(std::move(article));
    }

    // The record of the last build when it may be taken over.
    const FileRecord* find_unchanged(const std::string& path) {
        if (known_ == nullptr || known_->options != content_.options) return nullptr;
        const auto found = known_->files.find(path);
        const bool is_same = found != known_->files.end() && !found->second.hash.empty() && is_unchanged(path, found->second.hash);
        return is_same ? &found->second : nullptr;
    }

    bool includes_unchanged(const FileRecord& record) {
        return std::all_of(record.includes.begin(), record.includes.end(), [this](const auto& include) {
            return is_unchanged(include.first, include.second);
        });
    }

    // By its version, else by its content.
    bool is_unchanged(const std::string& path, const std::string& hash) {
        const auto now = content_.files.find(path);
        const auto before = known_->versions.find(path);
        const bool same = now != content_.files.end() && before != known_->versions.end() && before->second == now->second.version;
        return same || hash_of(path) == hash;
    }

    const std::string& hash_of(const std::string& path) {
        const auto [place, is_new] = hashes_.try_emplace(path);
        if (is_new) {
            if (const auto text = source_.read(path, max_article_file)) place->second = sha256_hex(*text);
        }
        return place->second;
    }

    Result<void> parse_changed(const Progress& progress);

    void check_texts(const ParseOptions& options) {
        std::optional<FileChecker> checker;  // takes its time to make
        for (const auto& [path, file] : content_.files) {
            if (!is_shown_text(path)) continue;
            if (const FileRecord* known = find_unchanged(path)) {
                content_.texts.push_back(*known);
                continue;
            }
            const auto text = source_.read(path, max_article_file);
            if (!text) continue;
            if (!checker) checker.emplace(content_.checks.of_files);
            content_.texts.push_back(check_text(path, *text, options, *checker));
        }
    }

    void plan() {
        std::vector<ArticleFacts> facts;
        for (ContentArticle& article : content_.articles) facts.push_back(std::move(article.record.facts));
        SitePlan plan = plan_site(facts, content_.site.base_path());
        for (std::size_t i = 0; i < facts.size(); ++i) {
            content_.articles[i].record.facts = std::move(facts[i]);
            content_.articles[i].plan = std::move(plan.articles[i]);
        }
        append(std::move(plan.problems));
    }

    void collect_problems() {
        for (const FileRecord& text : content_.texts) append(text.problems);
        for (const ContentArticle& article : content_.articles) {
            // What others include need not be a whole article, but its text is shown.
            for (const Problem& problem : article.record.problems) {
                const CheckRule* rule = article.plan.included ? find_rule(problem.rule) : nullptr;
                if (!article.plan.included || (rule != nullptr && rule->is(CheckRule::of_text))) content_.problems.push_back(problem);
            }
        }
    }

    const Source& source_;
    const Manifest* known_;
    Content content_;
    std::vector<std::size_t> changed_;
    std::vector<std::string> templates_;  // paths
    std::map<std::string, std::string> hashes_;
    PinsResult pins_;
};

// What runs in a worker: a path in, an encoded ParsedFile out.
std::string parse_in_worker(const Source& source, const ParseOptions& options, const FileChecker* checker, std::string_view request) {
    const std::string path(request);
    const auto text = source.read(path, max_article_file);
    return encode_parsed_file(text ? parse_file(path, *text, options, checker) : unreadable_file(path, text.error()));
}

// The hash is kept, so that the next build does not try the same text again.
ParsedFile given_up(const Source& source, const ContentArticle& article, const Error& error) {
    ParsedFile file = unreadable_file(article.record.facts.path, error);
    if (const auto text = source.read(article.record.facts.path, max_article_file)) {
        file.record.hash = sha256_hex(*text);
        file.record.blob = git_blob_id(*text);
    }
    return file;
}

Result<void> parse_places(const Source& source, Content& content, const std::vector<std::size_t>& places, const FileChecker* checker,
                          const Progress& progress) {
    if (places.empty()) return {};
    ParseOptions options = parse_options(content.site);
    options.read = [&source](const std::string& path) { return source.read(path, max_article_file); };
    const auto handler = [&](std::string_view request) { return parse_in_worker(source, options, checker, request); };
    WorkerPool pool(std::min<unsigned>(worker_count(), static_cast<unsigned>(places.size())), handler);

    std::optional<Error> failure;
    std::size_t done = 0;
    auto ran = pool.run(
        places.size(), [&](std::size_t i) { return content.articles[places[i]].record.facts.path; },
        [&](std::size_t i, Result<std::string> answer) {
            ContentArticle& article = content.articles[places[i]];
            ParsedFile file = answer ? decode_parsed_file(*answer) : given_up(source, article, answer.error());
            auto place = content.spill.put(file.article);
            if (!place) failure = place.error();
            else article.article = *place;
            if (checker != nullptr) article.record = std::move(file.record);  // else it is known, with all that was found
            if (progress) progress(++done, places.size());
        });
    if (failure) return fail(std::move(*failure));
    return ran;
}

Result<void> ContentReader::parse_changed(const Progress& progress) {
    if (changed_.empty()) return {};
    const FileChecker checker(content_.checks.of_files);
    return parse_places(source_, content_, changed_, &checker, progress);
}

}  // namespace

bool is_article(std::string_view path) {
    const bool readme_at_root = path == "README.md" || path == "readme.md" || path == "README.markdown";
    return is_markdown(path) && !is_reserved(path) && !readme_at_root;
}

ParseOptions parse_options(const SiteConfig& site) {
    ParseOptions options;
    options.languages = site.languages;
    options.default_language = site.default_language;
    return options;
}

std::size_t Content::published() const {
    return static_cast<std::size_t>(std::count_if(articles.begin(), articles.end(),
                                                  [](const ContentArticle& article) { return article.plan.published; }));
}

Result<Content> read_content(const Source& source, const Manifest* known, std::shared_ptr<const Dictionaries> dictionaries, const Progress& progress) {
    return ContentReader(source, known, std::move(dictionaries)).read(progress);
}

Result<void> parse_missing(const Source& source, Content& content, const std::vector<std::size_t>& places) {
    std::vector<std::size_t> missing;
    for (const std::size_t place : places) {
        if (!content.articles[place].article) missing.push_back(place);
    }
    // Their problems are known: these records are read for their articles alone.
    return parse_places(source, content, missing, nullptr, {});
}

}  // namespace kb

#include "kb/check/site_checks.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "kb/article/reference.h"
#include "kb/base/address.h"
#include "kb/base/date.h"
#include "kb/base/letter_case.h"
#include "kb/base/media_type.h"

namespace kb {

namespace {

class SiteCheck {
public:
    explicit SiteCheck(const SiteToCheck& site) : site_(site) {
        for (const SiteArticle& article : site.articles) {
            if (article.plan->published) published_.push_back(&article);
        }
    }

    std::vector<Problem> run() {
        find_duplicates();
        find_alias_clashes();
        check_addresses();
        find_missing_files();
        find_unused_images();
        check_translations();
        check_reviews();
        check_expectations();
        return std::move(problems_);
    }

private:
    void report(Severity severity, std::string rule, std::string what, std::string hint, Location at) {
        problems_.push_back({std::move(at), severity, std::move(rule), std::move(what), std::move(hint)});
    }
    void warn(std::string rule, std::string what, std::string hint, const ArticleFacts& facts, int line = 1) {
        report(Severity::warning, std::move(rule), std::move(what), std::move(hint), {facts.path, line, 1});
    }

    static bool is_public(const SiteArticle& article) { return article.facts->visibility == Visibility::open; }

    // Of one language, and for the same readers: an internal article may well say more about what a public one is called.
    void find_duplicates() {
        std::map<std::tuple<std::string, bool, std::string>, const ArticleFacts*> titles;
        std::map<std::pair<std::string, std::uint64_t>, const ArticleFacts*> descriptions;
        for (const SiteArticle* article : published_) {
            const ArticleFacts& facts = *article->facts;
            const auto [title, is_new] = titles.try_emplace({facts.lang, is_public(*article), to_lower(facts.title)}, &facts);
            if (!is_new)
                warn("duplicate-title", fmt::format("the title is that of {}, too", title->second->path), "say in each what the other is not about", facts, facts.title_line);
            if (facts.description == 0) continue;
            const auto [description, is_first] = descriptions.try_emplace({facts.lang, facts.description}, &facts);
            if (!is_first)
                warn("copied-description", fmt::format("the description is that of {}, too", description->second->path), "say in one sentence what this article is for", facts,
                     facts.description_line);
        }
    }

    void find_alias_clashes() {
        std::map<std::string, const ArticleFacts*> holders;
        for (const SiteArticle* article : published_) holders.emplace(alias_key(article->facts->lang, article->plan->slug), article->facts);
        for (const SiteArticle* article : published_) {
            const ArticleFacts& facts = *article->facts;
            for (const std::string& alias : facts.aliases) {
                const auto [holder, is_new] = holders.try_emplace(alias_key(facts.lang, alias), &facts);
                if (is_new) continue;
                const bool own = holder->second == &facts;
                warn("duplicate-alias", own ? fmt::format("the alias '{}' is written twice, or is the slug itself", alias) : fmt::format("the alias '{}' leads to {} already", alias, holder->second->path),
                     "remove it where it does not belong", facts, facts.aliases_line);
            }
        }
    }

    // Links by the addresses of the site itself, and `related`.
    void check_addresses() {
        const auto has_any = [](const SiteArticle* article) { return !article->facts->pages.empty() || !article->facts->related.empty(); };
        if (std::none_of(published_.begin(), published_.end(), has_any)) return;
        std::map<std::string, const SiteArticle*> holders;
        for (const SiteArticle* article : published_) holders.emplace(alias_key(article->facts->lang, article->plan->slug), article);
        const auto slugs = holders;
        for (const SiteArticle* article : published_) {
            for (const auto* aliases : {&article->facts->aliases, &article->former}) {
                for (const std::string& alias : *aliases) holders.emplace(alias_key(article->facts->lang, alias), article);
            }
        }
        for (const SiteArticle* article : published_) {
            for (const Reference& page : article->facts->pages) check_page(*article, page, holders);
            for (const std::string& slug : article->facts->related) check_related(*article, slug, slugs);
        }
    }

    using Holders = std::map<std::string, const SiteArticle*>;

    // "/ru/articles/vpn" of an address of this site; nothing of other pages.
    std::optional<std::string> path_of_article(std::string_view address) const {
        const std::string& base_url = site_.site->base_url;
        const std::string base = address.starts_with('/') ? site_.site->base_path() : base_url;
        if ((base.empty() && !address.starts_with('/')) || !address.starts_with(base)) return {};
        const std::string_view path = address.substr(base.size(), address.find('?') - base.size());
        const std::size_t lang_end = path.find('/', std::min<std::size_t>(1, path.size()));
        constexpr std::string_view middle = "/articles/";
        if (!path.starts_with('/') || lang_end == std::string_view::npos || !path.substr(lang_end).starts_with(middle)) return {};
        const auto& languages = site_.site->languages;
        const std::string_view slug = path.substr(lang_end + middle.size());
        const bool is_ours = std::find(languages.begin(), languages.end(), path.substr(1, lang_end - 1)) != languages.end();
        return is_ours && !slug.empty() && slug.find('/') == std::string_view::npos ? std::optional(std::string(path)) : std::nullopt;
    }

    void check_page(const SiteArticle& from, const Reference& page, const Holders& holders) {
        const auto path = path_of_article(page.path);
        if (!path) return;
        const auto found = holders.find(alias_key({}, *path));
        if (found == holders.end())
            report(Severity::warning, "dead-link", fmt::format("the link leads to '{}', where there is no article", page.path), "correct the address, or link to the file of the article", page.at);
        else if (is_public(from) && !is_public(*found->second))
            report(Severity::error, "internal-link", fmt::format("a public article links to '{}', which is internal", page.path), "remove the link; customers find nothing there", page.at);
        else check_anchor(page, *found->second->facts);
    }

    void check_anchor(const Reference& page, const ArticleFacts& target) {
        if (!is_on_every_page(page.fragment) && !std::binary_search(target.anchors.begin(), target.anchors.end(), page.fragment))
            report(Severity::warning, "dead-anchor", fmt::format("'{}' has no heading '#{}'", target.path, page.fragment), hint_for_anchor(page.fragment, target.anchors), page.at);
    }

    void check_related(const SiteArticle& from, const std::string& slug, const Holders& slugs) {
        const ArticleFacts& facts = *from.facts;
        const auto found = slugs.find(alias_key(facts.lang, slug));
        if (found == slugs.end())
            warn("dead-link", fmt::format("'related' names '{}', and there is no such article in '{}'", slug, facts.lang), "correct the slug or remove it", facts, facts.related_line);
        else if (is_public(from) && !is_public(*found->second))
            report(Severity::error, "internal-link", fmt::format("'related' of a public article names '{}', which is internal", slug), "remove it; customers are not shown it",
                   {facts.path, facts.related_line, 1});
    }

    void find_missing_files() {
        const auto is_there = [this](const std::string& path) { return site_.files.count(path) != 0; };
        for (const SiteArticle* article : published_) {
            for (const Reference& file : article->facts->files) {
                if (!is_there(file.path)) problems_.push_back(missing_file(file));
            }
        }
        const std::string& logo = site_.site->logo;
        if (!logo.empty() && !is_there(logo)) problems_.push_back(missing_file({logo, {}, site_.logo_at}));
    }

    // What an article that cannot be read shows is not known: then nothing is said.
    void find_unused_images() {
        std::set<std::string_view> used = {site_.site->logo};
        for (const SiteArticle& article : site_.articles) {
            if (article.facts->fatal) return;
            for (const Reference& file : article.facts->files) used.insert(file.path);
        }
        for (const std::string& path : site_.files) {
            const bool is_reserved = path.starts_with('_') || path.starts_with('.') || path.find("/_") != std::string::npos || path.find("/.") != std::string::npos;
            if (is_reserved || !media_type(path).starts_with("image/") || used.count(path) != 0 || site_.readme.find(path) != std::string::npos) continue;
            report(Severity::warning, "unused-image", "no article shows this image", "remove it, or show it", {path, 0, 0});
        }
    }

    // The path behind the folder of the language.
    static std::string_view place_of(const ArticleFacts& facts) {
        const std::string_view path = facts.path;
        return path.starts_with(facts.lang + "/") ? path.substr(facts.lang.size() + 1) : path;
    }

    // By the same path, else by the same slug; drafts are translations on their way.
    void check_translations() {
        std::map<std::string_view, std::map<std::string_view, const SiteArticle*>> by_place, by_slug;
        std::set<std::string_view> languages;
        for (const SiteArticle* article : published_) languages.insert(article->facts->lang);
        if (languages.size() < 2) return;
        for (const SiteArticle& article : site_.articles) {
            if (article.plan->included) continue;
            by_place[article.facts->lang].emplace(place_of(*article.facts), &article);
            by_slug[article.facts->lang].emplace(article.plan->published ? article.plan->slug : article.facts->slug, &article);
        }
        const auto find = [](auto& lists, std::string_view lang, std::string_view key) -> const SiteArticle* {
            const auto found = lists[lang].find(key);
            return found == lists[lang].end() ? nullptr : found->second;
        };
        for (const SiteArticle* article : published_) {
            for (const std::string& lang : site_.site->languages) {
                if (lang == article->facts->lang || languages.count(lang) == 0) continue;
                const SiteArticle* other = find(by_place, lang, place_of(*article->facts));
                if (other == nullptr) other = find(by_slug, lang, article->plan->slug);
                if (other == nullptr && is_public(*article))
                    warn("missing-translation", fmt::format("there is no translation into '{}'", lang),
                         fmt::format("write {}/{}; until then readers are shown this one", lang, place_of(*article->facts)), *article->facts);
                if (other != nullptr && other->plan->published && article->facts->lang == site_.site->default_language) compare_dates(*article, *other);
            }
        }
    }

    void compare_dates(const SiteArticle& original, const SiteArticle& translation) {
        if (!original.reworded || !translation.changed || *original.reworded <= *translation.changed) return;
        warn("stale-translation",
             fmt::format("the original {} changed on {}, this translation on {}", original.facts->path, to_iso_time(*original.reworded).substr(0, 10),
                         to_iso_time(*translation.changed).substr(0, 10)),
             "carry the change over; a commit that touches this file says so", *translation.facts);
    }

    void check_reviews() {
        for (const SiteArticle* article : published_) {
            const ArticleFacts& facts = *article->facts;
            const auto reviewed = parse_date(facts.last_reviewed);
            const auto every = parse_interval(facts.review_every.empty() ? site_.site->review_every : facts.review_every);
            if (!reviewed || !every) continue;
            const auto due = day_after(*reviewed, *every);
            if (due >= site_.today) continue;
            warn("overdue-review", fmt::format("the review was due on {}", to_string(std::chrono::year_month_day(due))),
                 "read it again, mend what is no longer so, and set last_reviewed", facts, facts.reviewed_line);
        }
    }

    void check_expectations() {
        if (!site_.expectations) return;
        std::set<std::pair<std::string_view, std::string_view>> there, expected;
        for (const SiteArticle* article : published_) there.emplace(article->facts->lang, article->plan->slug);
        for (const ExpectedArticles& line : *site_.expectations) {
            for (const std::string& slug : line.slugs) {
                expected.emplace(line.lang, slug);
                if (there.count({line.lang, slug}) == 0)
                    report(Severity::warning, "expectations", fmt::format("there is no article '{}' in '{}'", slug, line.lang), "correct the slug, or remove the line",
                           {"expectations.tsv", line.line, 1});
            }
        }
        for (const SiteArticle* article : published_) {
            if (is_public(*article) && expected.count({article->facts->lang, article->plan->slug}) == 0)
                warn("missing-expectation", "no line of expectations.tsv finds this article", fmt::format("add a line with a customer's query: …\t{}\t{}\t3", article->facts->lang, article->plan->slug), *article->facts);
        }
    }

    const SiteToCheck& site_;
    std::vector<const SiteArticle*> published_;
    std::vector<Problem> problems_;
};

}  // namespace

Problem missing_file(const Reference& reference) {
    return {reference.at, Severity::warning, "missing-file", fmt::format("the file '{}' is not there", reference.path), "correct the path, or add the file"};
}

std::vector<Problem> check_site(const SiteToCheck& site) {
    return SiteCheck(site).run();
}

}  // namespace kb

#include "kb/article/plan.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "kb/article/reference.h"
#include "kb/base/address.h"
#include "kb/base/hash.h"
#include "kb/base/letter_case.h"
#include "kb/base/slug.h"

namespace kb {

namespace {

std::vector<std::string> folders_from_nearest(std::string_view path) {
    std::vector<std::string> folders;
    for (std::size_t slash; (slash = path.rfind('/')) != std::string_view::npos;) {
        path = path.substr(0, slash);
        folders.emplace_back(path.substr(path.rfind('/') + 1));
    }
    return folders;
}

class Planner {
public:
    Planner(std::span<const ArticleFacts> facts, std::string_view base_path) : facts_(facts), base_path_(base_path) {
        plan_.articles.resize(facts.size());
    }

    SitePlan plan() {
        choose_published();
        assign_slugs();
        for (const std::size_t i : order_) resolve_links(i);
        return std::move(plan_);
    }

private:
    void report(Severity severity, std::string rule, std::string what, std::string hint, Location at) {
        plan_.problems.push_back({std::move(at), severity, std::move(rule), std::move(what), std::move(hint)});
    }

    // Everything but drafts, broken articles and files that others include.
    void choose_published() {
        std::set<std::string_view> included;
        for (const ArticleFacts& facts : facts_) included.insert(facts.includes.begin(), facts.includes.end());
        for (std::size_t i = 0; i < facts_.size(); ++i) {
            const ArticleFacts& facts = facts_[i];
            by_path_[facts.path] = i;
            plan_.articles[i].included = included.count(facts.path) != 0;
            plan_.articles[i].published =
                !facts.fatal && facts.visibility != Visibility::draft && !plan_.articles[i].included;
            if (plan_.articles[i].published) order_.push_back(i);
        }
        const auto precedence = [this](std::size_t i) {
            const ArticleFacts& facts = facts_[i];
            return std::tuple(!facts.slug_is_explicit, facts.visibility != Visibility::open,
                              std::count(facts.path.begin(), facts.path.end(), '/'), std::string_view(facts.path));
        };
        std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return precedence(a) < precedence(b); });
    }

    void assign_slugs() {
        std::map<std::pair<std::string, std::string>, std::size_t> taken;  // (language, slug) → article
        for (const std::size_t i : order_) {
            const ArticleFacts& facts = facts_[i];
            std::string slug = facts.slug;
            const auto holder = taken.find({facts.lang, slug});
            if (holder != taken.end()) {
                const std::string& first = facts_[holder->second].path;
                if (facts.slug_is_explicit) {
                    plan_.articles[i].published = false;
                    report(Severity::error, "duplicate-slug",
                           fmt::format("the slug '{}' is already that of {}", slug, first), "choose another slug",
                           {facts.path, facts.slug_line, 1});
                    continue;
                }
                slug = longer_slug(facts, [&](const std::string& tried) { return taken.count({facts.lang, tried}) != 0; });
                report(Severity::warning, "duplicate-slug",
                       fmt::format("the slug '{}' is already that of {}; this article is published as '{}'", facts.slug,
                                   first, slug),
                       "give it a 'slug:' of its own", {facts.path, 1, 1});
            }
            taken[{facts.lang, slug}] = i;
            plan_.articles[i].slug = std::move(slug);
        }
        std::erase_if(order_, [this](std::size_t i) { return !plan_.articles[i].published; });
        std::sort(order_.begin(), order_.end(),
                  [this](std::size_t a, std::size_t b) { return facts_[a].path < facts_[b].path; });
    }

    template <class Taken>
    static std::string longer_slug(const ArticleFacts& facts, const Taken& taken) {
        std::string slug = facts.slug;
        for (const std::string& folder : folders_from_nearest(facts.path)) {
            const std::string name = slugify(folder);
            if (name.empty()) continue;
            slug += "-" + name;
            if (!taken(slug)) return slug;
        }
        for (int n = 2;; ++n) {
            std::string numbered = fmt::format("{}-{}", slug, n);
            if (!taken(numbered)) return numbered;
        }
    }

    std::optional<std::size_t> find_target(const std::string& path) const {
        for (const char* ending : {"", ".md", "/index.md", "/README.md"}) {
            if (const auto found = by_path_.find(path + ending); found != by_path_.end()) return found->second;
        }
        return {};
    }

    void resolve_links(std::size_t i) {
        const ArticleFacts& facts = facts_[i];
        for (const Reference& link : facts.links) {
            std::string address;
            const auto target = find_target(link.path);
            if (!target || !plan_.articles[*target].published) {
                report(Severity::warning, "dead-link",
                       target ? fmt::format("the link leads to '{}', which is not published", link.path)
                              : fmt::format("the link leads to '{}', which is not there", link.path),
                       "correct the path or remove the link; its words are shown without it", link.at);
            } else if (facts.visibility == Visibility::open && facts_[*target].visibility != Visibility::open) {
                report(Severity::error, "internal-link",
                       fmt::format("a public article links to '{}', which is internal", link.path),
                       "remove the link; customers see its words only", link.at);
            } else {
                address = article_address(base_path_, facts_[*target].lang, plan_.articles[*target].slug);
                if (!link.fragment.empty()) address += "#" + link.fragment;
                check_anchor(link, facts_[*target]);
            }
            plan_.articles[i].link_addresses.push_back(std::move(address));
        }
    }

    // The page is right even so: the link leads to its top.
    void check_anchor(const Reference& link, const ArticleFacts& target) {
        if (!is_on_every_page(link.fragment) && !std::binary_search(target.anchors.begin(), target.anchors.end(), link.fragment))
            report(Severity::warning, "dead-anchor", fmt::format("'{}' has no heading '#{}'", target.path, link.fragment),
                   hint_for_anchor(link.fragment, target.anchors), link.at);
    }

    std::span<const ArticleFacts> facts_;
    std::string_view base_path_;
    SitePlan plan_;
    std::vector<std::size_t> order_;
    std::unordered_map<std::string, std::size_t> by_path_;
};

}  // namespace

ArticleFacts facts_of(const ParsedArticle& parsed) {
    ArticleFacts facts;
    const Article& article = parsed.article;
    facts.path = article.path;
    facts.lang = article.lang;
    facts.slug = article.slug;
    facts.category = article.category;
    facts.slug_is_explicit = parsed.slug_is_explicit;
    facts.fatal = parsed.fatal;
    facts.slug_line = parsed.slug_line;
    facts.visibility = article.visibility;
    facts.links = parsed.links;
    facts.files = parsed.files;
    facts.pages = parsed.pages;
    facts.includes = parsed.includes;
    facts.aliases = article.aliases;
    facts.related = article.related;
    facts.anchors = parsed.anchors;
    std::sort(facts.anchors.begin(), facts.anchors.end());
    facts.title = article.title;
    facts.last_reviewed = article.last_reviewed;
    facts.review_every = article.review_every;
    facts.description = article.description.empty() ? 0 : fnv1a_64(to_lower(article.description));
    facts.title_line = parsed.title_line;
    facts.description_line = parsed.description_line;
    facts.aliases_line = parsed.aliases_line;
    facts.related_line = parsed.related_line;
    facts.reviewed_line = parsed.reviewed_line;
    return facts;
}

SitePlan plan_site(std::span<const ArticleFacts> facts, std::string_view base_path) {
    return Planner(facts, base_path).plan();
}

}  // namespace kb

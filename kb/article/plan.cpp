#include "kb/article/plan.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "kb/base/address.h"
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
                report(Severity::warning, "internal-link",
                       fmt::format("a public article links to '{}', which is internal", link.path),
                       "remove the link; customers see its words only", link.at);
            } else {
                address = article_address(base_path_, facts_[*target].lang, plan_.articles[*target].slug);
                if (!link.fragment.empty()) address += "#" + link.fragment;
            }
            plan_.articles[i].link_addresses.push_back(std::move(address));
        }
    }

    std::span<const ArticleFacts> facts_;
    std::string_view base_path_;
    SitePlan plan_;
    std::vector<std::size_t> order_;
    std::unordered_map<std::string, std::size_t> by_path_;
};

// Text for an attribute in double quotes.
std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if (c == '&') safe += "&amp;";
        else if (c == '"') safe += "&quot;";
        else if (c == '<') safe += "&lt;";
        else if (c == '>') safe += "&gt;";
        else safe += c;
    }
    return safe;
}

// The number behind "kb-link:" in `html` at `at`, when it stands for one of `addresses`.
const std::string* address_at(std::string_view html, std::size_t at, std::span<const std::string> addresses,
                              std::size_t& end) {
    std::size_t number = 0;
    const auto [stop, error] = std::from_chars(html.data() + at, html.data() + html.size(), number);
    end = static_cast<std::size_t>(stop - html.data());
    if (error != std::errc() || number >= addresses.size() || end >= html.size() || html[end] != '"') return nullptr;
    return &addresses[number];
}

}  // namespace

SitePlan plan_site(std::span<const ArticleFacts> facts, std::string_view base_path) {
    return Planner(facts, base_path).plan();
}

std::string with_addresses(std::string_view html, std::span<const std::string> links,
                           std::span<const std::string> files) {
    struct Opening {
        std::string_view text;
        bool is_link;
        std::span<const std::string> addresses;
    };
    const Opening openings[] = {{"<a href=\"kb-link:", true, links},
                                {"<a href=\"kb-file:", true, files},
                                {"<img src=\"kb-file:", false, files}};
    std::string out;
    out.reserve(html.size() + 64);
    std::size_t skip_end = 0;  // anchors without an address whose </a> is still to come
    for (std::size_t at = 0; at < html.size();) {
        const std::size_t tag = html.find('<', at);
        out.append(html.substr(at, tag - at));
        if (tag == std::string_view::npos) break;
        at = tag;
        const std::string_view rest = html.substr(at);
        const auto* opening = std::find_if(std::begin(openings), std::end(openings),
                                           [&](const Opening& o) { return rest.starts_with(o.text); });
        if (opening != std::end(openings)) {
            std::size_t end = 0;
            const std::string* address = address_at(html, at + opening->text.size(), opening->addresses, end);
            const std::size_t tag_end = html.find('>', end);
            if (address != nullptr && !address->empty()) {
                out.append(opening->is_link ? "<a href=\"" : "<img loading=\"lazy\" src=\"").append(escaped(*address));
                at = end;
            } else {
                if (opening->is_link) {
                    ++skip_end;
                } else if (const std::size_t alt = html.find("alt=\"", end); alt < tag_end) {
                    out.append(html.substr(alt + 5, html.find('"', alt + 5) - alt - 5));
                }
                at = tag_end == std::string_view::npos ? html.size() : tag_end + 1;
            }
        } else if (skip_end > 0 && rest.starts_with("</a>")) {
            --skip_end;
            at += 4;
        } else {
            out += '<';
            ++at;
        }
    }
    return out;
}

}  // namespace kb

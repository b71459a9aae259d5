#include "indexer/content_history.h"

#include <algorithm>
#include <set>

#include "kb/article/parse.h"
#include "kb/base/address.h"
#include "kb/source/git_history.h"

namespace kb {

namespace {

// The lookup key (see alias_key()) of an address, and how an article of a language writes it as an alias.
std::string key_of(const Placement& placement) {
    return alias_key(placement.lang, placement.slug);
}
std::string alias_for(const Placement& placement, std::string_view lang) {
    return placement.lang == lang ? placement.slug : article_address("", placement.lang, placement.slug);
}

class HistoryReader {
public:
    HistoryReader(const GitHistory& git, const Manifest* known, Content& content)
        : git_(git), known_(known), content_(content), options_(parse_options(content.site)) {}

    // What stands behind a commit.
    Result<void> read(const std::string& commit) {
        auto history = git_.read(commit, known_ == nullptr ? nullptr : &known_->history, says_the_same);
        if (!history) return fail(history.error());
        content_.history = std::move(*history);
        for (ContentArticle& article : content_.articles) set_date(article);
        note_addresses();
        claim_former_addresses();
        list_removed();
        return {};
    }

private:
    const PathHistory* history_of(const ContentArticle& article) const {
        const auto found = content_.history.present.find(article.behind.empty() ? article.record.facts.path : article.behind);
        return found == content_.history.present.end() ? nullptr : &found->second;
    }

    void set_date(ContentArticle& article) {
        const PathHistory* history = history_of(article);
        if (history == nullptr) return;
        const bool same =
            history->blob == article.record.blob || history->blob == git_.blob_of_file(article.record.facts.path);
        if (!same) return;
        article.updated = history->changed;
        article.commit = history->commit;
    }

    // Those that published articles have now.
    void note_addresses() {
        for (const ContentArticle& article : content_.articles) {
            if (!article.plan.published) continue;
            const std::string& lang = article.record.facts.lang;
            taken_.insert(alias_key(lang, article.plan.slug));
            for (const std::string& alias : article.record.facts.aliases) taken_.insert(alias_key(lang, alias));
        }
    }

    struct Claim {
        std::size_t article = 0;  // its place
        Placement placement;
        std::int64_t left = 0;
    };

    // Of several articles that had an address a public one keeps it, then the one that left it last.
    void claim_former_addresses() {
        std::vector<Claim> claims;
        for (std::size_t i = 0; i < content_.articles.size(); ++i) {
            const ContentArticle& article = content_.articles[i];
            const PathHistory* history = article.plan.published ? history_of(article) : nullptr;
            if (history == nullptr) continue;
            for (const FormerPath& former : history->former) {
                Placement placement = place(former.path, former.blob);
                if (is_shown(placement, article.record.facts.visibility))
                    claims.push_back({i, std::move(placement), former.left});
            }
        }
        const auto is_internal = [this](const Claim& claim) {
            return content_.articles[claim.article].record.facts.visibility != Visibility::open;
        };
        std::stable_sort(claims.begin(), claims.end(), [&](const Claim& a, const Claim& b) {
            return std::tuple(is_internal(a), b.left, a.article) < std::tuple(is_internal(b), a.left, b.article);
        });
        for (const Claim& claim : claims) {
            ContentArticle& article = content_.articles[claim.article];
            if (taken_.insert(key_of(claim.placement)).second)
                article.former.push_back(alias_for(claim.placement, article.record.facts.lang));
        }
    }

    // An address that customers could not know must not lead them anywhere.
    static bool is_shown(const Placement& placement, Visibility visibility) {
        return placement.visibility == Visibility::open ||
               (placement.visibility == Visibility::internal && visibility == Visibility::internal);
    }

    void list_removed() {
        std::set<RemovedArticle> removed;
        const auto add = [&](const Placement& placement) {
            if (placement.visibility == Visibility::open && taken_.count(key_of(placement)) == 0)
                removed.insert({placement.lang, placement.slug});
        };
        for (const auto& [path, history] : content_.history.gone) {
            const Placement last = place(path, history.blob);
            if (last.visibility != Visibility::open) continue;  // nor what it was called before
            add(last);
            for (const FormerPath& former : history.former) add(place(former.path, former.blob));
        }
        content_.removed.assign(removed.begin(), removed.end());
    }

    // What is no article, or cannot be read any more, counts as a draft: it had no address.
    Placement place(const std::string& path, const std::string& blob) {
        if (!is_article(path)) return {};
        const std::string key = blob + " " + path;
        if (const auto done = content_.placements.find(key); done != content_.placements.end()) return done->second;
        if (known_ != nullptr && known_->options == content_.options) {
            const auto before = known_->placements.find(key);
            if (before != known_->placements.end()) return content_.placements.emplace(*before).first->second;
        }
        const auto text = git_.blob(blob, max_article_file);
        if (!text) return {};  // not kept: a partial clone may have it another time
        return content_.placements.emplace(key, place_article(path, *text, options_)).first->second;
    }

    const GitHistory& git_;
    const Manifest* known_;
    Content& content_;
    ParseOptions options_;
    std::set<std::string> taken_;  // keys of addresses
};

}  // namespace

void read_content_history(const Source& source, const Manifest* known, Content& content) {
    const auto warn = [&](const Error& error) {
        const char* instead = source.commit() ? "; articles have the date of the commit" : "; dates are those of files";
        content.problems.push_back({{"."}, Severity::warning, "git-history", error.what + instead, error.hint});
    };
    content.commit = source.commit();
    const auto git = GitHistory::open(source.root());
    if (!git) return warn(git.error());
    if (!*git) return;
    if (!content.commit) content.commit = (*git)->head();
    if (!content.commit) return;  // none was made yet
    if (auto read = HistoryReader(**git, known, content).read(*content.commit); !read) warn(read.error());
}

}  // namespace kb

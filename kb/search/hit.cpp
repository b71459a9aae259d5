#include "kb/search/hit.h"

#include "kb/base/address.h"
#include "kb/search/passage.h"

namespace kb {

Result<Hit> make_hit(const Snapshot& snapshot, const Ranked& ranked, const WantedWords& wanted, std::string_view lang) {
    const CatalogEntry& entry = *ranked.entry;
    const auto article = snapshot.article(entry);
    if (!article) return fail(article.error());
    Hit hit;
    hit.slug = entry.slug;
    hit.lang = entry.lang;
    hit.title = entry.title;
    hit.url = article_address(snapshot.site().base_path(), entry.lang, entry.slug);
    hit.category_slug = entry.category;
    if (!entry.category.empty()) hit.category_title = snapshot.category_title(entry.lang, entry.category);
    hit.score = ranked.score;
    hit.updated = entry.updated;
    hit.other_language = !lang.empty() && entry.lang != lang;
    hit.visibility = article->visibility;
    Passage passage = find_passage(*article, wanted);
    hit.snippet = std::move(passage.fragments);
    if (!article->sections.empty() && !article->sections[passage.section].anchor.empty()) {
        const StoredSection& section = article->sections[passage.section];
        hit.section = SectionLink{std::string(section.anchor), std::string(section.heading)};
    }
    return hit;
}

}  // namespace kb

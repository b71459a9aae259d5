#include "indexer/evaluation_index.h"

#include <ctime>
#include <set>

#include <fmt/format.h>

#include "kb/index/generation_store.h"
#include "kb/index/index_writer.h"

namespace kb {

std::string evaluation_slug(std::size_t place) {
    return fmt::format("{:07}", place);
}

Result<void> index_documents(const std::filesystem::path& index, const std::vector<Article>& documents,
                             const std::shared_ptr<const Dictionaries>& dictionaries) {
    const GenerationStore store(index);
    auto lock = store.lock();
    if (!lock) return fail(lock.error());
    auto pending = store.begin(*lock);
    if (!pending) return fail(pending.error());
    auto writer = IndexWriter::create(pending->directory(), {dictionaries});
    if (!writer) return fail(writer.error());
    for (std::size_t i = 0; i < documents.size(); ++i) {
        Article article = documents[i];
        article.slug = evaluation_slug(i);
        if (auto put = writer->put(article); !put) return put;
    }
    GenerationInfo info;
    info.number = pending->number();
    info.created = static_cast<std::int64_t>(std::time(nullptr));
    std::set<std::string> languages;
    for (const Article& document : documents) languages.insert(document.lang);
    info.site.languages.assign(languages.begin(), languages.end());
    auto finished = writer->finish(std::move(info));
    if (!finished) return fail(finished.error());
    return store.publish(*lock, std::move(*pending));
}

}  // namespace kb

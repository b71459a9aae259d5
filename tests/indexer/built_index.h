// A content folder and the index that builds of it publish.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "indexer/build.h"
#include "kb/index/snapshot.h"
#include "kb/search/searcher.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb::test {

class BuiltIndex {
public:
    ScratchFolder content;
    std::filesystem::path place;     // what is built, when it is not `content`
    std::optional<std::string> ref;

    Result<BuildReport> try_build(bool rebuild = false, bool strict = false) {
        BuildRequest request;
        request.dictionaries = test::dictionaries();
        request.content = place.empty() ? content.path() : place;
        request.ref = ref;
        request.index = index();
        request.rebuild = rebuild;
        request.strict = strict;
        request.now = [this] { return ++clock_; };
        return build_index(request);
    }
    BuildReport build() { return must(try_build()); }
    BuildReport rebuild() { return must(try_build(true)); }

    std::filesystem::path index() const { return folder_ / "index"; }
    std::shared_ptr<const Snapshot> snapshot() const { return must(Snapshot::open(index(), test::dictionaries())); }

    // Slugs found, in order.
    std::vector<std::string> found(std::string_view query) const {
        SearchRequest request;
        request.text = query;
        std::vector<std::string> slugs;
        for (const Hit& hit : must(Searcher(snapshot()).search(request)).hits) slugs.push_back(hit.slug);
        return slugs;
    }

    // The finding of a rule about a path, or nullptr.
    static const Problem* find(const std::vector<Problem>& problems, std::string_view path, std::string_view rule) {
        for (const Problem& problem : problems) {
            if (problem.at.path == path && problem.rule == rule) return &problem;
        }
        return nullptr;
    }

private:
    ScratchFolder folder_;
    std::int64_t clock_ = 1'800'000'000;
};

}  // namespace kb::test

// What git history adds to an index: dates, former addresses, removed articles.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "kb/index/generation_store.h"
#include "tests/indexer/built_index.h"
#include "tests/world/git_folder.h"

namespace fs = std::filesystem;

namespace kb::test {

namespace {

std::string article(std::string_view title, std::string_view more = {}) {
    std::string text = fmt::format("---\ntitle: {}\n{}---\n", title, more);
    for (int i = 0; i < 20; ++i) text += fmt::format("Line {} is about {}.\n", i, title);
    return text;
}

struct BuiltRepository : BuiltIndex {
    GitFolder git{content.path()};

    BuiltRepository() { write("en/other.md", article("Other")); }

    std::int64_t write(std::string_view path, std::string_view text) {
        content.write(path, text);
        return git.commit();
    }
    std::int64_t move(const std::string& from, const std::string& to) {
        fs::create_directories((content / to).parent_path());
        fs::rename(content / from, content / to);
        return git.commit();
    }
    std::int64_t remove(const std::string& path) {
        fs::remove(content / path);
        return git.commit();
    }
    std::shared_ptr<const Snapshot> built() {
        build();
        return snapshot();
    }
};

// "lang/slug" of the article that an address leads to, or nothing.
std::string leads_to(const Snapshot& snapshot, std::string_view lang, std::string_view slug,
                     Audience audience = Audience::customers) {
    const CatalogEntry* entry = snapshot.find(lang, slug, audience);
    if (entry == nullptr) entry = snapshot.find_alias(lang, slug, audience);
    return entry == nullptr ? "" : fmt::format("{}/{}", entry->lang, entry->slug);
}

std::int64_t date_of(const Snapshot& snapshot, std::string_view slug) {
    return snapshot.find("en", slug, Audience::staff)->updated;
}

using Slugs = std::vector<std::string_view>;

}  // namespace

TEST_CASE("a renamed article answers at its former addresses") {
    BuiltRepository repository;
    repository.write("en/first.md", article("Refund"));
    repository.build();
    repository.move("en/first.md", "en/second.md");
    repository.move("en/second.md", "en/pay/third.md");
    const auto snapshot = repository.built();
    CHECK(leads_to(*snapshot, "en", "first") == "en/third");
    CHECK(leads_to(*snapshot, "en", "second") == "en/third");
    CHECK(snapshot->find("en", "third", Audience::customers)->aliases == Slugs{"second", "first"});
    CHECK_FALSE(snapshot->was_removed("en", "first"));
}

TEST_CASE("a former address is that of the front matter of its time") {
    BuiltRepository repository;
    repository.write("en/a.md", article("Refund", "slug: own\n"));
    repository.content.write("en/b.md", article("Refund", "slug: better\n"));
    repository.remove("en/a.md");
    const auto snapshot = repository.built();
    CHECK(leads_to(*snapshot, "en", "own") == "en/better");
    CHECK(leads_to(*snapshot, "en", "a").empty());
    CHECK(leads_to(*snapshot, "en", "b").empty());
}

TEST_CASE("an article that moved to another folder and kept its address needs no alias") {
    BuiltRepository repository;
    repository.write("en/a.md", article("Refund"));
    repository.move("en/a.md", "en/pay/a.md");
    CHECK(repository.built()->find("en", "a", Audience::customers)->aliases.empty());
}

TEST_CASE("an article that moved to another language answers at its address in the former one") {
    BuiltRepository repository;
    repository.write("ru/a.md", article("Refund"));
    repository.move("ru/a.md", "en/a.md");
    const auto snapshot = repository.built();
    CHECK(leads_to(*snapshot, "ru", "a") == "en/a");
    CHECK_FALSE(snapshot->was_removed("ru", "a"));
}

TEST_CASE("an address that another article has now, as slug or alias, stays its own") {
    BuiltRepository repository;
    repository.write("en/a.md", article("Refund"));
    repository.write("en/b.md", article("Parcels"));
    repository.move("en/a.md", "en/new-a.md");
    repository.move("en/b.md", "en/new-b.md");
    repository.write("en/a.md", article("Another"));
    repository.write("en/c.md", article("Cards", "aliases: [b]\n"));
    const auto snapshot = repository.built();
    CHECK(leads_to(*snapshot, "en", "a") == "en/a");
    CHECK(leads_to(*snapshot, "en", "b") == "en/c");
    CHECK(snapshot->find("en", "new-a", Audience::customers)->aliases.empty());
    CHECK(snapshot->find("en", "new-b", Audience::customers)->aliases.empty());
}

TEST_CASE("of two articles that had an address the later one is led to") {
    BuiltRepository repository;
    repository.write("en/a.md", article("Refund"));
    repository.move("en/a.md", "en/x.md");
    repository.write("en/a.md", article("Parcels"));
    repository.move("en/a.md", "en/b.md");
    const auto snapshot = repository.built();
    CHECK(leads_to(*snapshot, "en", "a") == "en/b");
    CHECK(snapshot->find("en", "x", Audience::customers)->aliases.empty());
}

TEST_CASE("a removed article is remembered with its former addresses until it comes back") {
    BuiltRepository repository;
    repository.write("en/a.md", article("Refund"));
    repository.move("en/a.md", "en/b.md");
    CHECK_FALSE(repository.built()->was_removed("en", "b"));
    repository.remove("en/b.md");
    const auto without = repository.built();
    CHECK(without->was_removed("en", "a"));
    CHECK(without->was_removed("en", "b"));
    CHECK_FALSE(without->was_removed("ru", "b"));
    CHECK_FALSE(without->was_removed("en", "never"));
    repository.write("en/b.md", article("Refund again"));
    const auto with = repository.built();
    CHECK_FALSE(with->was_removed("en", "b"));
    CHECK(leads_to(*with, "en", "a") == "en/b");
}

TEST_CASE("a removed article whose address another one took is not listed") {
    BuiltRepository repository;
    repository.write("en/a.md", article("Refund"));
    repository.write("en/b.md", article("Parcels"));
    repository.remove("en/a.md");
    repository.remove("en/b.md");
    repository.write("en/new.md", article("Something", "slug: a\naliases: [b]\n"));
    CHECK(repository.built()->info().removed.empty());
    repository.write("en/new.md", article("Something"));
    CHECK(repository.built()->info().removed == std::vector<RemovedArticle>{{"en", "a"}, {"en", "b"}});
}

TEST_CASE("an article that was not public at the end leaves no trace") {
    BuiltRepository repository;
    repository.write("en/inner.md", article("Refund", "visibility: internal\n"));
    repository.write("en/draft.md", article("Parcels", "draft: true\n"));
    repository.write("en/was-public.md", article("Cards"));
    repository.move("en/was-public.md", "en/secret.md");
    repository.write("en/secret.md", article("Cards", "visibility: internal\n"));
    repository.write("en/broken.md", "---\ntitle: [\n---\n");
    repository.write("en/_part.md", "A part of others.\n");
    repository.write("README.md", "About this repository.\n");
    for (const char* path : {"en/inner.md", "en/draft.md", "en/secret.md", "en/broken.md", "en/_part.md", "README.md"})
        repository.remove(path);
    const auto snapshot = repository.built();
    CHECK(snapshot->info().removed.empty());
    const auto info =
        content_of(GenerationStore(repository.index()).directory_of(snapshot->info().number) / "generation.json");
    for (const char* name : {"inner", "draft", "secret", "was-public", "broken", "part", "readme"})
        CHECK(info.find(name) == std::string::npos);
}

TEST_CASE("a public article does not answer at an address from when it was secret") {
    BuiltRepository repository;
    repository.write("en/secret.md", article("Refund", "visibility: internal\n"));
    repository.write("en/planned.md", article("Parcels", "draft: true\n"));
    repository.move("en/secret.md", "en/a.md");
    repository.move("en/planned.md", "en/b.md");
    const auto inner = repository.built();
    CHECK(leads_to(*inner, "en", "secret").empty());
    CHECK(leads_to(*inner, "en", "secret", Audience::staff) == "en/a");
    repository.content.write("en/a.md", article("Refund"));
    repository.write("en/b.md", article("Parcels"));
    const auto open = repository.built();
    CHECK(leads_to(*open, "en", "a") == "en/a");
    for (const char* slug : {"secret", "planned"}) {
        CHECK(leads_to(*open, "en", slug, Audience::staff).empty());
        CHECK_FALSE(open->was_removed("en", slug));
    }
}

TEST_CASE("an article has the date of its last change, and that of the file while it is not committed") {
    BuiltRepository repository;
    const auto written = repository.write("en/a.md", article("Refund"));
    repository.write("en/b.md", article("Parcels"));
    repository.move("en/a.md", "en/new-a.md");
    repository.content.write("en/untracked.md", article("Cards"));
    const auto before = repository.built();
    CHECK(date_of(*before, "new-a") == written);
    CHECK(date_of(*before, "b") == written + GitFolder::day);
    CHECK(date_of(*before, "untracked") > 1'700'000'000);
    repository.content.write("en/b.md", article("Parcels and letters"));
    CHECK(date_of(*repository.built(), "b") > 1'700'000'000);
    const auto committed = repository.git.commit();
    const auto after = repository.built();
    CHECK(date_of(*after, "b") == committed);
    CHECK(date_of(*after, "untracked") == committed);
}

TEST_CASE("touching a file that is committed changes nothing") {
    BuiltRepository repository;
    repository.build();
    fs::last_write_time(repository.content / "en/other.md", fs::file_time_type::clock::now() + std::chrono::hours(1));
    CHECK_FALSE(repository.build().published);
}

TEST_CASE("a commit that only removes drafts is published without a word of them") {
    BuiltRepository repository;
    repository.write("en/draft.md", article("Refund", "draft: true\n"));
    repository.build();
    repository.remove("en/draft.md");
    CHECK(repository.build().published);
    CHECK(repository.snapshot()->info().removed.empty());
    CHECK(repository.snapshot()->info().commit == repository.git.head());
}

TEST_CASE("a plain folder knows no removed articles and takes the times of files") {
    BuiltIndex built;
    built.content.write("en/a.md", article("Refund"));
    built.content.write("en/b.md", article("Parcels"));
    built.build();
    fs::remove(built.content / "en/a.md");
    built.build();
    CHECK_FALSE(built.snapshot()->was_removed("en", "a"));
    CHECK(date_of(*built.snapshot(), "b") > 1'700'000'000);
}

TEST_CASE("a repository that cannot be read is a warning and the articles are published") {
    BuiltRepository repository;
    repository.build();
    for (const auto& entry : fs::directory_iterator(repository.content / ".git/objects")) fs::remove_all(entry.path());
    repository.content.write("en/new.md", article("Refund"));
    const BuildReport report = repository.build();
    CHECK(report.articles == 2);
    const Problem* problem = BuiltIndex::find(report.problems, ".", "git-history");
    REQUIRE(problem != nullptr);
    CHECK(problem->severity == Severity::warning);
    CHECK_FALSE(problem->hint.empty());
}

}  // namespace kb::test

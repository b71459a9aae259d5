// A build that does only what changed must end in the same answers and pages as one from nothing.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/index/generation_store.h"
#include "kb/search/json.h"
#include "kb/search/suggester.h"
#include "tests/indexer/built_index.h"
#include "tests/world/dictionaries.h"
#include "tests/world/git_folder.h"

namespace kb::test {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> vocabulary = {
    "возврат", "деньги", "заказ", "уборка", "клинер", "промокод", "оплата", "карта", "чек",    "квартира",
    "refund",  "order",  "card",  "visit",  "cleaner", "receipt", "booking", "wi-fi", "24/7", "ERR-1045"};
const std::vector<std::string> categories = {"booking", "payments", "payments/cards"};

// Edits a content folder at random, the same way for the same seed.
class RandomWriter {
public:
    RandomWriter(const ScratchFolder& content, unsigned seed) : content_(content), random_(seed) {
        content_.write("kb.yaml", "title: Help\nlanguages: [ru, en]\n");
        content_.write("ru/_part.md", "Общая часть про возврат.");
        content_.write("ru/picture.svg", "<svg/>");
        for (int i = 0; i < 24; ++i) add();
    }

    void edit() {
        switch (random_() % 11) {
            case 0: add(); break;
            case 1: if (paths_.size() > 16) remove(pick()); break;
            case 2: rename(pick()); break;
            case 3: content_.write("ru/_part.md", "Общая часть: " + words(6)); break;
            case 4: content_.write("ru/picture.svg", fmt::format("<svg width='{}' height='9'/>", random_() % 99)); break;
            case 5: content_.write(categories[random_() % 2 == 0 ? 0 : 1] == "booking" ? "ru/booking/_category.md" : "en/payments/_category.md",
                                   fmt::format("---\ntitle: {}\norder: {}\n---\n", words(1), random_() % 9)); break;
            case 6: content_.write(fmt::format("ru/_templates/{}.md", random_() % 3), fmt::format("---\ntitle: {}\n---\n{} {{{{order}}}}\n", words(2), words(4))); break;
            default: write(pick()); break;
        }
    }

    void rename_one() { rename(pick()); }

    // After the folder was changed by others.
    void look_again() {
        paths_.clear();
        for (const auto& entry : fs::recursive_directory_iterator(content_.path())) {
            const std::string path = fs::relative(entry.path(), content_.path()).generic_string();
            if (path.find("topic-") != std::string::npos && !path.starts_with(".git")) paths_.push_back(path);
        }
        std::sort(paths_.begin(), paths_.end());
    }

private:
    std::string words(unsigned count) {
        std::string text;
        for (unsigned i = 0; i < count; ++i) text += (i ? " " : "") + vocabulary[random_() % vocabulary.size()];
        return text;
    }

    std::size_t pick() { return random_() % paths_.size(); }

    std::string new_path() {
        // Few names, so that derived slugs collide.
        return fmt::format("{}/{}/{}-{}.md", random_() % 2 == 0 ? "ru" : "en", categories[random_() % categories.size()],
                           "topic", random_() % 30);
    }

    void add() {
        const std::string path = new_path();
        if (std::find(paths_.begin(), paths_.end(), path) != paths_.end()) return;
        paths_.push_back(path);
        write(paths_.size() - 1);
    }

    void remove(std::size_t i) {
        fs::remove(content_ / paths_[i]);
        paths_.erase(paths_.begin() + static_cast<std::ptrdiff_t>(i));
    }

    void rename(std::size_t i) {
        const std::string to = new_path();
        if (std::find(paths_.begin(), paths_.end(), to) != paths_.end()) return;
        fs::create_directories((content_ / to).parent_path());
        fs::rename(content_ / paths_[i], content_ / to);
        paths_[i] = to;
    }

    void write(std::size_t i) {
        std::string text = fmt::format("---\ntitle: {}\n", words(3));
        if (random_() % 8 == 0) text += "slug: own-slug-" + std::to_string(random_() % 3) + "\n";
        if (random_() % 6 == 0) text += "visibility: internal\n";
        if (random_() % 9 == 0) text += "visibility_: draft\n";  // an unknown key, or a near miss
        if (random_() % 5 == 0) text += fmt::format("questions: [{}]\n", words(4));
        text += "---\n" + words(20) + "\n\n## " + words(2) + "\n\n" + words(30) + "\n";
        text += fmt::format("\n[link](/{}) and [!INCLUDE[part](/ru/_part.md)] ![alt](/ru/picture.svg)\n",
                            paths_[random_() % paths_.size()]);
        content_.write(paths_[i], text);
    }

    const ScratchFolder& content_;
    std::mt19937 random_;
    std::vector<std::string> paths_;
};

// Everything that a reader can see of an index, as text. Each word is asked for together with some others.
std::string visible(const std::shared_ptr<const Snapshot>& snapshot, std::size_t together = 1) {
    nlohmann::ordered_json all;
    for (const CatalogEntry& entry : snapshot->articles()) {
        const StoredArticle article = must(snapshot->article(entry));
        auto& json = all["articles"][fmt::format("{}/{}/{}", folder_of(entry.half), entry.lang, entry.slug)];
        json["page"] = must(article.page());
        json["title"] = article.title;
        json["category"] = article.category;
        json["updated"] = article.updated;
        json["commit"] = article.commit;
        json["aliases"] = article.aliases;
        for (const StoredSection& section : article.sections) json["sections"].push_back({section.anchor, section.heading, section.text});
        for (const CatalogEntry* other : snapshot->translations(entry, Audience::staff)) json["translations"].push_back(other->slug);
    }
    for (const RemovedArticle& removed : snapshot->info().removed) all["removed"].push_back({removed.lang, removed.slug});
    for (const AnswerTemplate& one : snapshot->info().templates) all["templates"].push_back({one.lang, one.slug, one.title, one.html});
    const Searcher searcher(snapshot);
    for (const Audience audience : {Audience::customers, Audience::staff}) {
        const Suggester suggester(snapshot, audience);
        for (const std::string& word : vocabulary) {
            for (std::size_t i = 0; i < together; ++i) {
                SearchRequest request;
                request.text = word + " " + vocabulary[(word.size() + i) % vocabulary.size()];
                request.lang = "ru";
                request.limit = 50;
                request.audience = audience;
                auto answer = to_json(must(searcher.search(request)));
                answer.erase("took_ms");
                answer.erase("search_id");  // of the generation
                all["searches"].push_back(std::move(answer));
            }
            all["suggestions"].push_back(to_json(suggester.suggest({word.substr(0, 6), "ru", 20})));
        }
        for (const std::string lang : {"ru", "en"}) {
            for (const CategoryView& view : snapshot->categories(lang, audience))
                all["categories"].push_back({lang, view.path, view.title, view.order, view.articles});
        }
    }
    return all.dump(1);
}

// The same without what only git knows.
std::string without_history(const std::string& visible) {
    auto all = nlohmann::ordered_json::parse(visible);
    all.erase("removed");
    for (auto& article : all["articles"]) {
        for (const char* field : {"updated", "commit", "aliases"}) article.erase(field);
    }
    for (auto& answer : all["searches"]) {
        for (auto& hit : answer["hits"]) hit.erase("updated");
    }
    return all.dump(1);
}

std::vector<std::string> files_of(const fs::path& generation) {
    std::vector<std::string> names;
    for (const char* half : {"public", "internal"}) {
        for (const auto& entry : fs::directory_iterator(generation / half / "files"))
            names.push_back(half + std::string("/") + entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

// What a build answers must be what one from nothing answers. Returns how many articles the build took over.
std::size_t compare_with_rebuild(BuiltIndex& built, std::size_t together = 1) {
    const BuildReport report = built.build();
    const auto files = files_of(GenerationStore(built.index()).directory_of(report.generation));

    ScratchFolder fresh;
    BuildRequest request;
    request.dictionaries = test::dictionaries();
    request.content = built.place.empty() ? built.content.path() : built.place;
    request.ref = built.ref;
    request.index = fresh / "index";
    request.now = [] { return std::int64_t{1'900'000'000}; };
    const BuildReport anew = must(build_index(request));
    REQUIRE(visible(built.snapshot(), together) == visible(must(Snapshot::open(fresh / "index", test::dictionaries())), together));
    REQUIRE(files == files_of(GenerationStore(fresh / "index").directory_of(anew.generation)));
    REQUIRE(report.problems == anew.problems);
    REQUIRE(report.articles == anew.articles);
    REQUIRE(report.commit == anew.commit);
    return report.published ? report.unchanged : 0;
}

}  // namespace

TEST_CASE("after random edits an incremental build answers exactly as a rebuild") {
    const unsigned seed = GENERATE(1u, 2u, 3u);
    BuiltIndex built;
    RandomWriter writer(built.content, seed);
    built.build();
    std::size_t carried_over = 0;
    for (int round = 0; round < 25; ++round) {
        for (int i = 0; i <= round % 3; ++i) writer.edit();
        INFO("seed " << seed << ", round " << round);
        carried_over += compare_with_rebuild(built);
    }
    REQUIRE(carried_over > 100);  // else nothing incremental was tested
}

TEST_CASE("after random commits an incremental build answers exactly as a rebuild") {
    const unsigned seed = GENERATE(4u, 5u);
    BuiltIndex built;
    RandomWriter writer(built.content, seed);
    GitFolder repository(built.content.path());
    repository.commit();
    built.build();
    std::size_t carried_over = 0, aliases = 0, removed = 0;
    for (int round = 0; round < 25; ++round) {
        writer.edit();
        writer.rename_one();
        if (round % 10 == 9) repository.git("reset --quiet --soft HEAD~4");  // what follows is a force push
        if (round % 4 != 3) repository.commit();
        INFO("seed " << seed << ", round " << round);
        carried_over += compare_with_rebuild(built);
        const auto snapshot = built.snapshot();
        removed += snapshot->info().removed.size();
        for (const CatalogEntry& entry : snapshot->articles()) aliases += entry.aliases.size();
    }
    REQUIRE(carried_over > 100);
    REQUIRE(aliases > 20);
    REQUIRE(removed > 5);
}

TEST_CASE("many commits built one by one from a bare repository end in the answers and pages of a rebuild") {
    const char* more = std::getenv("KB_RANDOM_COMMITS");
    const int commits = more == nullptr ? 60 : std::atoi(more);
    const unsigned seed = 6;
    const ScratchFolder folder;
    BuiltIndex built;
    built.place = folder / "content.git";
    built.ref = "main";
    RandomWriter writer(built.content, seed);
    GitFolder repository(built.content.path(), built.place);
    repository.commit();
    built.build();
    std::mt19937 random(seed);
    std::size_t carried_over = 0;
    for (int i = 0; i < commits; ++i) {
        const unsigned what = static_cast<unsigned>(random() % 20);
        if (what == 0 && i > 10) repository.git("reset --quiet --soft HEAD~3");  // what follows is a force push
        if (what == 1) {                                                        // back to what was a while ago
            repository.git(fmt::format("read-tree -u --reset HEAD~{}", random() % static_cast<unsigned>(std::min(i + 1, 5))));
            writer.look_again();
        } else {
            writer.edit();
        }
        repository.commit();
        const BuildReport report = built.build();
        carried_over += report.unchanged;
        REQUIRE(report.commit == repository.head());
    }
    compare_with_rebuild(built, 5);
    REQUIRE(carried_over > static_cast<std::size_t>(commits) * 10);
}

TEST_CASE("a bare repository, a clean work tree and a ref of it make the same index, and a folder the same but for history") {
    const ScratchFolder folder;
    BuiltIndex tree, bare, ref, plain;
    RandomWriter writer(tree.content, 7);
    GitFolder repository(tree.content.path());
    for (int i = 0; i < 12; ++i) {
        writer.edit();
        writer.rename_one();
        repository.commit();
    }
    bare.place = folder / "bare.git";
    repository.git(fmt::format("clone --quiet --bare . '{}'", bare.place.string()));
    ref.place = tree.content.path();
    ref.ref = "main";
    plain.place = folder / "plain";
    repository.git(fmt::format("clone --quiet . '{}'", plain.place.string()));
    fs::remove_all(plain.place / ".git");
    const BuildReport of_tree = tree.build(), of_bare = bare.build(), of_ref = ref.build(), of_plain = plain.build();
    const std::string expected = visible(tree.snapshot());
    CHECK(of_tree.commit == repository.head());
    CHECK(of_bare.commit == of_tree.commit);
    CHECK(of_ref.commit == of_tree.commit);
    CHECK_FALSE(of_plain.commit);
    CHECK(of_bare.problems == of_tree.problems);
    CHECK(of_ref.problems == of_tree.problems);
    // Which text is the newer one only a history tells.
    std::vector<Problem> lasting = of_tree.problems;
    std::erase_if(lasting, [](const Problem& problem) { return problem.rule == "stale-translation"; });
    CHECK(of_plain.problems == lasting);
    REQUIRE(visible(bare.snapshot()) == expected);
    REQUIRE(visible(ref.snapshot()) == expected);
    REQUIRE(without_history(visible(plain.snapshot())) == without_history(expected));
}

}  // namespace kb::test

#include <map>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "kb/source/renames.h"
#include "tests/world/git_folder.h"
#include "tests/world/scratch_folder.h"

namespace kb {

namespace {

// Files whose blob is named by their text.
std::vector<FileVersion> files(std::initializer_list<std::pair<std::string, std::string>> list) {
    std::vector<FileVersion> found;
    for (const auto& [path, text] : list) found.push_back({path, text});
    return found;
}

using Renames = std::vector<Rename>;

Renames renames(const std::vector<FileVersion>& deleted, const std::vector<FileVersion>& added) {
    return find_renames(deleted, added, [](const std::string& blob) { return blob; });
}

std::string lines(int from, int to) {
    std::string text;
    for (int i = from; i < to; ++i) text += fmt::format("line number {:03}\n", i);
    return text;
}

}  // namespace

TEST_CASE("a file with the same content is a rename, and of several the one of the same name") {
    CHECK(renames(files({{"a/x.md", "text"}}), files({{"b/y.md", "text"}})) == Renames{{0, 0}});
    CHECK(renames(files({{"a/x.md", "text"}, {"a/y.md", "text"}}), files({{"b/y.md", "text"}})) == Renames{{1, 0}});
    CHECK(renames(files({{"a.md", "text"}}), files({{"b.md", "text"}, {"c.md", "text"}})) == Renames{{0, 0}});
    CHECK(renames({}, files({{"b.md", "text"}})).empty());
}

TEST_CASE("a file that is half the same is a rename, and one that is less is not") {
    CHECK(renames(files({{"a.md", lines(0, 10)}}), files({{"b.md", lines(5, 15)}})) == Renames{{0, 0}});
    CHECK(renames(files({{"a.md", lines(0, 10)}}), files({{"b.md", lines(6, 16)}})).empty());
    CHECK(renames(files({{"a.md", lines(0, 10)}}), files({{"b.md", lines(0, 21)}})).empty());
}

TEST_CASE("of several that are alike the most alike belong together") {
    const auto deleted = files({{"a.md", lines(0, 20)}, {"b.md", lines(4, 24)}});
    CHECK(renames(deleted, files({{"c.md", lines(3, 23)}})) == Renames{{1, 0}});
    CHECK(renames(deleted, files({{"c.md", lines(3, 23)}, {"d.md", lines(0, 19)}})) == Renames{{0, 1}, {1, 0}});
}

TEST_CASE("neither the order of lines nor their ends make texts different") {
    CHECK(TextPieces("one line\ntwo lines\n").percent_in(TextPieces("two lines\none line\n")) == 100);
    CHECK(TextPieces("one line\ntwo lines\n").percent_in(TextPieces("one line\r\ntwo lines\r\n")) >= 90);
    CHECK(TextPieces("").percent_in(TextPieces("")) == 0);
    const std::string one_line(1000, 'x');
    CHECK(TextPieces(one_line).percent_in(TextPieces(one_line + "y")) >= 90);
}

TEST_CASE("a whole folder that moves with edits is followed by its names, however large it is") {
    std::vector<FileVersion> deleted, added;
    for (int i = 0; i < 2000; ++i) {
        deleted.push_back({fmt::format("old/{}.md", i), lines(i, i + 20)});
        added.push_back({fmt::format("new/{}.md", i), lines(i, i + 20) + "and more\n"});
    }
    CHECK(renames(deleted, added).size() == 2000);
}

TEST_CASE("too many candidates are not compared with each other") {
    std::vector<FileVersion> deleted, added;
    for (int i = 0; i < 400; ++i) {
        deleted.push_back({fmt::format("old/{}.md", i), lines(i, i + 20)});
        added.push_back({fmt::format("new/n{}.md", i), lines(i, i + 20) + "and more\n"});
    }
    int read = 0;
    const auto found = find_renames(deleted, added, [&read](const std::string& blob) { return ++read, blob; });
    CHECK(found.empty());
    CHECK(read == 0);
}

TEST_CASE("what cannot be read is no rename") {
    const auto unreadable = [](const std::string&) { return std::optional<std::string>(); };
    CHECK(find_renames(files({{"a.md", "text"}}), files({{"b.md", "text "}}), unreadable).empty());
    CHECK(find_renames(files({{"a.md", "text"}}), files({{"b.md", "text"}}), unreadable).size() == 1);
}

TEST_CASE("texts are as alike as git finds them") {
    const test::ScratchFolder folder;
    test::GitFolder repository(folder.path());
    std::mt19937 random(7);
    std::map<std::string, std::string> before, after;
    for (int i = 0; i < 30; ++i) {
        std::string old_text, new_text;
        for (int line = 0; line < 20; ++line) {
            const std::string words = fmt::format("{} {} {}\n", i, random(), std::string(random() % 90, 'x'));
            old_text += words;
            new_text += static_cast<int>(random() % 60) < i ? fmt::format("changed {}\n", random()) : words;
        }
        const std::string name = fmt::format("{}.md", i);
        folder.write("old/" + name, old_text);
        before[name] = old_text;
        after[name] = new_text;
    }
    repository.commit();
    repository.git("mv old new");
    for (const auto& [name, text] : after) folder.write("new/" + name, text);
    repository.commit();
    int compared = 0;
    for (const auto& [name, text] : after) {
        const std::string line =
            repository.git("diff --find-renames=1% --name-status HEAD~1 HEAD -- old/" + name + " new/" + name);
        const int gits = line.starts_with("R") ? std::stoi(line.substr(1, 3)) : 0;
        if (gits < 50) continue;
        INFO(name);
        CHECK(TextPieces(before[name]).percent_in(TextPieces(text)) == gits);
        ++compared;
    }
    CHECK(compared > 15);
}

}  // namespace kb

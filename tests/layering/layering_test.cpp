// Which folder may include which, read from the sources. ARCHITECTURE.md draws the same directions.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string, std::less<>>;

// A layer may include itself and what stands here. A name with a file's ending allows that file only.
const std::map<std::string, Names, std::less<>> may_include = {
    {"kb/base", {}},
    {"kb/source", {"kb/base"}},
    {"kb/article", {"kb/base"}},
    {"kb/import", {"kb/article", "kb/base"}},
    {"kb/text", {"kb/base"}},
    {"dictionaries", {"kb/text", "kb/base"}},
    {"kb/store", {"kb/base"}},
    {"kb/check", {"kb/article", "kb/text", "kb/base"}},
    {"kb/index", {"kb/article", "kb/text", "kb/base"}},
    {"kb/search", {"kb/index", "kb/text", "kb/base", "kb/article/solved_question.h"}},
    {"kb/events", {"kb/store", "kb/base"}},
    {"kb/stats", {"kb/events", "kb/store", "kb/search", "kb/index/snapshot.h", "kb/text", "kb/base"}},
    {"indexer", {"kb/source", "kb/article", "kb/check", "kb/import", "kb/text", "kb/index", "kb/search", "kb/store", "kb/events", "kb/stats", "kb/base"}},
    {"server", {"kb/search", "kb/stats", "kb/events", "kb/store", "kb/base", "kb/index/snapshot.h", "kb/index/publishing.h", "kb/index/publishing_status.h"}},
};

// Where a foreign library may be included: a file without its ending, or a folder.
struct Home {
    std::string_view header;  // as the include begins
    std::vector<std::string_view> places;
};
const Home homes[] = {
    {"cmark-gfm", {"kb/article/markdown_tree"}},
    {"yaml-cpp/", {"kb/base/yaml"}},
    {"git2", {"kb/source/"}},
    {"gumbo.h", {"kb/import/html_tree"}},
    {"xapian.h", {"kb/index/", "kb/text/"}},
    {"unicode/", {"kb/base/", "kb/text/", "kb/article/", "kb/check/", "kb/import/", "kb/search/", "server/language/"}},
    {"openssl/", {"kb/base/", "server/"}},
    {"zlib.h", {"kb/base/", "server/"}},
    {"sqlite3.h", {"kb/store/"}},
    {"SQLiteCpp/", {"kb/store/"}},
    {"curl/", {"server/delivery/http_client"}},
    {"kainjow/", {"server/page/templates", "server/delivery/body_template"}},
    {"CLI/", {"dictionaries/", "indexer/", "server/"}},
};

const Names forbidden_names = {"utils", "util", "common", "helpers", "helper", "misc", "manager"};

struct Source {
    std::string path;  // from the root
    std::vector<std::string> own, foreign;
};

std::string layer_of(std::string_view path) {
    const std::size_t first = path.find('/');
    const std::size_t end = path.starts_with("kb/") ? path.find('/', first + 1) : first;
    return std::string(path.substr(0, end));
}

void read_includes(const fs::path& file, Source& source) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("#include ")) continue;
        const char close = line[9] == '<' ? '>' : '"';
        const std::string name = line.substr(10, line.find(close, 10) - 10);
        (close == '>' ? source.foreign : source.own).push_back(name);
    }
}

std::vector<Source> sources() {
    std::vector<Source> found;
    const fs::path root(OTVET_SOURCES);
    for (const char* top : {"kb", "indexer", "server"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const std::string ending = entry.path().extension().string();
            if (ending != ".h" && ending != ".cpp") continue;
            Source source{fs::relative(entry.path(), root).generic_string(), {}, {}};
            read_includes(entry.path(), source);
            found.push_back(std::move(source));
        }
    }
    return found;
}

bool is_allowed(std::string_view from, std::string_view include) {
    const std::string layer = layer_of(from), target = layer_of(include);
    if (layer == target) return true;
    const auto rules = may_include.find(layer);
    if (rules == may_include.end()) return false;
    return rules->second.count(target) != 0 || rules->second.count(include) != 0;
}

}  // namespace

TEST_CASE("the sources are found and read") {
    const auto all = sources();
    CHECK(all.size() > 60);
    const auto site = std::find_if(all.begin(), all.end(), [](const Source& s) { return s.path == "kb/article/site.cpp"; });
    REQUIRE(site != all.end());
    CHECK(std::count(site->foreign.begin(), site->foreign.end(), "fmt/format.h") == 1);
    CHECK(std::count(site->own.begin(), site->own.end(), "kb/base/media_type.h") == 1);
}

TEST_CASE("the rule tells directions apart") {
    CHECK(is_allowed("kb/search/x.cpp", "kb/index/snapshot.h"));
    CHECK_FALSE(is_allowed("kb/index/x.cpp", "kb/search/searcher.h"));
    CHECK_FALSE(is_allowed("kb/base/x.cpp", "kb/text/fold.h"));
    CHECK(is_allowed("server/http/x.cpp", "kb/index/snapshot.h"));
    CHECK_FALSE(is_allowed("server/x.cpp", "kb/index/generation_store.h"));
    CHECK_FALSE(is_allowed("server/x.cpp", "indexer/build.h"));
    CHECK_FALSE(is_allowed("kb/unheard-of/x.cpp", "kb/base/error.h"));
}

TEST_CASE("every include goes in an allowed direction") {
    for (const Source& source : sources()) {
        for (const std::string& include : source.own) {
            INFO(source.path << " includes " << include);
            CHECK(is_allowed(source.path, include));
        }
    }
}

TEST_CASE("every foreign library is included where it is at home only") {
    for (const Source& source : sources()) {
        for (const std::string& include : source.foreign) {
            for (const Home& home : homes) {
                if (!include.starts_with(home.header)) continue;
                INFO(source.path << " includes <" << include << ">");
                CHECK(std::any_of(home.places.begin(), home.places.end(), [&](std::string_view place) {
                    return source.path.starts_with(place) && (place.ends_with('/') || source.path[place.size()] == '.');
                }));
            }
        }
    }
}

// Two types of one name in one namespace are one to the linker, which takes the functions of either for both.
TEST_CASE("no two types of a namespace have the same name") {
    std::map<std::string, std::string> homes_of_types;
    for (const Source& source : sources()) {
        std::ifstream in(fs::path(OTVET_SOURCES) / source.path);
        std::string space;
        bool is_unnamed = false;
        for (std::string line; std::getline(in, line);) {
            if (line == "namespace {") is_unnamed = true;
            else if (line == "}  // namespace") is_unnamed = false;
            else if (line.starts_with("namespace ")) space = line.substr(10, line.find(" {") - 10);
            const bool is_type = (line.starts_with("class ") || line.starts_with("struct ")) && line.ends_with('{');
            if (!is_type || is_unnamed) continue;
            const std::size_t name = line.find(' ') + 1;
            const std::string type = space + "::" + line.substr(name, line.find_first_of(" <", name) - name);
            const auto [home, is_new] = homes_of_types.emplace(type, source.path);
            INFO(type << " of " << source.path << " and of " << home->second);
            CHECK((is_new || line.find('<') != std::string::npos));
        }
    }
    CHECK(homes_of_types.size() > 200);
}

TEST_CASE("the HTTP library stands behind one pair of files") {
    Names stems;
    for (const Source& source : sources()) {
        if (std::count(source.foreign.begin(), source.foreign.end(), "httplib.h") != 0)
            stems.insert(source.path.substr(0, source.path.rfind('.')));
    }
    CHECK(stems.size() <= 1);
    for (const std::string& stem : stems) CHECK(stem.starts_with("server/"));
}

TEST_CASE("no file is a drawer for everything") {
    for (const Source& source : sources()) {
        std::string stem = fs::path(source.path).stem().string();
        INFO(source.path);
        for (const std::string& word : forbidden_names)
            CHECK_FALSE((stem == word || stem.ends_with("_" + word) || stem.starts_with(word + "_")));
    }
}

TEST_CASE("the library never prints and never exits") {
    for (const Source& source : sources()) {
        if (!source.path.starts_with("kb/")) continue;
        INFO(source.path);
        for (const char* header : {"iostream", "cstdio", "stdio.h"})
            CHECK(std::count(source.foreign.begin(), source.foreign.end(), header) == 0);
    }
}

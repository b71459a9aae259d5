#include <filesystem>

#include <catch2/catch.hpp>

#include "kb/base/files.h"
#include "kb/base/yaml.h"
#include "tests/world/must.h"

namespace kb::test {

TEST_CASE("the pipelines for git hosts are YAML, each with steps") {
    std::size_t seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(OTVET_SOURCES) / "deploy/pipelines")) {
        INFO(entry.path());
        const Yaml yaml = must(parse_yaml(must(read_file(entry.path(), 64 * 1024)), entry.path().string()));
        const Yaml* jobs = yaml.find("jobs");
        const Yaml* job = jobs == nullptr ? yaml.find("articles") : jobs->find("articles");
        REQUIRE(job != nullptr);
        const Yaml* steps = job->find(jobs == nullptr ? "script" : "steps");
        REQUIRE(steps != nullptr);
        CHECK(steps->list.size() >= 4);
        ++seen;
    }
    CHECK(seen == 3);
}

}  // namespace kb::test

// Runs kb-indexer as a user does: a shell, a folder, what is printed and the exit status.
#include <cstdlib>

#include <sys/wait.h>

#include <catch2/catch.hpp>

#include "tests/cases/case_folder.h"
#include "tests/world/scratch_folder.h"

namespace fs = std::filesystem;

namespace kb::test {

namespace {

struct Outcome {
    int status = -1;
    std::string out, err;
};

Outcome run(const CaseFolder& one, const fs::path& folder) {
    const std::string line = "cd '" + folder.string() + "' && KB_INDEXER='" OTVET_INDEXER "' sh ./command >.stdout 2>.stderr </dev/null";
    fs::copy(one.path(), folder, fs::copy_options::recursive);
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content_of(folder / ".stdout"), content_of(folder / ".stderr")};
}

// Each expected line stands within a line of the output, in this order; "! words" stands nowhere. An empty
// expectation allows no output.
void check_lines(const std::string& output, const std::string& expectation) {
    if (expectation.empty()) CHECK(output.empty());
    const std::vector<std::string> lines = lines_of(output);
    auto from = lines.begin();
    for (const std::string& expected : lines_of(expectation)) {
        INFO("expected: " << expected << "\nin:\n" << output);
        if (expected.starts_with("! ")) {
            CHECK(output.find(expected.substr(2)) == std::string::npos);
            continue;
        }
        const auto found = std::find_if(from, lines.end(), [&](const std::string& line) { return line.find(expected) != std::string::npos; });
        CHECK((found != lines.end()));
        if (found != lines.end()) from = std::next(found);
    }
}

}  // namespace

TEST_CASE("kb-indexer prints and returns what its case expects") {
    for_each_case("cli", [](const CaseFolder& one) {
        const ScratchFolder folder;
        const Outcome outcome = run(one, folder.path());
        INFO("stdout:\n" << outcome.out << "\nstderr:\n" << outcome.err);
        CHECK(std::to_string(outcome.status) == one.line("status", "0"));
        if (const auto expected = one.optional_text("expected.stdout")) check_lines(outcome.out, *expected);
        if (const auto expected = one.optional_text("expected.stderr")) check_lines(outcome.err, *expected);
    });
}

}  // namespace kb::test

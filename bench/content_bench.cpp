// content-bench: how long one content repository takes to build, to change and to search.
//
// Works on a copy; prints a table. Run it by hand on a quiet machine, several times: figures, not verdicts.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <numeric>

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/build.h"
#include "kb/base/files.h"
#include "kb/base/utf8.h"
#include "kb/index/generation_store.h"
#include "kb/search/rereading.h"
#include "kb/search/searcher.h"
#include "kb/search/suggester.h"

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double percentile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

template <class T>
T expect(kb::Result<T> result) {
    if (!result) {
        fmt::print(stderr, "content-bench: {}\n", kb::to_string(result.error()));
        std::exit(1);
    }
    return std::move(*result);
}

std::shared_ptr<const kb::Dictionaries> dictionaries() {
    static const auto opened = expect(kb::Dictionaries::find());
    return opened;
}

std::uint64_t size_of(const fs::path& directory) {
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file()) bytes += entry.file_size();
    }
    return bytes;
}

kb::BuildReport build(const fs::path& content, const fs::path& index) {
    kb::BuildRequest request;
    request.content = content;
    request.index = index;
    request.dictionaries = dictionaries();
    request.now = [] { return static_cast<std::int64_t>(std::time(nullptr)); };
    return expect(kb::build_index(request));
}

void measure_build(const fs::path& content, const fs::path& index) {
    const kb::BuildReport report = build(content, index);
    rusage self{}, children{};
    ::getrusage(RUSAGE_SELF, &self);
    ::getrusage(RUSAGE_CHILDREN, &children);
    fmt::print("build              {} articles in {:.2f} s; peak memory {} MB (largest worker {} MB); index {} MB\n",
               report.articles, report.seconds, self.ru_maxrss / 1024, children.ru_maxrss / 1024, size_of(index) / 1'000'000);
    const kb::BuildReport again = build(content, index);
    fmt::print("build, no change   {:.2f} s\n", again.seconds);
}

// From a saved file to an answer from the new generation.
void measure_change(const fs::path& content, const fs::path& index) {
    const auto snapshot = expect(kb::Snapshot::open(index, dictionaries()));
    const fs::path article = content / std::string(snapshot->articles().front().path);
    std::vector<double> times;
    for (int round = 0; round < 5; ++round) {
        const std::string word = fmt::format("zqchange{}", round);
        std::ofstream(article, std::ios::app) << "\n\n" << word << "\n";
        const auto begin = Clock::now();
        build(content, index);
        const kb::Searcher searcher(expect(kb::Snapshot::open(index, dictionaries())));
        kb::SearchRequest request;
        request.text = word;
        if (expect(searcher.search(request)).hits.empty()) {
            fmt::print(stderr, "content-bench: the changed article was not found\n");
            std::exit(1);
        }
        times.push_back(milliseconds_since(begin));
    }
    const double median = percentile(times, 0.5);
    fmt::print("one change, served {:.0f} ms (median of 5; {:.0f} … {:.0f})\n", median, times.front(), times.back());
}

// A file of queries, one a line, or JSON lines with "text"; by default titles and questions of the articles.
std::vector<std::string> queries_from(const std::string& file, const kb::Snapshot& snapshot) {
    std::vector<std::string> queries;
    if (file.empty()) {
        for (const kb::CatalogEntry& entry : snapshot.articles()) {
            queries.emplace_back(entry.title);
            for (const std::string_view question : entry.questions) queries.emplace_back(question);
        }
        return queries;
    }
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        queries.push_back(line.starts_with('{') ? nlohmann::json::parse(line).at("text").get<std::string>() : line);
    return queries;
}

std::vector<std::string> typed_letter_by_letter(const std::vector<std::string>& queries) {
    constexpr std::size_t most = 40;  // letters: suggestions help before
    std::vector<std::string> begins;
    for (const std::string& query : queries) {
        const std::u16string letters = kb::to_utf16(query);
        for (std::size_t i = 1; i <= std::min(letters.size(), most); ++i) begins.push_back(kb::to_utf8(std::u16string_view(letters).substr(0, i)));
    }
    return begins;
}

template <class Ask>
void measure_questions(std::string_view name, const std::vector<std::string>& queries, int rounds, Ask ask) {
    for (const std::string& query : queries) ask(query);  // warm
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        for (const std::string& query : queries) {
            const auto begin = Clock::now();
            ask(query);
            times.push_back(milliseconds_since(begin));
        }
    }
    const double mean = std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(std::max<std::size_t>(times.size(), 1));
    const double p50 = percentile(times, 0.5), p99 = percentile(times, 0.99);
    fmt::print("{:<18} {} queries × {}: p50 {:.3f} ms, p99 {:.3f} ms, mean {:.3f} ms\n", name, queries.size(), rounds, p50, p99, mean);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Times building, changing and searching a content repository.", "content-bench");
    std::string content, index, queries_file;
    int rounds = 3;
    app.add_option("--content", content, "Folder with the articles; a copy is worked on");
    app.add_option("--index", index, "Instead of --content: only search this index");
    app.add_option("--queries", queries_file, "Queries, one a line or JSON lines with \"text\"");
    app.add_option("--rounds", rounds, "How often each query is asked")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    if (content.empty() == index.empty()) {
        fmt::print(stderr, "content-bench: give either --content or --index\n");
        return 2;
    }
    const auto directory = expect(kb::TemporaryDirectory::create("otvet-bench"));
    if (index.empty()) {
        const fs::path copy = directory.path() / "content";
        index = (directory.path() / "index").string();
        fs::copy(content, copy, fs::copy_options::recursive);
        measure_build(copy, index);
        measure_change(copy, index);
    }
    const auto begin = Clock::now();
    const auto snapshot = expect(kb::Snapshot::open(index, dictionaries()));
    const double opened = milliseconds_since(begin);
    const kb::Suggester suggester(snapshot);
    fmt::print("open               snapshot {:.0f} ms, suggestions {:.0f} ms\n", opened, milliseconds_since(begin) - opened);
    const auto queries = queries_from(queries_file, *snapshot);
    const kb::Searcher searcher(snapshot);
    // What finding out what was meant costs by itself, for each query as it is.
    const kb::Synonyms synonyms(*snapshot, kb::Audience::customers);
    const kb::Vocabulary vocabulary(*snapshot, synonyms, kb::Audience::customers);
    measure_questions("reread", queries, rounds, [&](const std::string& query) { kb::reread(query, vocabulary, {}); });
    for (const bool verbatim : {false, true}) {
        measure_questions(verbatim ? "search, verbatim" : "search", queries, rounds, [&](const std::string& query) {
            kb::SearchRequest request;
            request.text = query;
            request.verbatim = verbatim;
            expect(searcher.search(request));
        });
    }
    // As if each query were typed letter by letter.
    measure_questions("suggest", typed_letter_by_letter(queries), rounds, [&](const std::string& typed) { suggester.suggest({typed, {}}); });
    return 0;
}

// morphology-bench: how long opening the dictionaries and analyzing a word takes, and how much memory.
//
// Reads words, one a line, or the first column of tab-separated files. Prints the fastest of seven rounds;
// run it by hand.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "kb/text/analyzer.h"

namespace {

using Clock = std::chrono::steady_clock;
constexpr int rounds = 7;

double microseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

// Pages of this process in memory, those of mapped files included.
double resident_megabytes() {
    std::ifstream statm("/proc/self/statm");
    long all = 0, resident = 0;
    statm >> all >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

std::vector<std::string> words_of(const std::string& file) {
    std::vector<std::string> words;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::string word = line.substr(0, line.find('\t'));
        if (!word.empty() && (words.empty() || words.back() != word)) words.push_back(std::move(word));
    }
    return words;
}

std::shared_ptr<const kb::Dictionaries> open(const std::string& folder) {
    auto dictionaries = kb::Dictionaries::find(folder);
    if (dictionaries) return std::move(*dictionaries);
    fmt::print(stderr, "morphology-bench: {}\n", kb::to_string(dictionaries.error()));
    std::exit(1);
}

// Of several rounds: what else the machine does only adds to the time.
template <class Work>
double fastest(Work work) {
    double least = 1e300;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = Clock::now();
        work();
        least = std::min(least, microseconds_since(begin));
    }
    return least;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Times opening the dictionaries and analyzing words.", "morphology-bench");
    std::string folder;
    std::vector<std::string> files;
    app.add_option("--dictionaries", folder, "Folder of the dictionaries");
    app.add_option("files", files, "Words, one a line, or in the first column")->required();
    CLI11_PARSE(app, argc, argv);

    const double before = resident_megabytes();
    const auto begin = Clock::now();
    const auto dictionaries = open(folder);
    const double first = microseconds_since(begin) / 1000;
    const double again = fastest([&] { open(folder); }) / 1000;
    const kb::Analyzer analyzer(dictionaries);
    fmt::print("open     {:.1f} ms the first time, {:.1f} ms again\n", first, again);
    double all_time = 0, all_words = 0;
    for (const std::string& file : files) {
        const auto words = words_of(file);
        std::size_t terms = 0;
        const double time = fastest([&] {
            for (const std::string& word : words) {
                for (const kb::AnalyzedToken& token : analyzer.analyze(word)) terms += token.terms.size();
            }
        });
        all_time += time;
        all_words += static_cast<double>(words.size());
        fmt::print("analyze  {:.3f} µs a word, {:.2f} terms: {} ({} words)\n", time / static_cast<double>(words.size()),
                   static_cast<double>(terms) / rounds / static_cast<double>(words.size()), file, words.size());
    }
    fmt::print("average  {:.3f} µs a word\n", all_time / all_words);
    fmt::print("resident {:.1f} MB more than before\n", resident_megabytes() - before);
    return 0;
}

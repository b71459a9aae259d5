// How long a long message takes beside many articles and past questions, in process, and what importing these costs.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <random>

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/evaluation.h"
#include "indexer/evaluation_index.h"
#include "indexer/question_import.h"
#include "kb/base/files.h"
#include "kb/search/similar_finder.h"

namespace {

using namespace kb;
using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

struct Options {
    std::string data;
    std::size_t articles = 10'000, questions = 200'000, messages = 300, seed = 1;
};

std::vector<std::string> sentences_of(const std::string& folder, const char* set) {
    std::vector<std::string> sentences;
    std::ifstream in(folder + "/" + set + "/queries.jsonl");
    for (std::string line; std::getline(in, line);) sentences.push_back(Json::parse(line).at("text"));
    return sentences;
}

// Sentences of real customers, cut and joined anew: a ticket asks one thing and tells parts of others.
class Writer {
public:
    Writer(const std::string& data, std::size_t seed) : dice_(seed) {
        for (const char* set : {"rutube", "vtb", "mipt", "banking77", "business_central_ru_descriptions"}) {
            for (std::string& sentence : sentences_of(data, set)) sentences_.push_back(std::move(sentence));
        }
    }
    const std::string& sentence() { return sentences_[dice_() % sentences_.size()]; }
    std::string words(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string& from = sentence();
            const std::size_t space = from.find(' ', dice_() % from.size());
            if (space != from.npos) text += from.substr(space, from.find(' ', space + 1) - space);
        }
        return text;
    }
    std::string message(std::size_t bytes) {
        std::string text = "Здравствуйте!\n";
        while (text.size() < bytes) text += sentence() + words(6) + ".\n";
        return text;
    }
    std::size_t roll(std::size_t sides) { return dice_() % sides; }

private:
    std::mt19937_64 dice_;
    std::vector<std::string> sentences_;
};

// Each of its own words.
std::vector<Article> make_articles(Writer& writer, std::size_t count) {
    std::vector<Article> articles(count);
    for (std::size_t i = 0; i < count; ++i) {
        articles[i].path = std::to_string(i);
        articles[i].lang = "ru";
        articles[i].title = writer.sentence();
        articles[i].sections.push_back({"", "", 0, writer.message(2000)});
    }
    return articles;
}

void write_tickets(Writer& writer, const std::filesystem::path& path, const Options& options) {
    std::ofstream out(path);
    for (std::size_t i = 0; i < options.questions; ++i) {
        const Json ticket = {{"id", std::to_string(i)}, {"lang", "ru"}, {"message", writer.sentence() + writer.words(8) + ". " + writer.words(8)},
                             {"answer", writer.words(30)}, {"article", evaluation_slug(writer.roll(options.articles))}};
        out << ticket.dump() << '\n';
    }
}

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

// The most that this process ever had in memory.
double peak_megabytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

Result<void> measure(const Options& options) {
    auto folder = TemporaryDirectory::create("otvet-similar-bench");
    const auto dictionaries = Dictionaries::find();
    if (!folder) return fail(folder.error());
    if (!dictionaries) return fail(dictionaries.error());
    const auto index = folder->path() / "index", tickets = folder->path() / "tickets.jsonl";
    Writer writer(options.data, options.seed);
    write_tickets(writer, tickets, options);
    QuestionImportRequest request;
    request.file = tickets;
    request.index = index;
    request.dictionaries = *dictionaries;
    const double before = peak_megabytes();
    for (const char* what : {"import", "the same again"}) {
        const auto report = import_questions(request);
        if (!report) return fail(report.error());
        fmt::print("{}: {:.1f} s; {} new, {} as they were; memory {:.0f} MB at most, {:.0f} before\n", what, report->seconds, report->added, report->unchanged, peak_megabytes(), before);
    }
    if (auto indexed = index_documents(index, make_articles(writer, options.articles), *dictionaries); !indexed) return fail(indexed.error());
    auto snapshot = Snapshot::open(index, *dictionaries);
    if (!snapshot) return fail(snapshot.error());
    auto begin = Clock::now();
    const auto questions = QuestionCollection::open(index, *dictionaries);
    if (!questions) return fail(questions.error());
    fmt::print("{} questions opened in {:.2f} s\n", (*questions)->size(), seconds_since(begin));
    const Searcher searcher(std::move(*snapshot));
    const SimilarFinder finder(searcher);
    for (const bool with_questions : {false, true}) {
        std::vector<double> times;
        for (std::size_t i = 0; i < options.messages; ++i) {
            SimilarRequest similar;
            similar.body = writer.message(4096);
            similar.lang = "ru";
            similar.audience = Audience::staff;
            if (with_questions) similar.past.solved = *questions;
            similar.with_questions = with_questions;
            begin = Clock::now();
            if (const auto found = finder.find(similar); !found) return fail(found.error());
            times.push_back(1000 * seconds_since(begin));
        }
        std::sort(times.begin(), times.end());
        fmt::print("4 KB beside {} articles{}: p50 {:.2f} ms, p99 {:.2f} ms\n", options.articles, with_questions ? fmt::format(" and {} questions", options.questions) : "",
                   times[times.size() / 2], times[times.size() * 99 / 100]);
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("Times similar beside many articles and past questions.");
    app.add_option("--data", options.data, "Folder of relevance sets with queries.jsonl")->required();
    app.add_option("--articles", options.articles)->capture_default_str();
    app.add_option("--questions", options.questions)->capture_default_str();
    app.add_option("--messages", options.messages, "So many are timed")->capture_default_str();
    app.add_option("--seed", options.seed)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    if (const auto done = measure(options); !done) {
        std::cerr << to_string(done.error()) << '\n';
        return 1;
    }
    return 0;
}

// ranking-tune: looks for the weights of kb/search/ranking.h on sets of judged queries.
//
// Prints what the weights in the program reach and what a fit would, set by set; with each set left out of the fit in
// turn; and without each signal. The weights are then written down by hand.
#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/tuning_data.h"
#include "bench/weight_fit.h"
#include "kb/base/files.h"
#include "kb/search/ranking.h"

namespace fs = std::filesystem;
using namespace kb;
using namespace kb::tuning;

namespace {

struct Options {
    std::vector<std::string> folders, without;
    std::string indexes;
    FitOptions fit;
    std::size_t measured = ranking::measured;
    bool from_nothing = false, cross_validate = false, ablate = false;
};

Weights current_weights() {
    Weights weights{};
    for (std::size_t s = 0; s < signal_count; ++s) weights[s] = ranking::weights[s].weight;
    return weights;
}

using Sets = std::vector<JudgedSet>;

std::vector<const JudgedSet*> all_but(const Sets& sets, const JudgedSet* left_out) {
    std::vector<const JudgedSet*> kept;
    for (const JudgedSet& set : sets) {
        // Sets over the same documents would give each other away.
        if (left_out == nullptr || set.documents != left_out->documents) kept.push_back(&set);
    }
    return kept;
}

double mean(const Sets& sets, const Weights& weights) {
    double sum = 0;
    for (const JudgedSet& set : sets) sum += ndcg(set, weights);
    return sum / static_cast<double>(sets.size());
}

std::string_view name_of(std::size_t signal) {
    return ranking::weights[signal].name;
}

void print_fit(const Sets& sets, const Options& options, const Weights& now, const Weights& fitted) {
    fmt::print("\n{:<36}{:>10}{:>10}{:>10}{:>12}{:>10}\n", "nDCG@10", "queries", "candidates", "now", "fitted", "left out");
    double out_sum = 0;
    for (const JudgedSet& set : sets) {
        std::string left_out = "-";
        if (options.cross_validate) {
            const double reached = ndcg(set, fit(all_but(sets, &set), options.from_nothing ? fitted : now, options.fit));
            out_sum += reached;
            left_out = fmt::format("{:.4f}", reached);
        }
        Weights only{};
        only[0] = 1;
        fmt::print("{:<36}{:>10}{:>10.4f}{:>10.4f}{:>12.4f}{:>10}\n", set.name, set.queries.size(), ndcg(set, only), ndcg(set, now), ndcg(set, fitted), left_out);
        std::fflush(stdout);
    }
    fmt::print("{:<36}{:>10}{:>10}{:>10.4f}{:>12.4f}{:>10.4f}\n", "mean", "", "", mean(sets, now), mean(sets, fitted), out_sum / static_cast<double>(sets.size()));
}

void print_ablation(const Sets& sets, const Options& options, const Weights& fitted) {
    const double all = mean(sets, fitted);
    fmt::print("\nwithout a signal, the others fitted again: what is lost\n");
    for (std::size_t s = 0; s < signal_count; ++s) {
        if (fitted[s] == 0) continue;
        FitOptions rest = options.fit;
        rest.free[s] = false;
        rest.restarts = 0;
        Weights without = fitted;
        without[s] = 0;
        const Weights again = fit(all_but(sets, nullptr), without, rest);
        fmt::print("{:<44}{:>8.4f} (others as they are {:.4f})\n", name_of(s), all - mean(sets, again), all - mean(sets, without));
        std::fflush(stdout);
    }
}

int tune(Options& options) {
    const auto dictionaries = Dictionaries::find();
    if (!dictionaries) {
        fmt::print(stderr, "ranking-tune: {}\n", to_string(dictionaries.error()));
        return 1;
    }
    Sets sets;
    for (const std::string& folder : options.folders) {
        auto set = read_set(folder, options.indexes, *dictionaries, options.measured);
        if (!set) {
            fmt::print(stderr, "ranking-tune: {}\n", to_string(set.error()));
            return 1;
        }
        sets.push_back(std::move(*set));
    }
    const Weights now = current_weights();
    Weights from = now;
    for (std::size_t s = 1; s < signal_count; ++s) {
        options.fit.free[s] = std::find(options.without.begin(), options.without.end(), name_of(s)) == options.without.end();
        if (!options.fit.free[s] || options.from_nothing) from[s] = 0;
    }
    const Weights fitted = fit(all_but(sets, nullptr), from, options.fit);
    for (std::size_t s = 0; s < signal_count; ++s) fmt::print("{:<44}{:>8.3f}{:>8.3f}\n", name_of(s), now[s], fitted[s]);
    print_fit(sets, options, now, fitted);
    if (options.ablate) print_ablation(sets, options, fitted);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Looks for weights of the ranking.", "ranking-tune");
    Options options;
    app.add_option("sets", options.folders, "Folders with docs.jsonl, queries.jsonl and qrels.tsv")->required();
    app.add_option("--indexes", options.indexes, "Keep indexes here")->required();
    app.add_option("--without", options.without, "Signals to leave at 0")->delimiter(',');
    app.add_option("--measured", options.measured, "Candidates with all signals")->capture_default_str();
    app.add_option("--restarts", options.fit.restarts, "Fits from random weights besides")->capture_default_str();
    app.add_option("--price", options.fit.price, "nDCG that a signal must bring")->capture_default_str();
    app.add_option("--seed", options.fit.seed, "Of chance")->capture_default_str();
    app.add_flag("--from-nothing", options.from_nothing, "Begin with all weights but the first at 0");
    app.add_flag("--cross-validate", options.cross_validate, "Fit without each set in turn");
    app.add_flag("--ablate", options.ablate, "Fit without each signal in turn");
    CLI11_PARSE(app, argc, argv);
    return tune(options);
}

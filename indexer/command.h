// The commands of kb-indexer: a table that carries its own help.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

namespace kb {

// Declares a command's options on `app` and returns what to run with them; that returns the exit status.
using Declare = std::function<int()> (*)(CLI::App& app);

struct Command {
    std::string_view name;
    std::string_view help;
    Declare declare;
};

std::function<int()> declare_check(CLI::App& app);
std::function<int()> declare_build(CLI::App& app);
std::function<int()> declare_watch(CLI::App& app);
std::function<int()> declare_generations(CLI::App& app);
std::function<int()> declare_rollback(CLI::App& app);
std::function<int()> declare_search(CLI::App& app);
std::function<int()> declare_suggest(CLI::App& app);
std::function<int()> declare_similar(CLI::App& app);
std::function<int()> declare_explain(CLI::App& app);
std::function<int()> declare_expect(CLI::App& app);
std::function<int()> declare_report(CLI::App& app);
std::function<int()> declare_terms(CLI::App& app);
std::function<int()> declare_import(CLI::App& app);
std::function<int()> declare_eval(CLI::App& app);

}  // namespace kb

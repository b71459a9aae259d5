// compile-dictionaries: a step of the build, from word lists to the files that the programs map into memory.
#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "dictionaries/compile.h"
#include "dictionaries/derivation_families.h"
#include "dictionaries/english_derivation.h"
#include "dictionaries/russian_derivation.h"
#include "kb/base/files.h"
#include "kb/base/tsv.h"
#include "kb/text/fold.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

constexpr std::uint64_t max_table = 4 * 1024 * 1024;

struct Options {
    fs::path opencorpora, wordnet, tables, out;
};

// As the analyzer writes lemmas: see lemma_spelling in kb/text/analyzer.cpp.
std::string as_term(std::string_view lang, const std::string& word) {
    return lang == "ru" ? fold_spelling(fold(word)) : fold(word);
}

void connect(Derivations& derivations, const std::string& one, const std::string& other) {
    if (one == other) return;
    derivations[one].insert(other);
    derivations[other].insert(one);
}

void add_families(const std::vector<Family>& families, std::string_view lang, Derivations& derivations) {
    for (const Family& family : families) {
        if (family.lang != lang) continue;
        for (const std::string& one : family.words) {
            for (const std::string& other : family.words)
                connect(derivations, as_term(lang, one), as_term(lang, other));
        }
    }
}

void add_pairs(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view lang,
               Derivations& derivations) {
    for (const auto& [one, other] : pairs) connect(derivations, as_term(lang, one), as_term(lang, other));
}

// Lines of a form, a tab, and the words that it is a form of.
Result<std::vector<WordNet::Exception>> parse_forms(const std::string& path, std::string_view text) {
    std::vector<WordNet::Exception> forms;
    auto read = read_table(text, [&](int number, std::string_view line) -> Result<void> {
        const auto fields = split(line, '\t');
        WordNet::Exception form{std::string(fields[0]), 0, {}};
        for (const std::string_view word : split(fields.back(), ' ')) form.lemmas.emplace_back(word);
        if (fields.size() != 2 || form.form.empty() || form.lemmas.front().empty())
            return fail(ErrorCode::invalid_content, "not a form and its words", "write a form, a tab, words", {path, number, 1});
        forms.push_back(std::move(form));
        return {};
    });
    if (!read) return fail(read.error());
    return forms;
}

class Compiler {
public:
    explicit Compiler(const Options& options) : options_(options) {}

    Result<void> run() {
        const auto text = read("derivation_families.tsv");
        if (!text) return fail(text.error());
        auto families = parse_families(path_of("derivation_families.tsv"), *text);
        if (!families) return fail(families.error());
        families_ = std::move(*families);
        std::error_code error;
        fs::create_directories(options_.out, error);
        if (auto compiled = compile_russian_file(); !compiled) return compiled;
        return compile_english_file();
    }

private:
    std::string path_of(std::string_view name) const { return (options_.tables / name).string(); }
    Result<std::string> read(std::string_view name) const { return read_file(path_of(name), max_table); }

    Result<void> compile_russian_file() const {
        const auto source = read_opencorpora(options_.opencorpora);
        if (!source) return fail(source.error());
        const auto text = read("russian_derivation_rules.tsv");
        if (!text) return fail(text.error());
        const auto rules = parse_derivation_rules(path_of("russian_derivation_rules.tsv"), *text);
        if (!rules) return fail(rules.error());
        Derivations derivations;
        add_pairs(derive(lemmas_of(*source), *rules), "ru", derivations);
        const std::size_t by_rule = derivations.size();
        add_families(families_, "ru", derivations);
        fmt::print("russian.dict: OpenCorpora {}; {} words with derivations, {} more by hand\n", source->revision,
                   by_rule, derivations.size() - by_rule);
        return replace_file(options_.out / "russian.dict", compile_russian(*source, derivations));
    }

    Result<void> compile_english_file() const {
        auto source = read_wordnet(options_.wordnet);
        if (!source) return fail(source.error());
        const auto text = read("english_forms.tsv");
        if (!text) return fail(text.error());
        const auto forms = parse_forms(path_of("english_forms.tsv"), *text);
        if (!forms) return fail(forms.error());
        source->exceptions.insert(source->exceptions.end(), forms->begin(), forms->end());
        Derivations derivations;
        add_pairs(derive(*source), "en", derivations);
        const std::size_t by_rule = derivations.size();
        add_families(families_, "en", derivations);
        fmt::print("english.dict: WordNet, {} words; {} words with derivations, {} more by hand\n",
                   source->lemmas.size(), by_rule, derivations.size() - by_rule);
        return replace_file(options_.out / "english.dict", compile_english(*source, derivations));
    }

    const Options& options_;
    std::vector<Family> families_;
};

}  // namespace

}  // namespace kb

int main(int argc, char** argv) {
    CLI::App app("Compiles the dictionaries that Otvet reads.", "compile-dictionaries");
    kb::Options options;
    app.add_option("--opencorpora", options.opencorpora, "dicts/ of the npm package az")->required()->type_name("DIR");
    app.add_option("--wordnet", options.wordnet, "Files of the Debian package wordnet-base")
        ->required()
        ->type_name("DIR");
    app.add_option("--tables", options.tables, "Our own tables, the dictionaries/ of the sources")
        ->required()
        ->type_name("DIR");
    app.add_option("--out", options.out, "Where russian.dict and english.dict go")->required()->type_name("DIR");
    CLI11_PARSE(app, argc, argv);
    const auto compiled = kb::Compiler(options).run();
    if (compiled) return 0;
    std::cerr << "compile-dictionaries: " << kb::to_string(compiled.error()) << '\n';
    return 1;
}

#include "indexer/evaluation.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/article/markdown.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

using Json = nlohmann::json;

constexpr std::size_t ranks = 10;

Result<void> each_line(const std::string& path, const std::function<Result<void>(const std::string&, const Location&)>& see) {
    std::ifstream in(path);
    if (!in) return fail(ErrorCode::not_found, "cannot open", "check the path", {path});
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        if (auto seen = see(line, {path, number, 1}); !seen) return seen;
    }
    return {};
}

Result<void> each_object(const std::string& path, const std::function<Result<void>(const Json&, const Location&)>& see) {
    return each_line(path, [&](const std::string& line, const Location& at) -> Result<void> {
        try {
            return see(Json::parse(line), at);
        } catch (const Json::exception& error) {
            return fail(ErrorCode::invalid_content, fmt::format("not the JSON that is expected: {}", error.what()),
                        "one object a line, as described in docs/commands.md", at);
        }
    });
}

// Plain text: one section, its lines as they are.
Result<Article> document_of(const Json& json, const Location& at) {
    Article article;
    const Json& id = json.at("id");
    article.path = id.is_string() ? id.get<std::string>() : id.dump();
    article.lang = json.value("lang", "ru");
    article.title = json.value("title", "");
    const std::string body = json.value("body", "");
    if (json.value("format", "plain") != "markdown") {
        article.sections.push_back({"", "", 0, body});
        return article;
    }
    auto markdown = read_markdown({body, at.path, article.lang, nullptr});
    if (!markdown) return fail(markdown.error());
    article.sections = std::move(markdown->sections);
    if (!markdown->first_heading.empty()) article.sections.insert(article.sections.begin(), {"", markdown->first_heading, 0, ""});
    return article;
}

double gain(int grade) {
    return grade > 0 ? std::exp2(grade) - 1 : 0;
}

double discount(std::size_t index) {
    return 1 / std::log2(static_cast<double>(index) + 2);
}

void add_query(Scores& sums, const std::map<std::string, int>& grades, const std::vector<RunEntry>& answers) {
    std::vector<double> ideal;
    for (const auto& [document, grade] : grades) {
        if (grade > 0) ideal.push_back(gain(grade));
    }
    if (ideal.empty()) return;
    ++sums.queries;
    std::sort(ideal.rbegin(), ideal.rend());
    double dcg = 0, best = 0;
    std::size_t relevant = 0;
    for (std::size_t i = 0; i < std::min(ranks, ideal.size()); ++i) best += ideal[i] * discount(i);
    for (std::size_t i = 0; i < std::min(ranks, answers.size()); ++i) {
        const auto grade = grades.find(answers[i].document);
        if (grade == grades.end() || grade->second <= 0) continue;
        dcg += gain(grade->second) * discount(i);
        if (relevant++ > 0) continue;
        sums.mrr10 += 1 / static_cast<double>(i + 1);
        if (i < 1) sums.success1 += 1;
        if (i < 3) sums.success3 += 1;
    }
    sums.ndcg10 += dcg / best;
    sums.recall10 += static_cast<double>(relevant) / static_cast<double>(std::min(ranks, ideal.size()));
}

}  // namespace

Scores score(const Judgements& judgements, const std::vector<EvalQuery>& queries, const Run& run) {
    Scores scores;
    for (const EvalQuery& query : queries) {
        const auto grades = judgements.find(query.id);
        if (grades == judgements.end()) continue;
        const auto answers = run.find(query.id);
        add_query(scores, grades->second, answers == run.end() ? std::vector<RunEntry>() : answers->second);
    }
    const double n = std::max<double>(static_cast<double>(scores.queries), 1);
    for (double* sum : {&scores.ndcg10, &scores.mrr10, &scores.recall10, &scores.success1, &scores.success3}) *sum /= n;
    return scores;
}

Result<std::vector<Article>> read_documents(const std::string& path) {
    std::vector<Article> articles;
    auto read = each_object(path, [&](const Json& json, const Location& at) -> Result<void> {
        auto article = document_of(json, at);
        if (!article) return fail(article.error());
        articles.push_back(std::move(*article));
        return {};
    });
    if (!read) return fail(read.error());
    return articles;
}

Result<std::vector<EvalQuery>> read_queries(const std::string& path) {
    std::vector<EvalQuery> queries;
    auto read = each_object(path, [&](const Json& json, const Location&) -> Result<void> {
        const Json& id = json.at("id");
        queries.push_back({id.is_string() ? id.get<std::string>() : id.dump(), json.value("lang", ""),
                           json.at("text").get<std::string>(), json.value("candidates", std::vector<std::string>())});
        return {};
    });
    if (!read) return fail(read.error());
    return queries;
}

Result<Judgements> read_judgements(const std::string& path) {
    Judgements judgements;
    auto read = each_line(path, [&](const std::string& line, const Location& at) -> Result<void> {
        const std::size_t first = line.find('\t');
        const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
        int grade = 0;
        const bool number = second != std::string::npos &&
                            std::from_chars(line.data() + second + 1, line.data() + line.size(), grade).ec == std::errc();
        if (!number)
            return fail(ErrorCode::invalid_content, "not a judgement", "write query, document, grade, with tabs between", at);
        judgements[line.substr(0, first)][line.substr(first + 1, second - first - 1)] = grade;
        return {};
    });
    if (!read) return fail(read.error());
    return judgements;
}

std::string to_trec(const std::vector<EvalQuery>& queries, const Run& run) {
    std::string text;
    for (const EvalQuery& query : queries) {
        const auto answers = run.find(query.id);
        if (answers == run.end()) continue;
        std::size_t rank = 0;
        for (const RunEntry& entry : answers->second)
            text += fmt::format("{} Q0 {} {} {:.6f} otvet\n", query.id, entry.document, ++rank, entry.score);
    }
    return text;
}

}  // namespace kb

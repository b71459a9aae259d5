#include "kb/search/question_collection.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/bytes.h"
#include "kb/base/hash.h"
#include "kb/index/generation_store.h"

namespace kb {

namespace {

using Json = nlohmann::json;

constexpr std::size_t largest_about = 64 * 1024;
// A collection of few questions knows hardly what is rare: it is weighed as if so many more were there that have a word once.
constexpr double imagined_questions = 50, imagined_occurrences = 1;

tl::unexpected<Error> damaged(const std::filesystem::path& path) {
    return fail(ErrorCode::index_damaged, "the solved questions are damaged", "remove this folder of questions and import them again", {path.string()});
}

struct About {
    int version = 0;
    std::string analyzer;
    Agreement agreement;
};

Result<About> read_about(const std::filesystem::path& path) {
    const auto text = read_file(path, largest_about);
    if (!text) return damaged(path);
    const Json json = Json::parse(*text, nullptr, false);
    try {
        const Json& far = json.at("far");
        const Json& near = json.at("near");
        return About{json.at("version").get<int>(), json.at("analyzer").get<std::string>(),
                     {{far.at("votes").get<double>(), far.at("right").get<double>()}, {near.at("votes").get<double>(), near.at("right").get<double>()}}};
    } catch (const Json::exception&) {
        return damaged(path);
    }
}

}  // namespace

std::filesystem::path questions_folder(const std::filesystem::path& index) {
    return index / "questions";
}

Result<QuestionCollection::Pointer> QuestionCollection::open(const std::filesystem::path& index, const std::shared_ptr<const Dictionaries>& dictionaries) {
    const GenerationStore store(questions_folder(index));
    const auto number = store.current();
    if (!number && number.error().code == ErrorCode::index_missing) return Pointer();
    if (!number) return damaged(store.index());
    return open_generation(store.directory_of(*number), dictionaries);
}

Result<QuestionCollection::Pointer> QuestionCollection::open_generation(const std::filesystem::path& directory,
                                                                        const std::shared_ptr<const Dictionaries>& dictionaries, bool any_analyzer) {
    std::shared_ptr<QuestionCollection> collection(new QuestionCollection(dictionaries));
    if (auto loaded = collection->load(directory); !loaded) return fail(loaded.error());
    if (!any_analyzer && !collection->has_own_analyzer())
        return fail(ErrorCode::index_foreign, fmt::format("the solved questions were made with '{}', not '{}'", collection->made_with_, collection->analyzer_.id()),
                    "run kb-indexer import questions FILE --index INDEX with any file of questions, an empty one, too: those that are there are kept", {directory.string()});
    return Pointer(std::move(collection));
}

Result<void> QuestionCollection::load(const std::filesystem::path& directory) {
    auto about = read_about(directory / "about.json");
    if (!about) return fail(about.error());
    if (about->version != questions_version)
        return fail(ErrorCode::index_foreign, fmt::format("the solved questions are of format {}, and this program reads {}", about->version, questions_version),
                    "use the version of this program that imported them, or remove the folder and import them again", {directory.string()});
    auto words = MappedFile::open(directory / "words.dat");
    auto texts = ArticleFile::open(directory / "texts.dat");
    if (!words || !texts) return damaged(directory);
    words_file_ = std::move(*words);
    texts_ = std::move(*texts);
    auto read = QuestionWords::read(words_file_.bytes(), (directory / "words.dat").string());
    if (!read) return fail(read.error());
    words_ = *read;
    if (texts_.size() < words_.size()) return damaged(directory);
    made_with_ = std::move(about->analyzer);
    agreement_ = about->agreement;
    measure_norms();
    return {};
}

QuestionCollection::Pointer QuestionCollection::make(const std::vector<SolvedQuestion>& questions, const std::shared_ptr<const Dictionaries>& dictionaries,
                                                     const std::vector<ToldQuestion>& told) {
    std::shared_ptr<QuestionCollection> collection(new QuestionCollection(dictionaries));
    QuestionWordsWriter writer;
    for (const SolvedQuestion& question : questions) {
        const bool is_told = writer.size() < told.size();
        writer.add(fnv1a_64(question.id), 0, is_told ? told[writer.size()] : read_told_question(question.subject, question.message, collection->analyzer_));
        collection->texts_in_memory_.push_back(pack(question));
    }
    collection->words_bytes_ = writer.bytes();
    collection->words_ = *QuestionWords::read(collection->words_bytes_, {});
    collection->made_with_ = collection->analyzer_.id();
    collection->measure_norms();
    collection->agreement_ = measure_agreement(*collection);
    return collection;
}

double QuestionCollection::rarity(std::size_t questions) const {
    const double all = size() + imagined_questions, n = static_cast<double>(questions) + imagined_occurrences;
    return std::log(1 + (all - n + 0.5) / n);
}

void QuestionCollection::measure_norms() {
    std::vector<float> squares;
    for (const QuestionWords::Term& term : words_.terms()) {
        const double weight = rarity(term.questions) / 255;
        squares.push_back(static_cast<float>(weight * weight));
    }
    norms_.reserve(size());
    for (QuestionNumber number = 0; number < size(); ++number) {
        const auto terms = words_.terms_of(number);
        const auto shares = words_.shares_of(number);
        float sum = 0;
        for (std::size_t i = 0; i < terms.size(); ++i) sum += squares[terms[i]] * static_cast<float>(shares[i] * shares[i]);
        norms_.push_back(std::sqrt(sum));
    }
}

std::string_view QuestionCollection::record(QuestionNumber number) const {
    return texts_in_memory_.empty() ? texts_.record(number) : std::string_view(texts_in_memory_[number]);
}

std::string QuestionCollection::article_of(QuestionNumber number) const {
    ByteReader reader(record(number));
    const std::string_view lang = reader.string(), article = reader.string();
    if (reader.number() == 0 || article.empty()) return {};
    return article.find('/') == article.npos ? fmt::format("{}/{}", lang, article) : std::string(article);
}

std::string QuestionCollection::pack(const SolvedQuestion& question) {
    ByteWriter writer;
    writer.string(question.lang);
    writer.string(question.article);
    writer.number(question.solved);
    writer.number(static_cast<std::uint64_t>(question.at));
    for (const std::string* text : {&question.id, &question.subject, &question.message, &question.answer}) writer.string(*text);
    return std::move(writer).bytes();
}

std::optional<SolvedQuestion> QuestionCollection::unpack(std::string_view record) {
    ByteReader reader(record);
    SolvedQuestion question;
    question.lang = reader.string();
    question.article = reader.string();
    question.solved = reader.number() != 0;
    question.at = static_cast<std::int64_t>(reader.number());
    for (std::string* text : {&question.id, &question.subject, &question.message, &question.answer}) *text = reader.string();
    if (!reader.ok() || !reader.at_end()) return {};
    return question;
}

}  // namespace kb

#include "kb/search/question_writer.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kb/base/hash.h"
#include "kb/search/question_agreement.h"

namespace kb {

namespace {

std::string about_text(const Analyzer& analyzer, const Agreement& agreement, std::size_t questions) {
    const auto count = [](const Agreement::Count& of) { return nlohmann::ordered_json{{"votes", of.votes}, {"right", of.right}}; };
    return nlohmann::ordered_json{{"version", questions_version}, {"analyzer", analyzer.id()}, {"questions", questions}, {"far", count(agreement.far)}, {"near", count(agreement.near)}}.dump() + "\n";
}

}  // namespace

Result<std::unique_ptr<QuestionWriter>> QuestionWriter::open(const std::filesystem::path& index, const std::shared_ptr<const Dictionaries>& dictionaries, Log log) {
    std::unique_ptr<QuestionWriter> writer(new QuestionWriter(index, dictionaries, std::move(log)));
    if (auto claimed = GenerationStore(index).claim(); !claimed) return fail(claimed.error());
    auto lock = writer->store_.lock();
    if (!lock) return fail(lock.error());
    writer->lock_.emplace(std::move(*lock));
    if (auto opened = writer->open_old(); !opened) return fail(opened.error());
    return writer;
}

Result<void> QuestionWriter::open_old() {
    const auto number = store_.current();
    if (!number && number.error().code == ErrorCode::index_missing) return {};
    auto old = number ? QuestionCollection::open_generation(store_.directory_of(*number), dictionaries_, true) : QuestionCollection::open(store_.index().parent_path(), dictionaries_);
    if (!old) return fail(old.error());
    old_ = std::move(*old);
    questions_ = old_->size();
    fates_.resize(old_->size());
    old_numbers_.reserve(old_->size());
    for (QuestionNumber i = 0; i < old_->size(); ++i) old_numbers_[old_->words().question(i).id] = i;
    return {};
}

bool QuestionWriter::keeps(std::string_view id, std::uint64_t source) {
    const auto found = old_numbers_.find(fnv1a_64(id));
    if (found == old_numbers_.end() || fates_[found->second] == Fate::replaced || old_->words().question(found->second).source != source) return false;
    fates_[found->second] = Fate::kept;
    return true;
}

QuestionWriter::Count QuestionWriter::count() const {
    Count count;
    count.unchanged = static_cast<std::size_t>(std::count(fates_.begin(), fates_.end(), Fate::kept));
    for (const auto& [id, number] : new_numbers_) {
        const auto old = old_numbers_.find(id);
        if (old == old_numbers_.end()) ++count.added;
        else if (words_.source_of(number) != old_->words().question(old->second).source) ++count.changed;
        else ++count.unchanged;
    }
    return count;
}

Result<void> QuestionWriter::begin() {
    if (pending_) return {};
    auto pending = store_.begin(*lock_);
    if (!pending) return fail(pending.error());
    auto texts = ArticleFileWriter::create(pending->directory() / "texts.dat");
    if (!texts) return fail(texts.error());
    pending_.emplace(std::move(*pending));
    texts_.emplace(std::move(*texts));
    return {};
}

Result<void> QuestionWriter::put(const SolvedQuestion& question, std::uint64_t source) {
    const std::uint64_t id = fnv1a_64(question.id);
    if (const auto old = old_numbers_.find(id); old != old_numbers_.end()) fates_[old->second] = Fate::replaced;
    return put(id, source, question);
}

Result<void> QuestionWriter::put(std::uint64_t id, std::uint64_t source, const SolvedQuestion& question) {
    if (auto begun = begin(); !begun) return begun;
    const ToldQuestion told = read_told_question(question.subject, question.message, analyzer_);
    const auto [place, is_new] = new_numbers_.try_emplace(id, words_.size());
    if (is_new) words_.add(id, source, told);
    else words_.replace(place->second, id, source, told);
    return texts_->put(place->second, QuestionCollection::pack(question));
}

Result<void> QuestionWriter::copy(QuestionNumber number) {
    const QuestionWords& words = old_->words();
    const QuestionWords::Question& facts = words.question(number);
    if (!old_->has_own_analyzer()) {
        const auto question = old_->question(number);
        if (!question) return fail(ErrorCode::index_damaged, "the solved questions are damaged", "remove this folder of questions and import them again", {store_.index().string()});
        return put(facts.id, facts.source, *question);
    }
    ToldQuestion told;
    const auto terms = words.terms_of(number);
    const auto shares = words.shares_of(number);
    for (std::size_t i = 0; i < terms.size(); ++i) told.lemmas.push_back({words.term(terms[i]).hash, static_cast<float>(shares[i]) / 255});
    told.letters = words.letters(number);
    new_numbers_[facts.id] = words_.size();
    return texts_->put(words_.add(facts.id, facts.source, told), old_->record(number));
}

Result<void> QuestionWriter::finish(bool remove_missing) {
    const auto is_missing = [](Fate fate) { return fate == Fate::missing; };
    if (remove_missing) removed_ = static_cast<std::size_t>(std::count_if(fates_.begin(), fates_.end(), is_missing));
    const Count counted = count();
    const bool is_changed = counted.added + counted.changed + removed_ > 0 || old_ == nullptr || !old_->has_own_analyzer();
    if (!is_changed) return {};
    if (auto begun = begin(); !begun) return begun;
    for (QuestionNumber i = 0; i < fates_.size(); ++i) {
        if (fates_[i] == Fate::replaced || (remove_missing && is_missing(fates_[i]))) continue;
        if (auto copied = copy(i); !copied) return copied;
    }
    if (auto finished = texts_->finish(); !finished) return finished;
    questions_ = words_.size();
    if (auto written = write_words(pending_->directory()); !written) return written;
    // Of what was removed nothing stays: nobody goes back to earlier questions.
    if (auto published = store_.publish(*lock_, std::move(*pending_), 1); !published) return published;
    has_published_ = true;
    return {};
}

Result<void> QuestionWriter::write_words(const std::filesystem::path& directory) {
    if (auto written = write_file(directory / "words.dat", words_.bytes()); !written) return written;
    words_ = {};
    // Once more when they can be looked into: then it is known how far to trust them.
    if (auto written = write_file(directory / "about.json", about_text(analyzer_, {}, questions_)); !written) return written;
    const auto whole = QuestionCollection::open_generation(directory, dictionaries_);
    if (!whole) return fail(whole.error());
    return write_file(directory / "about.json", about_text(analyzer_, measure_agreement(**whole), questions_));
}

}  // namespace kb

#include "server/question_memory.h"

#include <sys/stat.h>

#include <chrono>

#include <fmt/format.h>

#include "kb/base/files.h"

namespace kb::server {

namespace {

constexpr std::chrono::milliseconds every{500};
constexpr std::int64_t between_forgettings = 3'600;  // seconds

SolvedQuestion question_of(const Confirmation& link) {
    SolvedQuestion question;
    question.id = std::to_string(link.id);
    question.lang = link.what.lang;
    question.subject = link.what.subject;
    question.message = link.what.message;
    question.article = link.what.article.value_or("");
    question.at = link.at;
    return question;
}

}  // namespace

Result<std::unique_ptr<QuestionMemory>> QuestionMemory::open(const std::filesystem::path& data, std::filesystem::path index,
                                                             std::shared_ptr<const Dictionaries> dictionaries, Settings settings, Log log) {
    auto confirmations = Confirmations::open(data);
    if (!confirmations) return fail(confirmations.error());
    std::unique_ptr<QuestionMemory> memory(new QuestionMemory(std::move(*confirmations), std::move(index), std::move(dictionaries), std::move(settings), std::move(log)));
    memory->look_at_solved();
    memory->look_at_confirmed();
    return memory;
}

QuestionMemory::~QuestionMemory() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (follower_.joinable()) follower_.join();
}

void QuestionMemory::start() {
    follower_ = std::thread([this] { follow(); });
}

PastQuestions QuestionMemory::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void QuestionMemory::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void QuestionMemory::follow() {
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, every, [this] { return stopping_ || woken_; });
            if (stopping_) return;
            woken_ = false;
        }
        forget_old();
        look_at_solved();
        look_at_confirmed();
    }
}

void QuestionMemory::forget_old() {
    const std::int64_t now = settings_.clock();
    if (now < next_forgetting_) return;
    next_forgetting_ = now + between_forgettings;
    const auto forgotten = confirmations_->forget_nothing_fits(now - std::chrono::seconds(settings_.retention).count());
    if (!forgotten) write(log_, LogLevel::error, to_string(forgotten.error()));
}

// The content of CURRENT, and the identity of the file: a collection may be removed and imported anew under the same number.
std::string QuestionMemory::read_mark() const {
    const auto path = questions_folder(index_) / "CURRENT";
    const auto text = read_file(path, 4096);
    struct stat status {};
    if (!text || ::stat(path.c_str(), &status) != 0) return {};
    return fmt::format("{} {} {}.{}", *text, status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

void QuestionMemory::look_at_solved() {
    const std::string mark = read_mark();
    if (mark == mark_ && failure_.empty()) return;
    mark_ = mark;
    auto solved = QuestionCollection::open(index_, dictionaries_);
    const std::string failure = solved ? std::string() : to_string(solved.error());
    if (!failure.empty() && failure != failure_) write(log_, LogLevel::error, fmt::format("solved questions: {}", failure));
    failure_ = failure;
    if (!solved) return;
    if (*solved != nullptr) write(log_, LogLevel::info, fmt::format("{} solved questions", (*solved)->size()));
    const std::lock_guard lock(mutex_);
    current_.solved = std::move(*solved);
}

void QuestionMemory::look_at_confirmed() {
    const auto version = confirmations_->version();
    if (!version || *version == version_) return;
    auto confirmed = read_confirmed();
    if (confirmed == nullptr) return;
    version_ = *version;
    const std::lock_guard lock(mutex_);
    current_.confirmed = std::move(confirmed);
}

std::shared_ptr<const ConfirmedQuestions> QuestionMemory::read_confirmed() {
    const auto links = confirmations_->solved(most_links);
    if (!links) {
        write(log_, LogLevel::error, to_string(links.error()));
        return nullptr;
    }
    auto confirmed = std::make_shared<ConfirmedQuestions>();
    std::vector<SolvedQuestion> questions;
    std::vector<ToldQuestion> told;
    std::map<std::int64_t, ToldQuestion> kept;
    for (const Confirmation& link : *links) {
        questions.push_back(question_of(link));
        confirmed->agents.push_back(link.what.agent);
        const auto known = told_.find(link.id);
        told.push_back(known != told_.end() ? known->second : read_told_question(link.what.subject, link.what.message, analyzer_));
        kept.emplace(link.id, told.back());
    }
    told_ = std::move(kept);
    confirmed->questions = QuestionCollection::make(questions, dictionaries_, told);
    return confirmed;
}

}  // namespace kb::server

// What stands beside the articles while a server runs: solved questions of the index, and what agents confirm.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "kb/base/error.h"
#include "kb/base/log.h"
#include "kb/search/question_votes.h"
#include "kb/store/confirmations.h"
#include "server/clock.h"

namespace kb::server {

// Any number of threads may use one.
class QuestionMemory {
public:
    struct Settings {
        std::chrono::days retention{400};  // of messages that nothing fits
        Clock clock;
    };

    // Reads both once. Fails when the database cannot be opened; solved questions that cannot be read are told to the log, and
    // articles are found without them.
    static Result<std::unique_ptr<QuestionMemory>> open(const std::filesystem::path& data, std::filesystem::path index,
                                                        std::shared_ptr<const Dictionaries> dictionaries, Settings settings, Log log);
    ~QuestionMemory();

    // Looks twice a second, until destroyed, whether either changed.
    void start();

    PastQuestions current() const;
    Confirmations& confirmations() { return *confirmations_; }
    // After a change of the confirmations: they count a moment later.
    void wake();

private:
    // Of the latest so many links; each counts little beside them.
    static constexpr int most_links = 5'000;

    QuestionMemory(std::unique_ptr<Confirmations> confirmations, std::filesystem::path index, std::shared_ptr<const Dictionaries> dictionaries, Settings settings, Log log)
        : confirmations_(std::move(confirmations)), index_(std::move(index)), dictionaries_(std::move(dictionaries)), analyzer_(dictionaries_),
          settings_(std::move(settings)), log_(std::move(log)) {}
    void follow();
    void look_at_solved();
    void look_at_confirmed();
    void forget_old();
    std::shared_ptr<const ConfirmedQuestions> read_confirmed();
    std::string read_mark() const;

    std::unique_ptr<Confirmations> confirmations_;
    const std::filesystem::path index_;
    const std::shared_ptr<const Dictionaries> dictionaries_;
    const Analyzer analyzer_;
    const Settings settings_;
    const Log log_;

    // Of one thread at a time.
    std::string mark_;
    std::string failure_;  // to open what mark_ names; it is tried again
    std::int64_t next_forgetting_ = 0;
    std::int64_t version_ = -1;
    std::map<std::int64_t, ToldQuestion> told_;  // of confirmations, by id: analysing is what takes time

    mutable std::mutex mutex_;
    PastQuestions current_;
    bool stopping_ = false, woken_ = false;
    std::condition_variable changed_;
    std::thread follower_;
};

}  // namespace kb::server

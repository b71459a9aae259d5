#include "indexer/question_import.h"

#include <chrono>
#include <fstream>

#include "kb/base/hash.h"
#include "kb/events/scrub.h"
#include "kb/search/question_writer.h"

namespace kb {

namespace {

// Raised when what is stored of the same ticket would differ: then all are read anew.
constexpr char reading_version = '2';

std::uint64_t source_of(const SolvedQuestion& question) {
    return fnv1a_64(QuestionCollection::pack(question) + reading_version);
}

class QuestionImport {
public:
    QuestionImport(const QuestionImportRequest& request, QuestionWriter& writer) : request_(request), writer_(writer) {}

    Result<QuestionImportReport> run() {
        std::ifstream in(request_.file, std::ios::binary);
        if (!in) return fail(ErrorCode::not_found, "cannot open", "check the path", {request_.file.string()});
        const auto read = read_tickets(in, request_.file.string(), request_.format,
                                       {[this](SolvedQuestion question, int) { return take(std::move(question)); }, [this](Error error) { refuse(std::move(error)); }});
        if (!read) return fail(read.error());
        count();
        if (request_.strict && report_.refused > 0) return report_;
        if (auto finished = writer_.finish(request_.remove_missing && report_.refused == 0); !finished) return fail(finished.error());
        report_.removed = writer_.removed();
        report_.questions = writer_.questions();
        report_.is_published = writer_.has_published();
        return report_;
    }

private:
    Result<void> take(SolvedQuestion question) {
        ++report_.read;
        if (request_.progress) request_.progress(report_.read, 0);
        const std::uint64_t source = source_of(question);
        if (writer_.keeps(question.id, source)) return {};
        for (std::string* text : {&question.subject, &question.message, &question.answer}) *text = scrub(*text);
        return writer_.put(question, source);
    }

    void count() {
        const QuestionWriter::Count counted = writer_.count();
        report_.added = counted.added;
        report_.changed = counted.changed;
        report_.unchanged = counted.unchanged;
        report_.repeated = report_.read - counted.added - counted.changed - counted.unchanged;
        report_.questions = writer_.questions();
    }

    void refuse(Error error) {
        ++report_.refused;
        if (report_.refusals.size() < most_refusals) report_.refusals.push_back(std::move(error));
    }

    const QuestionImportRequest& request_;
    QuestionWriter& writer_;
    QuestionImportReport report_;
};

}  // namespace

Result<QuestionImportReport> import_questions(const QuestionImportRequest& request) {
    const auto begin = std::chrono::steady_clock::now();
    auto writer = QuestionWriter::open(request.index, request.dictionaries, request.log);
    if (!writer) return fail(writer.error());
    auto report = QuestionImport(request, **writer).run();
    if (report) report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

}  // namespace kb

// Any bytes as a file of solved tickets: what is read of it can be stored, and every refusal names its line.
#include <sstream>

#include "fuzz/require.h"
#include "kb/base/utf8.h"
#include "kb/import/ticket_file.h"
#include "kb/search/question_collection.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    kb::TicketFormat format;
    if (size > 0 && data[0] == 'i') format.kind = kb::TicketFormat::Kind::csv;
    std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
    int last = 0;
    const auto take = [&](kb::SolvedQuestion question, int line) -> kb::Result<void> {
        require(line > last, "lines are counted");
        last = line;
        require(!question.id.empty() && question.id.size() <= 200, "a ticket has an id");
        for (const std::string* text : {&question.id, &question.subject, &question.message, &question.answer, &question.article}) {
            require(!kb::find_invalid_utf8(*text), "texts are UTF-8");
            require(text->size() <= kb::longest_ticket_text, "texts are bounded");
        }
        require(kb::QuestionCollection::unpack(kb::QuestionCollection::pack(question)) == question, "a ticket comes out as it went in");
        return {};
    };
    const auto refuse = [&](const kb::Error& error) {
        require(error.at.line > last && !error.hint.empty(), "a refusal says where, and how to mend it");
        last = error.at.line;
    };
    (void)kb::read_tickets(in, "tickets", format, {take, refuse});
    return 0;
}

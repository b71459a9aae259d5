// Any bytes as what the contact form posts: what comes of it can be stored, mailed and shown.
#include <nlohmann/json.hpp>

#include "fuzz/require.h"
#include "kb/base/utf8.h"
#include "kb/store/ticket_json.h"
#include "server/contact/submission.h"
#include "server/delivery/mail.h"
#include "server/delivery/webhook.h"

namespace {

using namespace kb;
using namespace kb::server;

ContactForm a_form() {
    ContactForm form;
    form.fields.resize(3);
    form.fields[0].name = "order";
    form.fields[1].name = "agree";
    form.fields[1].kind = ContactField::Kind::checkbox;
    form.fields[2].name = "story";
    form.fields[2].kind = ContactField::Kind::multiline;
    return form;
}

// Every line of a header is a field or goes on with the one before, and nothing in it is a control character.
void check_header(std::string_view mail) {
    std::string_view header = mail.substr(0, mail.find("\n\n"));
    require(header.size() < mail.size(), "a mail has a header");
    while (!header.empty()) {
        const std::string_view line = header.substr(0, header.find('\n'));
        header.remove_prefix(std::min(line.size() + 1, header.size()));
        require(line.size() <= 998, "lines of a header are short (RFC 5322)");
        for (const char c : line) require(static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f, "a header is plain ASCII");
        require(line.front() == ' ' || line.find(": ") != line.npos, "a line of a header has a name");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ContactForm form = a_form();
    Submission submission = read_submission(read_form({reinterpret_cast<const char*>(data), size}), form);
    tidy(submission);
    const TicketText& text = submission.text;
    for (const std::string* value : {&text.subject, &text.message, &text.email, &text.page, &text.search_id})
        require(!find_invalid_utf8(*value), "texts are UTF-8");
    if (!find_faults(submission, form).empty()) return 0;
    const auto again = ticket_text_from_json(to_json(text));
    require(again && *again == text, "a ticket comes out of the outbox as it went in");
    const Ticket ticket{1, "12345678", "0b1c9f52-0000-4000-8000-000000000000", 1'780'000'000, text};
    check_header(ticket_mail(ticket, "help@example.com", "support@example.com"));
    const std::string receipt = receipt_mail({text.email, "Subject", "Body", ticket.key, ticket.received}, "help@example.com");
    if (!receipt.empty()) check_header(receipt);
    require(nlohmann::json::accept(webhook_view(ticket).dump()), "a webhook is JSON");
    return 0;
}

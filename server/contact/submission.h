// What came from the contact form or from a program, before it is a ticket.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/index/snapshot.h"
#include "kb/store/ticket.h"
#include "server/http/form_fields.h"

namespace kb::server {

// UTF-16 code units, as browsers count `maxlength`.
constexpr std::size_t longest_subject = 200, longest_message = 20'000, longest_email = 254, longest_field = 1'000;
// What support gets of a box that was ticked; of others nothing.
constexpr std::string_view ticked = "yes";

struct Submission {
    std::string id;    // made up by the sender; the same id and text again is the same ticket
    TicketText text;
    std::string form;  // the token of the form (see FormTokens); empty from programs
    std::string trap;  // of a field that people do not see
    bool is_from_form = false;  // as browsers post it without a script
};

enum class Fault { missing, invalid, too_long };
std::string_view name_of(Fault fault);

struct FieldFault {
    std::string field;  // "subject", "message", "email", or a name of kb.yaml
    Fault fault;
    bool operator==(const FieldFault&) const = default;
};

std::string_view field_value(const TicketText& text, std::string_view name);

// From such fields: id, lang, subject, message, email, page, shown (any number), search_id, form, website (the trap), and field.NAME
// for each field of kb.yaml.
Submission read_submission(const FormFields& fields, const ContactForm& form);

// Blanks around, and what cannot be shown, are taken out first; so are empty fields, and a page or other circumstances that
// no form of ours sends. Subject and email become one line.
void tidy(Submission& submission);
// In the order of the form; empty when it may be sent.
std::vector<FieldFault> find_faults(const Submission& submission, const ContactForm& form);

}  // namespace kb::server

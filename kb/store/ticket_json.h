// A ticket's text as it stands in the outbox.
#pragma once

#include <string>
#include <string_view>

#include "kb/base/error.h"
#include "kb/store/ticket.h"

namespace kb {

std::string to_json(const TicketText& text);
// Fails with index_damaged when it was not made by to_json().
Result<TicketText> ticket_text_from_json(std::string_view json);

}  // namespace kb

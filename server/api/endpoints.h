// The HTTP interface, one function for each address; routes.h says which.
#pragma once

#include "server/visit.h"

namespace kb::server {

Response answer_search(const Visit& visit);
Response answer_suggest(const Visit& visit);
Response answer_similar(const Visit& visit);
Response answer_contact(const Visit& visit);
Response confirm(const Visit& visit);
Response list_confirmations(const Visit& visit);
Response remove_confirmation(const Visit& visit);
Response answer_events(const Visit& visit);
Response erase_events(const Visit& visit);
Response answer_article(const Visit& visit);
// The ready texts of the content.
Response answer_templates(const Visit& visit);
Response answer_draft(const Visit& visit);
Response answer_stats(const Visit& visit);
// What is live since when, and what waits and why; one of the reports, but not of what visitors do.
Response answer_publishing(const Visit& visit);
Response answer_mcp(const Visit& visit);
Response answer_openapi(const Visit& visit);

}  // namespace kb::server

// The pages, one function for each address; routes.h says which.
#pragma once

#include "server/visit.h"

namespace kb::server {

Response choose_language(const Visit& visit);
Response show_home(const Visit& visit);
Response show_search(const Visit& visit);
Response show_category(const Visit& visit);
Response show_article(const Visit& visit);
// The contact form: shown, posted, and what is said then.
Response show_contact(const Visit& visit);
Response take_contact(const Visit& visit);
Response show_contact_sent(const Visit& visit);
Response show_contact_solved(const Visit& visit);
// What is measured of visits, and how to have it erased.
Response show_privacy(const Visit& visit);
// What reports say, to writers and administrators.
Response choose_stats_language(const Visit& visit);
Response show_stats(const Visit& visit);
// The desk of agents; in a frame it comes with no rights.
Response choose_desk_language(const Visit& visit);
Response show_desk(const Visit& visit);
Response show_desk_frame(const Visit& visit);
Response send_file(const Visit& visit);
Response send_static(const Visit& visit);
// Empty addresses lead nowhere: those that must be whole are not there while we do not know where the site is.
Response send_robots(const Visit& visit);
Response send_sitemap(const Visit& visit);
Response send_feed(const Visit& visit);
Response send_opensearch(const Visit& visit);
Response send_llms(const Visit& visit);

// `status` is 400, 404, 405, 410, 421, 429, 500 or 503; there are texts for these.
Response show_failure(const Visit& visit, int status);

// The sign-in page, what it posts, and the way out.
Response show_sign_in(const Visit& visit);
Response take_sign_in(const Visit& visit);
Response sign_out(const Visit& visit);

}  // namespace kb::server

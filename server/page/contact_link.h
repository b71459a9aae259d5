// The way from other pages to the contact form.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/visit.h"

namespace kb::server {

// Whether there is a form. It may be there although nothing leads to it.
bool has_contact(const Visit& visit);
// Whether pages lead to it: as kb.yaml says, else when there is somebody to receive what is written.
bool offers_contact(const Visit& visit);

// What the form is told of where the visitor comes from; all may be empty.
struct ContactLink {
    std::string_view query = {}, page = {}, search_id = {};
};
// "?q=…", or empty.
std::string contact_query(const ContactLink& link);
std::string contact_address(const Visit& visit, std::string_view lang);

// What part_contact shows; null when nothing leads to the form.
nlohmann::ordered_json contact_offer(const Visit& visit, const ContactLink& link = {});

}  // namespace kb::server

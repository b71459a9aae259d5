// Names that a site is called by.
#pragma once

#include <string>
#include <string_view>

namespace kb::server {

// Of the value of a Host header: without the port and the dot at the end, in lower case; of an IPv6 address without brackets.
std::string name_of_host(std::string_view host);

// "help.example.com" of "https://help.example.com:8443/help"; empty when that is no address.
std::string host_of_url(std::string_view url);

}  // namespace kb::server

#include "server/http/host_name.h"

#include "kb/base/ascii.h"

namespace kb::server {

std::string name_of_host(std::string_view host) {
    const std::size_t port = host.rfind(':');
    if (port != host.npos && host.find(']', port) == host.npos) host = host.substr(0, port);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.ends_with('.')) host.remove_suffix(1);
    return lower_ascii(host);
}

std::string host_of_url(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == url.npos) return {};
    url.remove_prefix(scheme + 3);
    return name_of_host(url.substr(0, url.find('/')));
}

}  // namespace kb::server

// `receiver` of kb-server.yaml, read.
#pragma once

#include <filesystem>

#include "kb/base/yaml.h"
#include "server/delivery/receiver.h"

namespace kb::server {

constexpr const char* usedesk_address = "https://api.usedesk.ru/create/ticket";

// Names of files count from `folder`. Fails at the first mistake; what is said elsewhere (the secret, the template, the
// program) is looked at by make_receiver.
Result<ReceiverSettings> read_receiver_settings(const Yaml& value, const std::filesystem::path& folder);

}  // namespace kb::server

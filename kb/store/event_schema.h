// The tables of events.db. One program writes them at a time; any number read.
#pragma once

#include <filesystem>

#include "kb/store/database.h"

namespace kb {

Result<Database> open_event_database(const std::filesystem::path& data);

}  // namespace kb

// What the page of publishing shows: what is live, what waits and why, and the generations that are kept.
#pragma once

#include "kb/index/publishing.h"
#include "server/reports/report_page.h"

namespace kb::server {

void show_publishing_report(const Publishing& publishing, const GenerationInfo& live, ReportPage& page);

}  // namespace kb::server

// What the page of each report shows.
#pragma once

#include "server/reports/report_page.h"

namespace kb::server {

void show_report(const Summary& summary, ReportPage& page);
void show_report(const Searches& searches, ReportPage& page);
void show_report(const Gaps& gaps, ReportPage& page);
void show_report(const Articles& articles, ReportPage& page);
void show_report(const Funnel& funnel, ReportPage& page);
void show_report(const Coverage& coverage, ReportPage& page);
void show_report(const Experiment& experiment, ReportPage& page);

}  // namespace kb::server

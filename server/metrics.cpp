#include "server/metrics.h"

#include <ctime>
#include <fstream>

#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

namespace kb::server {

namespace {

using prometheus::MetricType;

constexpr std::string_view other_route = "other";

// Seconds. Answers from memory take less than the first.
const prometheus::Histogram::BucketBoundaries buckets = {.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5};

prometheus::MetricFamily single(std::string name, std::string help, MetricType type, double value) {
    prometheus::ClientMetric metric;
    metric.counter.value = metric.gauge.value = value;
    return {std::move(name), std::move(help), type, {metric}};
}

double resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double total = 0, resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

prometheus::Family<prometheus::Counter>& counters(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

// Whoever comes first makes it; the library gives the same one to all who try at once.
template <class Metric, class Make>
Metric& made(std::atomic<Metric*>& metric, Make make) {
    Metric* known = metric.load(std::memory_order_acquire);
    if (known != nullptr) return *known;
    known = make();
    metric.store(known, std::memory_order_release);
    return *known;
}

// What is so at the moment of asking.
class Moment {
public:
    std::vector<prometheus::MetricFamily> families;

    void gauge(std::string name, std::string help, double value) {
        families.push_back(single(std::move(name), std::move(help), MetricType::Gauge, value));
    }
    void counter(std::string name, std::string help, double value) {
        families.push_back(single(std::move(name), std::move(help), MetricType::Counter, value));
    }
};

void add_connections(const ConnectionCounts& counts, Moment& moment) {
    const auto number = [](auto count) { return static_cast<double>(count); };
    moment.gauge("otvet_connections", "Connections that are open", number(counts.open));
    moment.gauge("otvet_queued_requests", "Requests that wait for a thread to compute their answers", number(counts.queued));
    moment.counter("otvet_connections_accepted_total", "Connections taken", number(counts.accepted));
    moment.counter("otvet_connections_turned_away_total", "Connections of addresses that had too many", number(counts.turned_away));
    moment.counter("otvet_connections_gave_way_total", "Connections closed for too many in all", number(counts.gave_way));
    moment.counter("otvet_connections_timed_out_total", "Connections closed for being slow", number(counts.timed_out));
    moment.counter("otvet_malformed_requests_total", "Requests refused before anything read them", number(counts.malformed));
    moment.counter("otvet_shed_requests_total", "Requests answered 503 because too many waited", number(counts.shed));
}

void add_outbox(const OutboxReport& report, Moment& moment) {
    const auto gauge = [&](const char* name, const char* help, std::int64_t value) { moment.gauge(name, help, static_cast<double>(value)); };
    gauge("otvet_outbox_waiting_tickets", "Tickets that have yet to be delivered", report.counts.waiting);
    gauge("otvet_outbox_held_tickets", "Tickets held as spam until somebody has looked at them", report.counts.held);
    gauge("otvet_outbox_rejected_tickets", "Tickets that the receiver does not take", report.counts.rejected);
    gauge("otvet_outbox_waiting_receipts", "Receipts that have yet to be sent", report.counts.receipts_waiting);
    gauge("otvet_outbox_oldest_waiting_seconds", "How long ago the oldest ticket that waits was received", report.oldest_waiting_seconds);
}

void add_events(const RecorderCounts& counts, Moment& moment) {
    const auto counter = [&](const char* name, const char* help, std::int64_t value) { moment.counter(name, help, static_cast<double>(value)); };
    moment.gauge("otvet_events_waiting", "Events that have yet to be stored", static_cast<double>(counts.waiting));
    counter("otvet_events_stored_total", "Events stored", counts.stored);
    counter("otvet_events_repeated_total", "Events that had been stored before", counts.repeated);
    counter("otvet_events_dropped_total", "Events dropped because too many waited, or of one visitor came", counts.dropped);
    counter("otvet_events_not_stored_total", "Events that could not be stored", counts.failed);
    counter("otvet_event_batches_total", "Changes of the database that stored them", counts.batches);
}

void add_publishing(const PublishingFigures& figures, Moment& moment) {
    const auto is = [](bool so) { return so ? 1.0 : 0.0; };
    if (figures.last != nullptr) {
        const auto state = figures.last->state;
        moment.gauge("otvet_publishing_refused", "Whether newer content was refused: errors, failing searches, or a rollback", is(state == PublishingStatus::State::refused));
        moment.gauge("otvet_publishing_failed", "Whether the last attempt to publish failed", is(state == PublishingStatus::State::failed));
        moment.gauge("otvet_publishing_since_timestamp_seconds", "Since when publishing stands as it does", static_cast<double>(figures.last->since));
    }
    if (!figures.watching.was_ever) return;
    moment.gauge("otvet_watch_running", "Whether kb-indexer watch follows the content", is(figures.watching.is_running));
    moment.gauge("otvet_watch_looked_timestamp_seconds", "When it last could look at the content", static_cast<double>(figures.watching.looked));
}

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::delivered: return "delivered";
        case Outcome::failed: return "failed";
        case Outcome::rejected: break;
    }
    return "rejected";
}

void add_generation(const Generation& generation, Moment& moment) {
    const GenerationInfo& info = generation.snapshot->info();
    moment.gauge("otvet_generation", "Number of the generation that is served", info.number);
    moment.gauge("otvet_generation_built_timestamp_seconds", "When it was built", static_cast<double>(info.created));
    moment.gauge("otvet_generation_age_seconds", "How long ago it was built", static_cast<double>(std::time(nullptr) - info.created));
    moment.gauge("otvet_cache_bytes", "Memory that kept answers take", static_cast<double>(generation.answers.bytes()));
}

}  // namespace

Metrics::Metrics(const std::vector<std::string_view>& routes)
    : requests_(counters(registry_, "otvet_http_requests_total", "Requests answered")),
      lookups_(counters(registry_, "otvet_cache_requests_total", "Requests whose answer was looked for among those kept")),
      tickets_(counters(registry_, "otvet_tickets_total", "Tickets stored")),
      deliveries_(counters(registry_, "otvet_deliveries_total", "Attempts to deliver tickets and to send receipts")),
      durations_(prometheus::BuildHistogram()
                     .Name("otvet_http_request_duration_seconds")
                     .Help("From the last byte of a request to the first of its answer")
                     .Register(registry_)),
      found_(lookups_.Add({{"result", "hit"}})),
      not_found_(lookups_.Add({{"result", "miss"}})),
      rate_limited_(counters(registry_, "otvet_rate_limited_requests_total", "Requests answered 429: too many of one address").Add({})),
      lost_tickets_(counters(registry_, "otvet_tickets_not_stored_total", "Messages that could not be stored; their senders were told").Add({})) {
    for (const std::string_view name : routes) routes_[name];
    routes_[other_route];
}

void Metrics::count_request(std::string_view name, int status, std::chrono::duration<double> took) {
    auto known = routes_.find(name);
    if (known == routes_.end()) known = routes_.find(other_route);
    const std::string_view pattern = known->first;
    Route& route = known->second;
    made(route.by_status[static_cast<std::size_t>(status) % statuses], [&] {
        return &requests_.Add({{"route", std::string(pattern)}, {"status", std::to_string(status)}});
    }).Increment();
    made(route.duration, [&] { return &durations_.Add({{"route", std::string(pattern)}}, buckets); }).Observe(took.count());
}

void Metrics::count_lookup(bool found) {
    (found ? found_ : not_found_).Increment();
}

void Metrics::count_ticket(bool is_held) {
    tickets_.Add({{"held", is_held ? "yes" : "no"}}).Increment();
}

void Metrics::count_delivery(Errand errand, Outcome outcome) {
    const char* what = errand == Errand::delivery ? "ticket" : "receipt";
    deliveries_.Add({{"of", what}, {"result", std::string(name_of(outcome))}}).Increment();
}

std::string Metrics::text(const Generation* generation) const {
    Moment moment;
    moment.families = registry_.Collect();
    if (connection_counts_) add_connections(connection_counts_(), moment);
    if (outbox_report_) add_outbox(outbox_report_(), moment);
    if (recorder_counts_) add_events(recorder_counts_(), moment);
    if (publishing_figures_) add_publishing(publishing_figures_(), moment);
    if (generation != nullptr) add_generation(*generation, moment);
    moment.gauge("process_resident_memory_bytes", "Resident memory size in bytes", resident_bytes());
    moment.counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds", processor_seconds());
    return prometheus::TextSerializer().Serialize(moment.families);
}

}  // namespace kb::server

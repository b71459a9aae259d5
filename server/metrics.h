// What the server counts, for Prometheus.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "kb/events/recorder.h"
#include "kb/index/publishing.h"
#include "server/delivery/dispatch.h"
#include "server/generation.h"
#include "server/http/connections.h"

namespace kb::server {

struct PublishingFigures {
    std::shared_ptr<const PublishingStatus> last;  // nullptr when nothing says what became of publishing
    Watching watching;
};

// Any number of threads may use one.
class Metrics {
public:
    // `routes` are the patterns that are told apart.
    explicit Metrics(const std::vector<std::string_view>& routes);

    // Before the first text(); `counts` must live as long.
    void watch(std::function<ConnectionCounts()> counts) { connection_counts_ = std::move(counts); }
    void watch(std::function<OutboxReport()> report) { outbox_report_ = std::move(report); }
    void watch(std::function<RecorderCounts()> counts) { recorder_counts_ = std::move(counts); }
    void watch(std::function<PublishingFigures()> figures) { publishing_figures_ = std::move(figures); }

    // `took` from the last byte of the request to the first of the answer.
    void count_request(std::string_view route, int status, std::chrono::duration<double> took);
    void count_lookup(bool found);  // among the answers kept
    void count_rate_limited() { rate_limited_.Increment(); }

    void count_ticket(bool is_held);
    void count_lost_ticket() { lost_tickets_.Increment(); }  // that could not be stored
    void count_delivery(Errand errand, Outcome outcome);

    // In the text format of Prometheus, version 0.0.4. `generation` may be nullptr.
    std::string text(const Generation* generation) const;

private:
    static constexpr std::size_t statuses = 600;

    struct Route {
        // Made when first counted: what nobody asks for is not listed.
        std::atomic<prometheus::Histogram*> duration{nullptr};
        std::array<std::atomic<prometheus::Counter*>, statuses> by_status{};
    };

    prometheus::Registry registry_;
    prometheus::Family<prometheus::Counter>&requests_, &lookups_, &tickets_, &deliveries_;
    prometheus::Family<prometheus::Histogram>& durations_;
    prometheus::Counter &found_, &not_found_, &rate_limited_, &lost_tickets_;
    std::unordered_map<std::string_view, Route> routes_;
    std::function<ConnectionCounts()> connection_counts_;
    std::function<OutboxReport()> outbox_report_;
    std::function<RecorderCounts()> recorder_counts_;
    std::function<PublishingFigures()> publishing_figures_;
};

}  // namespace kb::server

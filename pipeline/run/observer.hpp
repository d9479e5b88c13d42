// What a run tells while it goes on. The commands draw it as a progress line, plain lines or JSON.
#pragma once

#include <string>
#include <vector>

#include "pipeline/journal.hpp"

namespace nuskha {

struct WorkerView {
    std::string place;  // "AZ-0012/AZ-0012_0003.tif", empty when idle
    std::string stage;  // "recognise"
};

struct Progress {
    std::size_t items = 0, items_sealed = 0, items_unchanged = 0, items_held_back = 0;
    std::size_t scans = 0, scans_done = 0;
    std::size_t pages_done = 0, pages_reused = 0;  // done: in this run; reused: from the journal
    std::uint64_t bytes = 0, bytes_done = 0, bytes_reused = 0;
    std::size_t notes = 0, warnings = 0, errors = 0;
    double seconds = 0;
    std::vector<WorkerView> workers;

    double pages_a_minute() const {
        return seconds > 0 ? 60.0 * static_cast<double>(pages_done) / seconds : 0;
    }
    double seconds_left() const;  // by bytes; negative where it cannot be said yet
};

class Observer {
  public:
    virtual ~Observer() = default;
    virtual void started(const Progress&) {}
    // What intake found, before the first scan; `item` is empty for the batch as a whole.
    virtual void noticed(const std::string& /*item*/, const std::vector<Finding>&) {}
    virtual void page_done(const PageRecord&, bool /*reused*/, const Progress&) {}
    virtual void scan_done(const ScanRecord&, const Progress&) {}
    virtual void item_done(const std::string& /*item*/, const ItemOutcome&, const Progress&) {}
    virtual void told(const std::string& /*sentence*/) {}  // something staff should know now
    virtual void tick(const Progress&) {}                  // several times a second
};

}  // namespace nuskha

#include "pipeline/run/coordinator.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <chrono>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "pipeline/clock.hpp"
#include "pipeline/files.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/journal/values.hpp"
#include "pipeline/review/reading_watch.hpp"
#include "pipeline/review/review.hpp"
#include "pipeline/run/beginning.hpp"
#include "pipeline/run/lost_scan.hpp"
#include "pipeline/run/signals.hpp"
#include "pipeline/run/wire.hpp"
#include "pipeline/run/worker_process.hpp"

namespace nuskha {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int tries_a_scan = 2;
constexpr int tick_milliseconds = 200;

struct Task {
    std::size_t item = 0;
    std::optional<std::size_t> scan;  // nothing = seal the item
    int tries = 0;
};

struct Worker {
    WorkerProcess process;
    std::optional<Task> task;
    Clock::time_point sign_of_life;
    bool stopped_for_time = false;
};

class Coordinator {
  public:
    Coordinator(const RunPlan& plan, const Batch& batch, const Toolbox& toolbox,
                const std::string& program, Observer& observer);
    RunResult run();

  private:
    struct ItemProgress {
        std::size_t scans_left = 0;
        bool faulty = false;
    };

    void plan_work();
    bool reuse(std::size_t item, const ScanFile& file);
    std::string stamp(const ScanFile& file) const;
    const std::string& key_material(const std::vector<std::string>& languages);

    WorkerView& view_of(const Worker& worker);
    void dispatch();
    void give(Worker& worker, Task task);
    void hear(Worker& worker);
    void handle(Worker& worker, const json& message);
    void lost(Worker& worker);
    void watch_time();
    void stop_all(int signal);
    void stop_gently();
    void page_seen(const PageRecord& record, bool reused);
    void stop_if_collapsed();

    void scan_finished(const Task& task, const ScanRecord& record, bool fresh);
    void item_scanned(std::size_t item);
    void item_finished(std::size_t item, const ItemOutcome& outcome);
    void review_batch(RunFacts& facts);
    void notice(RunFacts& facts, std::vector<Finding> of_batch);
    void count(const std::vector<Finding>& findings);
    void reused_pages(const std::string& item, const std::string& scan, std::optional<int> image);
    bool idle() const;

    const RunPlan& plan_;
    const Batch& batch_;
    std::string program_;
    Observer& observer_;
    Recipe recipe_;
    Descriptor lock_;
    Journal journal_;
    Signals signals_;
    std::map<std::vector<std::string>, std::string> key_material_;
    std::deque<Task> tasks_;
    std::vector<ItemProgress> items_;
    std::vector<Worker> workers_;
    Progress progress_;
    Clock::time_point start_ = Clock::now();
    ReadingWatch watch_;
    std::optional<Finding> collapse_;  // why the run stopped by itself
    bool interrupted_ = false;         // no more scans are begun
};

Coordinator::Coordinator(const RunPlan& plan, const Batch& batch, const Toolbox& toolbox,
                         const std::string& program, Observer& observer)
    : plan_(plan),
      batch_(batch),
      program_(program),
      observer_(observer),
      recipe_(recipe_of(plan, toolbox.stages)),
      lock_(lock_work_folder(plan)),
      journal_(plan.journal_file(), Journal::Mode::write),
      items_(batch.items.size()),
      workers_(static_cast<std::size_t>(plan.jobs)),
      watch_(recipe_.gate) {
    progress_.workers.resize(workers_.size());
}

const std::string& Coordinator::key_material(const std::vector<std::string>& languages) {
    const auto [at, added] = key_material_.try_emplace(languages);
    if (added) at->second = recipe_.key_material(languages);
    return at->second;
}

// What must be the same for a scan not to be read again: the file, and what the vendor says of it.
std::string Coordinator::stamp(const ScanFile& file) const {
    std::string all = file.stamp;
    for (const ExpectedDigest& e : file.expected)
        all += fmt::format("\n{} {} {}", word(e.algorithm), e.hex, e.source);
    return hex_digest(DigestAlgorithm::sha256, all);
}

bool Coordinator::reuse(std::size_t item, const ScanFile& file) {
    const auto record = journal_.scan(batch_.items[item].id, file.path);
    if (!record || record->state != ScanState::done || record->stamp != stamp(file) ||
        record->name != file.name)
        return false;
    const auto languages = languages_of(batch_.items[item], batch_, recipe_);
    for (int i = 0; i < record->images; ++i)
        if (journal_.page_key({record->item, record->name, i, 0}) !=
            page_key(
                record->digests.sha512, i, languages,
                key_material(languages) + override_material(file, i) + known_material(file, i)))
            return false;
    scan_finished({item, 0, 0}, *record, false);
    return true;
}

void Coordinator::plan_work() {
    journal_.set_batch(batch_);
    progress_.items = batch_.items.size();
    for (std::size_t i = 0; i < batch_.items.size(); ++i) {
        const Item& item = batch_.items[i];
        progress_.scans += item.scans.size();
        for (const ScanFile& file : item.scans)
            progress_.bytes += file.bytes;
        items_[i].scans_left = item.scans.size();
        count(item.findings);
    }
    count(batch_.findings);
    observer_.started(progress_);
    if (!batch_.findings.empty()) observer_.noticed("", batch_.findings);
    for (const Item& item : batch_.items)
        if (!item.findings.empty()) observer_.noticed(item.id, item.findings);
    for (std::size_t i = 0; i < batch_.items.size(); ++i) {
        for (std::size_t s = 0; s < batch_.items[i].scans.size(); ++s)
            if (!reuse(i, batch_.items[i].scans[s])) tasks_.push_back({i, s, 0});
        if (batch_.items[i].scans.empty()) item_scanned(i);
    }
}

// What is shown of a worker.
WorkerView& Coordinator::view_of(const Worker& worker) {
    return progress_.workers[static_cast<std::size_t>(&worker - workers_.data())];
}

void Coordinator::give(Worker& worker, Task task) {
    if (!worker.process.runs()) {
        worker.process =
            start_worker(program_, signals_.before(), plan_.work_folder + "/worker.log");
        send_message(worker.process.channel.get(), {{"setup", to_json(plan_)}});
    }
    const Item& item = batch_.items[task.item];
    WorkerView& view = view_of(worker);
    worker.sign_of_life = Clock::now();
    worker.task = task;
    if (!task.scan) {
        view = {item.id, "seal"};
        send_message(worker.process.channel.get(), {{"seal", item.id}});
        return;
    }
    const ScanFile& file = item.scans[*task.scan];
    view = {item.id + "/" + file.name, "read"};
    send_message(worker.process.channel.get(),
                 {{"scan",
                   {{"item", item.id},
                    {"file", file},
                    {"stamp", stamp(file)},
                    {"languages", languages_of(item, batch_, recipe_)}}}});
}

void Coordinator::dispatch() {
    for (Worker& worker : workers_) {
        if (interrupted_ || tasks_.empty()) return;
        if (worker.task) continue;
        const Task task = tasks_.front();
        tasks_.pop_front();
        give(worker, task);
    }
}

bool Coordinator::idle() const {
    for (const Worker& worker : workers_)
        if (worker.task) return false;
    return true;
}

void Coordinator::hear(Worker& worker) {
    const bool open = worker.process.reader->fill();
    while (const auto message = worker.process.reader->take())
        handle(worker, *message);
    if (!open) lost(worker);
}

void Coordinator::handle(Worker& worker, const json& message) {
    worker.sign_of_life = Clock::now();
    WorkerView& view = view_of(worker);
    if (message.contains("stage")) {
        view.stage = message.at("stage");
    } else if (message.contains("pages")) {
        const auto records = message.at("pages").get<std::vector<PageRecord>>();
        journal_.commit_pages(records);
        for (const PageRecord& record : records) {
            ++progress_.pages_done;
            page_seen(record, false);
        }
    } else if (message.contains("reused")) {
        const Item& item = batch_.items[worker.task->item];
        reused_pages(item.id, item.scans[*worker.task->scan].name,
                     message.at("reused").at("image").get<int>());
    } else if (message.contains("scan")) {
        const Task task = *std::exchange(worker.task, {});
        view = {};
        scan_finished(task, message.at("scan").get<ScanRecord>(), true);
    } else if (message.contains("sealed")) {
        const Task task = *std::exchange(worker.task, {});
        view = {};
        item_finished(task.item, message.at("sealed").get<ItemOutcome>());
    } else if (message.contains("stopped")) {
        worker.task.reset();
        view = {};
    } else if (message.contains("fatal")) {
        throw Failure(static_cast<Exit>(message.at("exit").get<int>()),
                      message.at("fatal").get<std::string>());
    }
}

// A worker ended by itself. Its scan is tried once more by a new one; then it is the scan that is
// at fault.
void Coordinator::lost(Worker& worker) {
    const bool slow = worker.stopped_for_time;
    const std::string how = how_it_ended(end_worker(worker.process, 0));
    std::optional<Task> task = std::exchange(worker.task, {});
    worker = Worker();
    view_of(worker) = {};
    if (!task) return;
    const Item& item = batch_.items[task->item];
    if (!task->scan)
        throw Failure(
            Exit::store,
            fmt::format(
                "{}: a worker ended {} while it sealed the item; see {}/worker.log and run again",
                item.id, how, plan_.work_folder));
    const ScanFile& file = item.scans[*task->scan];
    if (++task->tries < tries_a_scan && !slow) {
        observer_.told(
            fmt::format("{}: a worker ended {}; trying the scan once more", file.path, how));
        tasks_.push_front(*task);
        return;
    }
    ScanRecord record = faulty_scan(item.id, file, stamp(file));
    record.findings.push_back(slow ? timeout_of(file, plan_.scan_timeout)
                                   : crash_of(file, how, plan_.work_folder));
    scan_finished(*task, record, true);
}

void Coordinator::watch_time() {
    for (Worker& worker : workers_) {
        const std::chrono::duration<double> silent = Clock::now() - worker.sign_of_life;
        if (!worker.task || !worker.task->scan || worker.stopped_for_time ||
            silent.count() < plan_.scan_timeout)
            continue;
        worker.stopped_for_time = true;
        ::kill(worker.process.pid, SIGKILL);
    }
}

void Coordinator::stop_all(int signal) {
    for (Worker& worker : workers_) {
        if (!worker.process.runs()) continue;
        end_worker(worker.process, signal);
        worker = Worker();
    }
}

void Coordinator::stop_gently() {
    interrupted_ = true;
    for (const Worker& worker : workers_)
        if (worker.task && worker.task->scan)
            send_message(worker.process.channel.get(), {{"stop", true}});
}

// What comes in is hardly text: the run stops as by Ctrl-C, and says why at its end.
void Coordinator::stop_if_collapsed() {
    if (interrupted_ || tasks_.empty() || plan_.errand != Errand::seal) return;
    collapse_ = watch_.collapse(batch_.id);
    if (!collapse_) return;
    stop_gently();
    observer_.told("stopping: hardly anything can be read; finishing what is at hand");
}

void Coordinator::page_seen(const PageRecord& record, bool reused) {
    count(record.page.findings);
    watch_.see(record.page);
    observer_.page_done(record, reused, progress_);
}

void Coordinator::count(const std::vector<Finding>& findings) {
    for (const Finding& f : findings)
        ++(f.level == Level::error     ? progress_.errors
           : f.level == Level::warning ? progress_.warnings
                                       : progress_.notes);
}

void Coordinator::reused_pages(const std::string& item, const std::string& scan,
                               std::optional<int> image) {
    journal_.for_each_page(item, scan, [&](const PageRecord& record) {
        if (image && record.page.id.image != *image) return;
        ++progress_.pages_reused;
        page_seen(record, true);
    });
}

void Coordinator::scan_finished(const Task& task, const ScanRecord& record, bool fresh) {
    ItemProgress& state = items_[task.item];
    if (fresh) {
        journal_.forget_pages_beyond(record.item, record.name, record.images);
        journal_.commit_scan(record);
    } else {
        progress_.bytes_reused += record.bytes;
        reused_pages(record.item, record.name, {});
    }
    count(record.findings);
    if (record.state == ScanState::faulty) state.faulty = true;
    ++progress_.scans_done;
    progress_.bytes_done += record.bytes;
    observer_.scan_done(record, progress_);
    if (--state.scans_left == 0) item_scanned(task.item);
}

// All scans of an item have been through: seal it, or hold it back and say why. Sealing reviews the
// item itself, so that what was noticed is in the record.
void Coordinator::item_scanned(std::size_t index) {
    const Item& item = batch_.items[index];
    const bool faulty = items_[index].faulty || has_error(item.findings);
    ItemOutcome outcome;
    if (plan_.errand == Errand::read_again) {
        if (faulty) {
            outcome.state = ItemState::held_back;
            outcome.findings.push_back(make_finding(
                "item.incomplete", item.id,
                "its text was left as it is because of the errors above; mend them and run again"));
        } else if (plan_.publish) {
            return tasks_.push_front({index, {}, 0});
        }
        item_finished(index, outcome);
    } else if (item.scans.empty() || plan_.store.empty() || !recipe_.seals) {
        outcome.findings = review::review_item(journal_, item.id, recipe_.review);
        item_finished(index, outcome);
    } else if (faulty && !plan_.keep_faulty) {
        outcome.findings = review::review_item(journal_, item.id, recipe_.review);
        outcome.state = ItemState::held_back;
        outcome.findings.push_back(
            make_finding("item.incomplete", item.id,
                         "not sealed because of the errors above; mend them and run again, or seal "
                         "it as it is with --keep-faulty"));
        item_finished(index, outcome);
    } else {
        tasks_.push_front({index, {}, 0});
    }
}

void Coordinator::item_finished(std::size_t index, const ItemOutcome& outcome) {
    const Item& item = batch_.items[index];
    journal_.set_outcome(item.id, outcome);
    count(outcome.findings);
    progress_.items_sealed += outcome.state == ItemState::sealed;
    progress_.items_unchanged += outcome.state == ItemState::unchanged;
    progress_.items_held_back += outcome.state == ItemState::held_back;
    observer_.item_done(item.id, outcome, progress_);
}

// All items have been through: what is seen only over the batch, and whether its gate is kept.
void Coordinator::review_batch(RunFacts& facts) {
    std::vector<Finding> findings = review::review_batch(journal_, recipe_.review);
    facts.gate = judge(journal_, recipe_.gate);
    for (const Breach& breach : facts.gate.breaches)
        findings.push_back(finding_of(breach, batch_.id));
    notice(facts, std::move(findings));
}

void Coordinator::notice(RunFacts& facts, std::vector<Finding> of_batch) {
    facts.findings = std::move(of_batch);
    count(facts.findings);
    if (!facts.findings.empty()) observer_.noticed("", facts.findings);
}

RunResult Coordinator::run() {
    RunFacts facts = facts_of(plan_, recipe_);
    try {
        plan_work();
        journal_.set_run(facts);
        stop_if_collapsed();
        for (dispatch(); !(idle() && (interrupted_ || tasks_.empty())); dispatch()) {
            std::vector<pollfd> watched{{signals_.descriptor(), POLLIN, 0}};
            for (const Worker& worker : workers_)
                watched.push_back(
                    {worker.process.runs() ? worker.process.channel.get() : -1, POLLIN, 0});
            ::poll(watched.data(), watched.size(), tick_milliseconds);
            for (std::size_t w = 0; w < workers_.size(); ++w)
                if (workers_[w].process.runs() && watched[w + 1].revents) hear(workers_[w]);
            if (const int came = watched[0].revents ? signals_.take() : 0) {
                if (interrupted_ || came > 1) {
                    stop_all(SIGKILL);
                    break;
                }
                stop_gently();
                observer_.told(
                    "stopping: finishing what is at hand; press Ctrl-C again to stop at once, "
                    "nothing is lost either way");
            }
            watch_time();
            stop_if_collapsed();
            progress_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
            observer_.tick(progress_);
        }
    } catch (...) {
        stop_all(SIGKILL);
        throw;
    }
    stop_all(0);
    if (collapse_) notice(facts, {*collapse_});
    if (!interrupted_ && plan_.errand != Errand::read_again) review_batch(facts);
    facts.ended = now();
    facts.interrupted = interrupted_;
    journal_.set_run(facts);
    progress_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    return {progress_, interrupted_ && !collapse_,
            interrupted_ && !collapse_ ? Exit::interrupted
            : progress_.errors         ? Exit::findings
                                       : Exit::ok};
}

}  // namespace

double Progress::seconds_left() const {
    const auto fresh = static_cast<double>(bytes_done - bytes_reused);
    if (fresh <= 0 || seconds < 2) return -1;
    return seconds * static_cast<double>(bytes - bytes_done) / fresh;
}

RunResult run_batch(const RunPlan& plan, const Batch& batch, const Toolbox& toolbox,
                    const std::string& program, Observer& observer) {
    return Coordinator(plan, batch, toolbox, program, observer).run();
}

}  // namespace nuskha

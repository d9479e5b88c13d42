#include "tools/nuskha/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "pipeline/files.hpp"

namespace nuskha {
namespace {

using nlohmann::json;

std::string state_word(ItemState state) {
    switch (state) {
        case ItemState::sealed:
            return "sealed";
        case ItemState::unchanged:
            return "unchanged";
        case ItemState::held_back:
            return "held back";
        case ItemState::waiting:
            break;
    }
    return "looked at";
}

std::string figures(const Progress& p) {
    const double left = p.seconds_left();
    return fmt::format(
        "{} pages{}, {} of {} scans, {} of {}, {:.0f} pages/min{}, {} items sealed, {} errors, {} "
        "warnings",
        p.pages_done + p.pages_reused,
        p.pages_reused ? fmt::format(" ({} from before)", p.pages_reused) : "", p.scans_done,
        p.scans, human_bytes(p.bytes_done), human_bytes(p.bytes), p.pages_a_minute(),
        left >= 0 ? ", " + human_time(left) + " left" : "", p.items_sealed, p.errors, p.warnings);
}

json finding_json(const Finding& f) {
    json numbers = json::object();
    for (const Number& n : f.numbers)
        numbers[n.name] = n.value;
    return {{"code", f.code},
            {"level", word(f.level)},
            {"place", f.place},
            {"sentence", f.sentence},
            {"numbers", numbers}};
}

json findings_json(const std::vector<Finding>& findings) {
    json list = json::array();
    for (const Finding& f : findings)
        list.push_back(finding_json(f));
    return list;
}

// A line of figures and one a worker, redrawn in place; what must stay is printed above them.
class Terminal : public Observer {
  public:
    explicit Terminal(bool colours) : colours_(colours) {}
    ~Terminal() override { erase(); }
    void noticed(const std::string&, const std::vector<Finding>& findings) override {
        keep(findings);
    }
    void page_done(const PageRecord& page, bool reused, const Progress&) override {
        if (!reused) keep(page.page.findings);
    }
    void scan_done(const ScanRecord& scan, const Progress&) override { keep(scan.findings); }
    void item_done(const std::string& item, const ItemOutcome& outcome, const Progress&) override {
        keep(outcome.findings);
        if (outcome.state == ItemState::sealed)
            above(fmt::format("sealed {} (version {})", item, outcome.version));
    }
    void told(const std::string& sentence) override { above(sentence); }
    void tick(const Progress& p) override {
        erase();
        winsize window{};
        const std::size_t width =
            ::ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 20
                ? window.ws_col - 1u
                : 79u;
        draw(bar(p, width), width);
        draw(figures(p), width);
        for (std::size_t w = 0; w < p.workers.size(); ++w)
            draw(p.workers[w].place.empty() ? fmt::format("  worker {}: idle", w + 1)
                                            : fmt::format("  worker {}: {:<10} {}", w + 1,
                                                          p.workers[w].stage, p.workers[w].place),
                 width);
        std::fflush(stderr);
    }

  private:
    static std::string bar(const Progress& p, std::size_t width) {
        const double share =
            p.bytes ? static_cast<double>(p.bytes_done) / static_cast<double>(p.bytes) : 1;
        const auto cells = width - 8;
        const auto full = static_cast<std::size_t>(share * static_cast<double>(cells));
        std::string line = "[";
        for (std::size_t i = 0; i < cells; ++i)
            line += i < full ? '#' : '.';
        return line + fmt::format("] {:3.0f}%", 100 * share);
    }
    void draw(const std::string& line, std::size_t width) {
        std::size_t bytes = 0, columns = 0;  // cut between code points, so that a line never wraps
        for (; bytes < line.size() && columns < width; ++columns)
            do
                ++bytes;
            while (bytes < line.size() && (static_cast<unsigned char>(line[bytes]) & 0xC0) == 0x80);
        fmt::print(stderr, "{}\n", line.substr(0, bytes));
        ++drawn_;
    }
    void erase() {
        if (drawn_ > 0) fmt::print(stderr, "\x1b[{}A\x1b[J", drawn_);
        drawn_ = 0;
    }
    void above(const std::string& line) {
        erase();
        fmt::print(stderr, "{}\n", line);
    }
    void keep(const std::vector<Finding>& findings) {
        for (const Finding& f : findings)
            if (f.level != Level::note) above(coloured(f));
    }
    std::string coloured(const Finding& f) const {
        const std::string line = finding_line(f);
        if (!colours_) return line;
        return fmt::format("\x1b[{}m{}\x1b[0m", f.level == Level::error ? 31 : 33, line);
    }
    bool colours_;
    int drawn_ = 0;
};

class PlainLines : public Observer {
  public:
    void started(const Progress& p) override {
        fmt::print(stderr, "{} items, {} scans, {}\n", p.items, p.scans, human_bytes(p.bytes));
    }
    void noticed(const std::string&, const std::vector<Finding>& findings) override {
        keep(findings);
    }
    void page_done(const PageRecord& page, bool reused, const Progress&) override {
        if (!reused) keep(page.page.findings);
    }
    void scan_done(const ScanRecord& scan, const Progress&) override { keep(scan.findings); }
    void item_done(const std::string& item, const ItemOutcome& outcome, const Progress&) override {
        keep(outcome.findings);
        if (outcome.state != ItemState::waiting)
            fmt::print(stderr, "{} {}\n", state_word(outcome.state), item);
    }
    void told(const std::string& sentence) override { fmt::print(stderr, "{}\n", sentence); }
    void tick(const Progress& p) override {
        if (p.seconds - last_ < 10) return;
        last_ = p.seconds;
        fmt::print(stderr, "{}\n", figures(p));
    }

  private:
    static void keep(const std::vector<Finding>& findings) {
        for (const Finding& f : findings)
            if (f.level != Level::note) fmt::print(stderr, "{}\n", finding_line(f));
    }
    double last_ = 0;
};

class JsonLines : public Observer {
  public:
    void started(const Progress& p) override { say("started", {}, p); }
    void noticed(const std::string& item, const std::vector<Finding>& findings) override {
        json event{{"event", "noticed"}, {"item", item}, {"findings", findings_json(findings)}};
        fmt::print("{}\n", event.dump(-1, ' ', false, json::error_handler_t::replace));
    }
    void page_done(const PageRecord& r, bool reused, const Progress& p) override {
        json event{{"item", r.page.id.item},
                   {"scan", r.page.id.scan},
                   {"image", r.page.id.image},
                   {"side", r.page.id.side},
                   {"reused", reused},
                   {"faulty", r.faulty},
                   {"findings", findings_json(r.page.findings)}};
        if (r.page.text) {
            event["words"] = r.page.text->word_count();
            event["confidence"] = r.page.text->mean_confidence();
            if (r.page.text->claims_expected_error())
                event["expected_error"] = r.page.text->expected_error;
        }
        say("page", event, p);
    }
    void scan_done(const ScanRecord& r, const Progress& p) override {
        say("scan",
            {{"item", r.item},
             {"scan", r.name},
             {"path", r.path},
             {"sha512", r.digests.sha512},
             {"images", r.images},
             {"faulty", r.state == ScanState::faulty},
             {"findings", findings_json(r.findings)}},
            p);
    }
    void item_done(const std::string& item, const ItemOutcome& o, const Progress& p) override {
        say("item",
            {{"item", item},
             {"state", state_word(o.state)},
             {"version", o.version},
             {"object", o.object_path},
             {"findings", findings_json(o.findings)}},
            p);
    }
    void told(const std::string& sentence) override {
        fmt::print("{}\n", json{{"event", "told"}, {"sentence", sentence}}.dump());
    }
    void tick(const Progress& p) override {
        if (p.seconds - last_ < 1) return;
        last_ = p.seconds;
        json workers = json::array();
        for (const WorkerView& w : p.workers)
            workers.push_back({{"place", w.place}, {"stage", w.stage}});
        say("progress", {{"workers", workers}}, p);
    }

  private:
    static void say(const char* name, json event, const Progress& p) {
        event["event"] = name;
        event["progress"] = {{"scans", p.scans},           {"scans_done", p.scans_done},
                             {"pages_done", p.pages_done}, {"pages_reused", p.pages_reused},
                             {"bytes", p.bytes},           {"bytes_done", p.bytes_done},
                             {"items", p.items},           {"items_sealed", p.items_sealed},
                             {"errors", p.errors},         {"warnings", p.warnings},
                             {"seconds", p.seconds},       {"seconds_left", p.seconds_left()}};
        fmt::print("{}\n", event.dump(-1, ' ', false, json::error_handler_t::replace));
        std::fflush(stdout);
    }
    double last_ = 0;
};

}  // namespace

std::string finding_line(const Finding& f) {
    return fmt::format("{}: {}: {} [{}]", word(f.level), f.place, f.sentence, f.code);
}

std::string human_time(double seconds) {
    const auto s = static_cast<long>(std::max(0.0, seconds) + 0.5);
    if (s < 60) return fmt::format("{} s", s);
    if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
    return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

std::unique_ptr<Observer> make_observer(Telling telling) {
    if (telling == Telling::json) return std::make_unique<JsonLines>();
    if (telling == Telling::quiet) return std::make_unique<Observer>();
    const char* kind = std::getenv("TERM");
    if (::isatty(STDERR_FILENO) && kind && std::string(kind) != "dumb")
        return std::make_unique<Terminal>(!std::getenv("NO_COLOR"));
    return std::make_unique<PlainLines>();
}

}  // namespace nuskha

// A scan's way: read once -> digests -> decode -> stages -> pictures for the report -> told to the
// coordinator.
#include "pipeline/run/worker.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <poll.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "models/failure.hpp"
#include "pipeline/clock.hpp"
#include "pipeline/files.hpp"
#include "pipeline/hashing.hpp"
#include "pipeline/imaging/jpeg_writer.hpp"
#include "pipeline/imaging/scan_view.hpp"
#include "pipeline/intake/intake.hpp"
#include "pipeline/journal.hpp"
#include "pipeline/journal/values.hpp"
#include "pipeline/run/seal.hpp"
#include "pipeline/run/seal_reading.hpp"
#include "pipeline/run/wire.hpp"

namespace nuskha {
namespace {

using nlohmann::json;

constexpr int picture_side = 1200, thumbnail_side = 240, picture_quality = 80;

// Only these stop the run; anything else that goes wrong is the page's own trouble.
bool stops_the_run(const Failure& failure) {
    return failure.kind() == Exit::store || failure.kind() == Exit::engine ||
           failure.kind() == Exit::usage;
}

class Worker {
  public:
    Worker(int in, int out, const RunPlan& plan, const Toolbox& toolbox);
    void scan(const json& task);
    void seal(const std::string& item);

  private:
    struct Step {
        const StageInfo* info;
        std::unique_ptr<Stage> stage;
    };

    void say(const json& message) const;
    bool told_to_stop() const;
    void image(ImageFile& file, const ScanFile& told, ScanRecord& scan,
               const std::vector<std::string>& languages, int number);
    std::vector<Page> prepare(std::vector<Page> pages, const ScanPixels& pixels, bool& faulty);
    void read_known(const ScanPixels& pixels, const Page& first, const ScanFile& told,
                    ScanRecord& scan, const std::string& key);
    void commit(std::vector<Page> pages, const std::string& key, bool faulty) const;
    void draw(const ScanPixels& pixels, const std::vector<Page>& pages,
              const std::string& key) const;
    void write_picture(const Raster& raster, const std::string& name) const;

    int in_, out_;
    RunPlan plan_;
    Journal journal_;
    std::unique_ptr<Workbench> workbench_;
    Recipe recipe_;
    std::vector<Step> steps_;
};

Worker::Worker(int in, int out, const RunPlan& plan, const Toolbox& toolbox)
    : in_(in),
      out_(out),
      plan_(plan),
      journal_(plan.journal_file(), Journal::Mode::read),
      workbench_(toolbox.make_workbench()),
      recipe_(recipe_of(plan, toolbox.stages)) {
    for (const StageUse& use : recipe_.stages)
        steps_.push_back({use.info, use.info->make(use.options, *workbench_)});
}

void Worker::say(const json& message) const {
    if (!send_message(out_, message))
        throw Failure(Exit::interrupted, "worker: the coordinator is gone");
}

// While a scan is at hand the coordinator says nothing but "stop" (or is gone).
bool Worker::told_to_stop() const {
    pollfd watched{in_, POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
}

std::string picture_name(const std::string& key, int side) {
    return fmt::format("{}-{}", key.substr(0, 20), side);
}

Event event(const char* type, const char* step, std::string outcome, std::string detail) {
    return {type, step, std::move(outcome), std::move(detail), {}, "nuskha " NUSKHA_VERSION, now()};
}

// Digests, vendor checksums and what they tell, from the bytes just read.
void take_digests(ScanRecord& record, const ScanFile& file, std::span<const std::byte> bytes) {
    const DigestValues computed = digests(bytes, algorithms_for(file));
    record.digests = kept_digests(computed);
    record.events.push_back(
        event("message digest calculation", "intake", "success",
              "SHA-512, SHA-256 and MD5 made while the file was read for decoding"));
    if (file.expected.empty()) return;
    auto differing = compare_checksums(file, computed);
    record.events.push_back(
        event("fixity check", "intake", differing.empty() ? "success" : "failure",
              fmt::format("compared with {} checksum(s) delivered with the batch: {}",
                          file.expected.size(),
                          differing.empty() ? "all agree" : "at least one differs")));
    record.findings.insert(record.findings.end(), differing.begin(), differing.end());
}

// A scan of the store has its digests on record already. That its bytes are still those is told by the
// one that the inventory goes by, made while they are in memory for decoding.
void prove_stored(ScanRecord& record, const ScanFile& file, std::span<const std::byte> bytes) {
    for (const ExpectedDigest& expected : file.expected)
        if (hex_digest(expected.algorithm, bytes) != expected.hex)
            record.findings.push_back(
                make_finding("fixity.changed", file.path,
                             "its bytes are not those that the inventory states; its text was not "
                             "read again; restore it from a copy"));
    record.digests.sha512 = file.expected.empty() ? "" : file.expected.front().hex;
}

void Worker::scan(const json& task) {
    const ScanFile file = task.at("file").get<ScanFile>();
    ScanRecord record;
    record.item = task.at("item");
    record.path = file.path;
    record.name = file.name;
    record.stamp = task.at("stamp");
    const auto finish = [&](ScanState state) {
        record.state = state;
        say({{"scan", record}});
    };
    say({{"stage", "read"}});
    const FileBytes bytes = read_whole(std::filesystem::path(plan_.batch_folder) / file.path,
                                       static_cast<std::uint64_t>(plan_.limits.max_memory));
    record.bytes = bytes.size;
    if (!bytes.error.empty()) {
        record.findings.push_back(
            make_finding("file.unreadable", file.path, bytes.error + "; check it and run again"));
        return finish(ScanState::faulty);
    }
    if (plan_.errand == Errand::read_again) {
        prove_stored(record, file, bytes.span());
        if (has_error(record.findings)) return finish(ScanState::faulty);
    } else {
        take_digests(record, file, bytes.span());
    }
    if (bytes.size == 0) {  // intake has told of a file that was empty from the start
        if (file.bytes > 0)
            record.findings.push_back(
                make_finding("file.changed", file.path,
                             "became empty while the batch was worked on; run again"));
        return finish(ScanState::faulty);
    }
    OpenedImage opened = open_image(bytes.span(), file.path, plan_.limits);
    record.findings.insert(record.findings.end(), opened.findings.begin(), opened.findings.end());
    if (!opened.file) return finish(ScanState::faulty);
    record.images = opened.file->images();
    const ImageFacts facts = opened.file->facts(0);
    record.format = facts.format;
    record.mime = facts.mime;
    record.pronom = facts.pronom;
    record.state = ScanState::done;
    for (int i = 0; i < record.images; ++i) {
        if (i > 0 && told_to_stop()) return say({{"stopped", true}});
        image(*opened.file, file, record, task.at("languages"), i);
    }
    finish(has_error(record.findings) ? ScanState::faulty : record.state);
}

// Stages know a scan by its name in the item; whoever mends it looks for its path in the batch.
void place_in_batch(Page& page, std::size_t first, const std::string& path) {
    for (std::size_t i = first; i < page.findings.size(); ++i)
        if (std::string& place = page.findings[i].place; place.starts_with(page.id.scan))
            place.replace(0, page.id.scan.size(), path);
}

void Worker::image(ImageFile& file, const ScanFile& told, ScanRecord& scan,
                   const std::vector<std::string>& languages, int number) {
    Page page;
    page.id = {scan.item, scan.name, number, 0};
    page.languages = languages;
    page.facts = file.facts(number);
    for (const Override& one : told.overrides)
        if (one.image == number) page.overrides.push_back(one);
    const std::string key =
        page_key(scan.digests.sha512, number, languages,
                 recipe_.key_material(languages) + override_material(told, number) +
                     known_material(told, number));
    if (journal_.page_key(page.id) == key) {
        say({{"reused", {{"image", number}}}});
        return;
    }
    say({{"stage", "decode"}, {"image", number}});
    Decoded decoded = file.decode(number);
    page.findings = std::move(decoded.findings);
    page.geometry =
        Geometry({static_cast<double>(page.facts.width), static_cast<double>(page.facts.height)},
                 page.facts.orientation);
    const bool sound = decoded.raster && !has_error(page.findings);
    page.events.push_back(
        event("validation", "decode", sound ? "success" : "failure",
              sound ? fmt::format("every strip, tile or block decoded, {} x {} pixels",
                                  page.facts.width, page.facts.height)
                    : "the image could not be decoded to its last pixel"));
    if (!sound) scan.state = ScanState::faulty;
    if (!decoded.raster) {
        return commit({page}, key, true);
    }
    const ScanPixels pixels(std::move(*decoded.raster));
    if (plan_.errand == Errand::read_again && sound)
        return read_known(pixels, page, told, scan, key);
    if (plan_.errand == Errand::read_again) return commit({page}, key, true);
    bool faulty = !sound;
    std::vector<Page> pages = prepare({page}, pixels, faulty);
    for (Page& done : pages)
        place_in_batch(done, page.findings.size(), scan.path);
    if (faulty) scan.state = ScanState::faulty;
    draw(pixels, pages, key);
    commit(std::move(pages), key, faulty);
}

// The pages of a stored scan's image, each where its record says. Only what reading does is kept: the rest
// has been on record since the item was sealed.
void Worker::read_known(const ScanPixels& pixels, const Page& first, const ScanFile& told,
                        ScanRecord& scan, const std::string& key) {
    bool faulty = false;
    std::vector<Page> pages;
    for (const KnownPage& known : told.known) {
        if (known.image != first.id.image) continue;
        Page page = first;
        page.id.side = known.side;
        page.geometry = known.geometry;
        page.events.clear();
        page.findings.clear();
        if (known.geometry.scan() != first.geometry.scan()) {
            faulty = true;
            page.findings.push_back(make_finding(
                "item.no-record", scan.path,
                fmt::format(
                    "is {} x {} pixels, but its record speaks of {} x {}; the text was left "
                    "as it is",
                    first.geometry.scan().width, first.geometry.scan().height,
                    known.geometry.scan().width, known.geometry.scan().height)));
        }
        pages.push_back(std::move(page));
    }
    if (!faulty) pages = prepare(std::move(pages), pixels, faulty);
    for (Page& page : pages)
        place_in_batch(page, 0, scan.item + "/" + scan.name);
    if (faulty) scan.state = ScanState::faulty;
    commit(std::move(pages), key, faulty);
}

std::vector<Page> Worker::prepare(std::vector<Page> pages, const ScanPixels& pixels, bool& faulty) {
    const int image = pages.empty() ? 0 : pages.front().id.image;
    for (Step& step : steps_) {
        say({{"stage", step.info->name}, {"image", image}});
        std::vector<Page> next;
        for (const Page& page : pages)
            try {
                const ScanView view(pixels, page.geometry);
                for (Page& out : step.stage->run(page, view))
                    next.push_back(std::move(out));
            } catch (const std::exception& e) {
                const auto* failure = dynamic_cast<const Failure*>(&e);
                if (failure && stops_the_run(*failure)) throw;
                faulty = true;
                next.push_back(page);
                const bool memory = dynamic_cast<const std::bad_alloc*>(&e);
                next.back().findings.push_back(make_finding(
                    "page.failed", page.id.scan,
                    fmt::format(
                        "stage {} could not work on this page: {}", step.info->name,
                        memory ? "not enough memory; allow more with --memory" : e.what())));
            }
        pages = std::move(next);
    }
    return pages;
}

// All pages of an image in one message: the journal has both sides of an opening or neither.
void Worker::commit(std::vector<Page> pages, const std::string& key, bool faulty) const {
    std::vector<PageRecord> records;
    const Timestamp time = now();
    for (Page& page : pages) {
        for (Event& e : page.events)
            if (e.time == 0) e.time = time;
        // What is faulty is tried again next time.
        std::string picture = picture_name(key, page.id.side);
        records.push_back(
            {faulty ? std::string() : key, std::move(picture), std::move(page), faulty});
    }
    say({{"pages", records}});
}

// Pictures for the report, all from one reduction of the scan by a whole number, which is the quickest there is.
void Worker::draw(const ScanPixels& pixels, const std::vector<Page>& pages,
                  const std::string& key) const {
    const Size scan = pages.front().geometry.scan();
    const double factor =
        std::max(1.0, std::ceil(std::max(scan.width, scan.height) / picture_side));
    const Rect whole_steps{0, 0, std::max(factor, std::floor(scan.width / factor) * factor),
                           std::max(factor, std::floor(scan.height / factor) * factor)};
    const ScanPixels reduced(
        ScanView(pixels, Geometry(scan, 1)).render(whole_steps, 1 / factor, Tone::colour));
    const auto [width, height] = std::pair(reduced.scan().width, reduced.scan().height);
    for (const Page& page : pages) {
        const Size size = page.geometry.page();
        const Geometry small({double(width), double(height)},
                             {size.width / factor, size.height / factor},
                             page.geometry.to_scan()
                                 .then(Affine::scaling(1 / factor))
                                 .after(Affine::scaling(factor)));
        const ScanView view(reduced, small);
        const std::string name = picture_name(key, page.id.side);
        write_picture(reduced.scan(), name + "-scan.jpg");
        write_picture(view.render({0, 0, small.page().width, small.page().height}, 1, Tone::colour),
                      name + ".jpg");
        const double scale =
            std::min(1.0, thumbnail_side / std::max(small.page().width, small.page().height));
        write_picture(
            view.render({0, 0, small.page().width, small.page().height}, scale, Tone::colour),
            name + "-thumb.jpg");
    }
}

void Worker::write_picture(const Raster& raster, const std::string& name) const {
    const auto jpeg = encode_jpeg(raster, picture_quality);
    write_atomically(std::filesystem::path(plan_.picture_folder()) / name,
                     {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()}, false);
}

void Worker::seal(const std::string& item) {
    say({{"stage", "seal"}});
    const ItemOutcome outcome = plan_.errand == Errand::read_again
                                    ? seal_reading(journal_, item, plan_)
                                    : seal_item(journal_, item, plan_, recipe_);
    say({{"sealed", outcome}, {"item", item}});
}

}  // namespace

int serve(int in, int out, const Toolbox& toolbox) {
    // Pages come one after another and are alike: memory that one gave back serves the next, without the kernel
    // clearing it anew each time.
    ::mallopt(M_MMAP_THRESHOLD, 1 << 28);
    ::mallopt(M_TRIM_THRESHOLD, 1 << 28);
    MessageReader reader(in);
    try {
        const auto setup = reader.wait();
        if (!setup) return 0;
        Worker worker(in, out, run_plan_from_json(setup->at("setup")), toolbox);
        while (const auto task = reader.wait()) {
            if (task->contains("scan"))
                worker.scan(task->at("scan"));
            else if (task->contains("seal"))
                worker.seal(task->at("seal"));
        }
        return 0;
    } catch (const Failure& failure) {
        send_message(out, {{"fatal", failure.what()}, {"exit", static_cast<int>(failure.kind())}});
        return static_cast<int>(failure.kind());
    }
}

}  // namespace nuskha

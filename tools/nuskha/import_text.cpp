// nuskha import-text: transcriptions from outside become a new version of a stored item's text.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "models/preservation/digest.hpp"
#include "pipeline/clock.hpp"
#include "pipeline/hashing.hpp"
#include "tools/nuskha/commands.hpp"
#include "tools/nuskha/outside_files.hpp"
#include "tools/nuskha/text_change.hpp"

namespace nuskha {
namespace {

using nlohmann::json;

struct Wishes {
    std::string store, item, source, date, note;
    std::vector<std::string> files;
    bool dry_run = false, as_json = false;
};

// A year, a month of it or a day of that (ISO 8601).
bool is_date(const std::string& text) {
    constexpr std::string_view form = "dddd-dd-dd";
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
    return true;
}

class Import {
  public:
    Import(const Wishes& wishes, const Store& store)
        : wishes_(wishes),
          store_(store),
          item_(store, stored_item(store, wishes.item)),
          files_(read_outside_files(wishes.files)) {
        match_to_pages(files_, item_);
        source_.reading = fmt::format("{} from {}", imported_reading, wishes.source);
        for (const OutsideFile& file : files_)
            place(file);
    }

    Exit run() {
        ItemChange change;
        change.item = item_.id();
        for (const SealedPage& page : item_.pages())
            if (const auto at = pages_.find(&page); at != pages_.end())
                change.pages.push_back(change_of(item_, page, at->second, source_.reading));
        if (!wishes_.dry_run) change.outcome = seal();
        show(change);
        return Exit::ok;
    }

  private:
    // The file's text on the pages of its image. Throws Failure(input) where it does not fit.
    void place(const OutsideFile& file) {
        std::vector<Geometry> geometries;
        for (const SealedPage* page : file.pages)
            geometries.push_back(page->record.geometry);
        PlacedText placed = place_text(file.transcription, geometries);
        if (!placed.fault.empty())
            throw Failure(Exit::input,
                          fmt::format("{}: does not fit {}/scans/{}: {}; export it again for the "
                                      "picture as it was scanned; nothing was imported",
                                      file.path.string(), item_.id(), file.pages.front()->scan,
                                      placed.fault));
        const std::string kept = keep(file);
        for (std::size_t i = 0; i < file.pages.size(); ++i)
            pages_.emplace(file.pages[i], page_of(*file.pages[i], file, kept, placed.scale,
                                                  std::move(placed.pages[i])));
    }

    // The file as it came, under its own name; a second of that name gets a number.
    std::string keep(const OutsideFile& file) {
        const std::string folder =
            fmt::format("imported/v{}/", item_.object().inventory.versions.size() + 1);
        const std::string name = file.path.filename().string();
        std::string path = folder + name;
        for (int n = 2; !names_.insert(path).second; ++n)
            path = fmt::format("{}{}-{}", folder, n, name);
        source_.kept.push_back({path, "application/xml", file.bytes});
        return path;
    }

    Page page_of(const SealedPage& sealed, const OutsideFile& file, const std::string& kept,
                 double scale, Text text) const {
        Page page;
        page.id = sealed.id(item_.id());
        page.languages = sealed.record.languages;
        page.geometry = sealed.record.geometry;
        text.engine = file.origin.software.empty() ? wishes_.source : file.origin.software;
        if (text.languages.empty()) text.languages = sealed.record.languages;
        Event event{"transcription import", "import-text", "success", "", {}, text.engine, now()};
        event.detail =
            fmt::format("from {}{}, file {} ({}) kept as {}, sha512:{}{}{}", wishes_.source,
                        wishes_.date.empty() ? "" : " of " + wishes_.date,
                        file.path.filename().string(), file.page_xml ? "PAGE-XML" : "ALTO", kept,
                        hex_digest(DigestAlgorithm::sha512, file.bytes),
                        file.origin.date.empty() ? "" : ", written there " + file.origin.date,
                        wishes_.note.empty() ? "" : "; " + wishes_.note);
        event.numbers = {{"words", double(text.word_count()), ""}, {"scale", scale, "ratio"}};
        page.text = std::move(text);
        page.events = {std::move(event)};
        return page;
    }

    ItemOutcome seal() {
        source_.page = [&](const SealedPage& page) -> std::optional<Page> {
            const auto at = pages_.find(&page);
            return at == pages_.end() ? std::nullopt : std::optional(at->second);
        };
        source_.event = {
            "metadata modification",
            "import-text",
            "success",
            fmt::format("transcription of {}{}, {} files{}", wishes_.source,
                        wishes_.date.empty() ? "" : " of " + wishes_.date, files_.size(),
                        wishes_.note.empty() ? "" : ", " + wishes_.note),
            {},
            "",
            0};
        source_.message =
            fmt::format("Text imported from {} by nuskha {}{}", wishes_.source, NUSKHA_VERSION,
                        wishes_.note.empty() ? "" : ": " + wishes_.note);
        return add_text_version(store_, item_, source_);
    }

    void show(const ItemChange& change) const {
        if (wishes_.as_json) {
            json told = as_json(change);
            told["dry_run"] = wishes_.dry_run;
            told["files"] = json::array();
            for (const OutsideFile& file : files_) {
                json pages = json::array();
                for (const SealedPage* page : file.pages)
                    pages.push_back(page->stem);
                told["files"].push_back({{"file", file.path.string()},
                                         {"format", file.page_xml ? "PAGE-XML" : "ALTO"},
                                         {"software", file.origin.software},
                                         {"pages", pages}});
            }
            fmt::print("{}\n", told.dump(2, ' ', false, json::error_handler_t::replace));
            return;
        }
        print_heading();
        print_change(change, true);
        if (wishes_.dry_run) fmt::print("nothing was written to the store\n");
    }

    const Wishes& wishes_;
    const Store& store_;
    SealedItem item_;
    std::vector<OutsideFile> files_;
    std::map<const SealedPage*, Page> pages_;
    std::set<std::string> names_;
    TextSource source_;
};

Exit import_text(const Wishes& wishes) {
    if (!wishes.date.empty() && !is_date(wishes.date))
        throw Failure(Exit::usage, fmt::format("--date {}: is no date; give 2026, 2026-01 or "
                                               "2026-01-31",
                                               wishes.date));
    const Store store = store_to_add_to(wishes.store, wishes.dry_run);
    return Import(wishes, store).run();
}

}  // namespace

void add_import_text(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "import-text", "Take a transcription made elsewhere (PAGE-XML, ALTO) into a stored item");
    auto w = std::make_shared<Wishes>();
    sub->add_option("STORE", w->store, "The archive")->required()->type_name("FOLDER");
    sub->add_option("ITEM", w->item, "An item's id")->required()->type_name("ID");
    sub->add_option("FILE", w->files,
                    "PAGE-XML (2013 to 2019) or ALTO (2 to 4), one file an image; of a folder its "
                    "*.xml")
        ->required()
        ->type_name("FILE_OR_FOLDER");
    sub->add_option("--source", w->source,
                    "Who or what made it, for the record: \"Transkribus, Dədə Qorqud project\"")
        ->required()
        ->type_name("NAME");
    sub->add_option("--date", w->date, "When it was made: 2026, 2026-01 or 2026-01-31")
        ->type_name("DATE");
    sub->add_option("--note", w->note, "A sentence for the record")->type_name("TEXT");
    sub->add_flag("--dry-run", w->dry_run, "Show what would change; write nothing");
    sub->add_flag("--json", w->as_json, "What changed, as JSON");
    sub->footer(R"(
A file belongs to the page whose scan it names (imageFilename, fileName), or after which it is
named; where no name tells, files are taken in order and must be as many as the images. Its picture
must be of the scan's size or evenly reduced; boxes are brought onto the scan. Of an opening's two
pages each gets its lines. Pages without a file keep their text.
A new version of the item holds the text as ALTO and plain text, the files as they came under
imported/, METS and findings; the record names source, software, date and digest. Words keep the
confidence that the file states; where it states none, none is claimed. Old text stays:
nuskha text STORE ITEM --version v1. `nuskha rerecognise` leaves imported text alone.

Examples:
  nuskha import-text /archive AZ-0012 export/page --source "Transkribus, model Shah 3" --dry-run
  nuskha import-text /archive AZ-0012 export/page --source "Transkribus, model Shah 3" --date 2026-03
  nuskha import-text /archive AZ-0012 0007.xml --source "A. Quliyev" --note "corrected by hand")");
    sub->callback([=] { chosen([=] { return import_text(*w); }); });
}

}  // namespace nuskha

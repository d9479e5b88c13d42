// nuskha text: the sealed transcriptions in the formats that others read.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "models/transcription/alto.hpp"
#include "models/transcription/hocr.hpp"
#include "models/transcription/page_xml.hpp"
#include "models/transcription/plain_text.hpp"
#include "models/transcription/word_table.hpp"
#include "pipeline/files.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t largest_alto = 64u << 20;
constexpr auto software = "nuskha " NUSKHA_VERSION;

struct SealedPage {
    PagePlace place;
    std::string sealed;  // when, RFC 3339
    Transcription transcription;
};

struct Format {
    std::string name, ending;
    std::string heading;   // of a file or stream of several pages
    std::string page_end;  // after each page of a file or stream of several, read or not
    bool pages_in_a_row;   // several pages make one file or stream
    bool unread_is_told;   // can say that a page was not read; else there is no file of it
    std::string (*write)(const SealedPage&);
};

std::string collected(const std::function<void(const TextSink&)>& write) {
    std::string all;
    write([&](std::string_view part) { all += part; });
    return all;
}

std::string as_page_xml(const SealedPage& p) {
    return collected([&](const TextSink& sink) {
        write_page_xml(p.transcription, {p.place, software, p.sealed}, sink);
    });
}

std::string as_hocr(const SealedPage& p) {
    return collected(
        [&](const TextSink& sink) { write_hocr(p.transcription, p.place, software, sink); });
}

const std::vector<Format>& formats() {
    static const std::vector<Format> all{
        {"txt", ".txt", "", "\f", true, false,
         [](const SealedPage& p) { return plain_text(p.transcription.text); }},
        {"txt-joined", ".joined.txt", "", "\f", true, false,
         [](const SealedPage& p) { return joined_text(p.transcription.text); }},
        {"jsonl", ".jsonl", "", "", true, true,
         [](const SealedPage& p) { return json_lines(p.transcription, p.place); }},
        {"tsv", ".tsv", tsv_heading(), "", true, true,
         [](const SealedPage& p) { return tsv_rows(p.transcription, p.place); }},
        {"page", ".xml", "", "", false, true, as_page_xml},
        {"hocr", ".hocr", "", "", false, true, as_hocr},
    };
    return all;
}

const Format& format_named(const std::string& name) {
    std::vector<std::string> names;
    for (const Format& format : formats()) {
        if (format.name == name) return format;
        names.push_back(format.name);
    }
    const std::string near = nearest(name, names);
    throw Failure(Exit::usage, fmt::format("text: there is no format '{}'{}; there are {}", name,
                                           near.empty() ? "" : "; did you mean '" + near + "'?",
                                           fmt::join(names, ", ")));
}

// An item's id as one name of a folder: it cannot lead elsewhere, and two ids never give one name.
std::string folder_name(const std::string& item) {
    std::string name;
    for (const unsigned char c : item) {
        const bool first_dot = c == '.' && name.empty();
        if (c == '/' || c == '\\' || c == '%' || c < 0x20 || c == 0x7F || first_dot)
            name += fmt::format("%{:02X}", c);
        else
            name += static_cast<char>(c);
    }
    return name.empty() ? "%" : name;
}

std::size_t version_of(const StoredObject& object, const std::string& item,
                       const std::string& asked) {
    const OcflInventory& inventory = object.inventory;
    if (asked.empty()) return inventory.versions.size();
    for (std::size_t v = 1; v <= inventory.versions.size(); ++v)
        if (inventory.version_name(v) == asked || fmt::format("v{}", v) == asked) return v;
    throw Failure(Exit::usage, fmt::format("{}: there is no version '{}' of it; the newest is {}",
                                           item, asked, inventory.head()));
}

class Exporter {
  public:
    Exporter(const Store& store, const Format& format, std::string version, fs::path out,
             bool json_wanted)
        : store_(store),
          format_(format),
          version_(std::move(version)),
          out_(std::move(out)),
          json_wanted_(json_wanted) {
        if (out_.empty()) emit(format_.heading);
    }

    void add(const StoredObject& object) {
        const std::string item = item_of_object_id(object.inventory.id);
        const std::size_t version = version_of(object, item, version_);
        const std::vector<SealedPage> pages = pages_of(object, item, version);
        if (pages.empty()) tell(fmt::format("{}: has no transcription; nothing to write", item));
        json told{{"item", item},
                  {"version", object.inventory.version_name(version)},
                  {"pages", json::array()}};
        std::string whole;
        for (const SealedPage& page : pages) {
            json entry{{"page", page.place.page},
                       {"number", page.place.number},
                       {"read", page.transcription.read},
                       {"words", page.transcription.text.word_count()}};
            if (!page.transcription.read)
                tell(fmt::format("{}: page {} ({}): not read", item, page.place.number,
                                 page.place.page));
            std::string text;
            if (page.transcription.read || format_.unread_is_told) {
                text = format_.write(page);
                if (!out_.empty())
                    entry["file"] = put(item, page.place.page, format_.heading + text);
            }
            if (out_.empty()) emit(text + format_.page_end);
            if (format_.pages_in_a_row) whole += text + format_.page_end;
            told["pages"].push_back(std::move(entry));
        }
        if (!out_.empty() && format_.pages_in_a_row && !pages.empty())
            told["whole"] = put(item, "item", format_.heading + whole);
        items_.push_back(std::move(told));
    }

    Exit finish() const {
        if (json_wanted_)
            fmt::print(
                "{}\n",
                json{{"store", store_.root().string()}, {"format", format_.name}, {"items", items_}}
                    .dump(2, ' ', false, json::error_handler_t::replace));
        else if (!out_.empty())
            fmt::print("{}: {} files of {} items written\n", out_.string(), written_,
                       items_.size());
        return damaged_ ? Exit::fixity : Exit::ok;
    }

    void damaged(const std::string& why) {
        damaged_ = true;
        tell(why);
    }

  private:
    static void tell(const std::string& sentence) { fmt::print(stderr, "nuskha: {}\n", sentence); }

    static void emit(const std::string& text) {
        if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
            throw Failure(Exit::store, "standard output: cannot be written; is the disk full?");
    }

    // In the order of the item. What cannot be understood is told, and left out.
    std::vector<SealedPage> pages_of(const StoredObject& object, const std::string& item,
                                     std::size_t version) {
        const OcflVersion& state = object.inventory.versions[version - 1];
        std::vector<SealedPage> pages;
        for (const auto& [path, digest] : state.state) {
            if (!path.starts_with("alto/") || !path.ends_with(".xml")) continue;
            const std::string page = path.substr(5, path.size() - 5 - 4);
            const fs::path file =
                store_.root() / object.path / object.content_path(path, version).value();
            Transcription read;
            try {
                read = read_alto(read_text(file, largest_alto), item + "/" + path);
            } catch (const Failure& failure) {
                damaged(failure.what());
                continue;
            }
            if (!read.findings.empty()) {
                damaged(read.findings.front().sentence);
                continue;
            }
            const int number = std::max(1, read.number);
            pages.push_back({{item, page, number}, state.created, std::move(read)});
        }
        std::stable_sort(pages.begin(), pages.end(), [](const SealedPage& a, const SealedPage& b) {
            return a.place.number < b.place.number;
        });
        return pages;
    }

    std::string put(const std::string& item, const std::string& page, const std::string& text) {
        const fs::path file = out_ / folder_name(item) / (page + format_.ending);
        make_folders(file.parent_path());
        write_atomically(file, text, false);
        ++written_;
        return file.string();
    }

    const Store& store_;
    const Format& format_;
    std::string version_;
    fs::path out_;
    bool json_wanted_, damaged_ = false;
    std::size_t written_ = 0;
    json items_ = json::array();
};

struct Wishes {
    std::string store, format = "txt", out, version;
    std::vector<std::string> items;
    bool json_wanted = false;
};

Exit write_texts(const Wishes& wishes) {
    const Format& format = format_named(wishes.format);
    if (wishes.out.empty() && wishes.json_wanted)
        throw Failure(Exit::usage,
                      "text --json: tells which files were written; give --out FOLDER");
    if (wishes.out.empty() && !format.pages_in_a_row)
        throw Failure(
            Exit::usage,
            fmt::format("text --format {}: is one file a page; give --out FOLDER", format.name));
    const Store store = Store::open(wishes.store);
    std::vector<StoredObject> asked;  // all found before the first is written
    for (const std::string& item : wishes.items)
        asked.push_back(stored_item(store, item));
    Exporter exporter(store, format, wishes.version, wishes.out, wishes.json_wanted);
    for (const StoredObject& object : asked)
        exporter.add(object);
    if (wishes.items.empty())
        store.for_each_object([&](const std::string& path) {
            std::optional<StoredObject> object;
            try {
                object = read_object(store.root(), path);
            } catch (const Failure& failure) {
                return exporter.damaged(failure.what());
            }
            exporter.add(*object);
        });
    return exporter.finish();
}

}  // namespace

void add_text(CLI::App& app, const Chosen& chosen) {
    auto* sub = app.add_subcommand(
        "text", "The recognised text of stored items as PAGE-XML, hOCR, JSON Lines, TSV or text");
    auto wishes = std::make_shared<Wishes>();
    sub->add_option("STORE", wishes->store, "The archive")->required()->type_name("FOLDER");
    sub->add_option("ITEM", wishes->items, "Items' ids; without, all items")->type_name("ID");
    sub->add_option("--format", wishes->format,
                    "txt, txt-joined, jsonl, tsv, page or hocr; by default txt")
        ->type_name("FORMAT");
    sub->add_option("--out", wishes->out, "Write FOLDER/ITEM/PAGE.ENDING, and item.ENDING")
        ->type_name("FOLDER");
    sub->add_option("--version", wishes->version, "Of the items; by default the newest")
        ->type_name("vN");
    sub->add_flag("--json", wishes->json_wanted, "What was written, as JSON");
    sub->footer(R"(
Made anew from the sealed ALTO whenever it is asked for; the store is not changed. Without --out the
pages go to standard output, one after the other (not page and hocr, which are one file a page);
after each page of plain text, read or not, stands a form feed, as in the sealed text.txt.
  txt         as sealed: one line of the page a line, a blank line between blocks
  txt-joined  a block is one line, words parted at a line's end are joined
  jsonl       one word a line, with its box on the scan, confidence, language and direction
  tsv         the columns of Tesseract's TSV
  page        PAGE-XML 2019-07-15
  hocr        hOCR 1.2
A page that no engine read is told as "not read"; its text is not an empty one.

Examples:
  nuskha text /archive AZ-0012
  nuskha text /archive AZ-0012 --format page --out /tmp/for-transkribus
  nuskha text /archive --format jsonl > words.jsonl)");
    sub->callback([=] { chosen([=] { return write_texts(*wishes); }); });
}

}  // namespace nuskha

#include "pipeline/report/data.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "pipeline/journal/values.hpp"

namespace nuskha::report {
namespace {

using nlohmann::ordered_json;

std::string dumped(const ordered_json& value) {  // broken UTF-8 becomes U+FFFD
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json plain(const nlohmann::json& value) {
    return ordered_json(value);
}

ordered_json finite(std::optional<double> value) {
    return value ? ordered_json(*value) : ordered_json();
}

// A cell that a spreadsheet would take for a formula gets an apostrophe in front, which it hides.
std::string cell(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(0, "'");
    if (text.find_first_of("\",\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace

JsonWriter::JsonWriter(const std::filesystem::path& file, const Journal& journal)
    : file_(file, {}), journal_(journal) {
    const Batch batch = journal.batch_without_items();
    ordered_json head{{"id", batch.id},
                      {"folder", batch.folder},
                      {"operator", batch.operator_name},
                      {"scanner", batch.scanner},
                      {"date", batch.date},
                      {"recipe", batch.recipe},
                      {"rights", batch.rights},
                      {"languages", batch.languages},
                      {"ignored", batch.ignored},
                      {"findings", plain(journal.findings_of_batch())}};
    file_.write(fmt::format("{{\"batch\":{},\n\"run\":{},\n\"items\":[", dumped(head),
                            dumped(plain(journal.run()))));
}

void JsonWriter::item(const Item& item) {
    ordered_json head{{"id", item.id},
                      {"folder", item.folder},
                      {"description", plain(item.description)},
                      {"findings", plain(item.findings)}};
    std::string text = dumped(head);
    text.pop_back();  // left open for the pages
    file_.write((first_item_ ? "\n" : ",\n") + text + ",\"pages\":[");
    first_item_ = false;
    first_leaf_ = true;
}

void JsonWriter::leaf(const Leaf& leaf) {
    ordered_json page{{"number", leaf.number},
                      {"name", leaf.title},
                      {"scan", leaf.file->path},
                      {"bytes", leaf.file->bytes},
                      {"sheet", fmt::format("sheets/page-{:06}.html", leaf.number)},
                      {"findings", plain(leaf.findings)}};
    if (leaf.scan) page["digests"] = plain(leaf.scan->digests);
    if (leaf.page) {
        const Page& p = leaf.page->page;
        page["image"] = p.id.image;
        page["side"] = p.id.side;
        page["key"] = leaf.page->key;
        page["faulty"] = leaf.page->faulty;
        page["facts"] = plain(p.facts);
        page["geometry"] = plain(p.geometry);
        page["skew"] = finite(leaf.skew());
        page["edge_width"] = finite(leaf.edge_width());
        page["paper"] = finite(leaf.paper());
        page["mean_grey"] = finite(leaf.mean_grey());
        page["words"] = leaf.recognised ? ordered_json(leaf.words) : ordered_json();
        page["confidence"] = leaf.words > 0 ? ordered_json(leaf.confidence) : ordered_json();
        page["expected_error"] = finite(leaf.expected_error());
        page["events"] = plain(p.events);
    }
    file_.write((first_leaf_ ? "\n " : ",\n ") + dumped(page));
    first_leaf_ = false;
}

void JsonWriter::item_ends(const Item& item) {
    const auto outcome = journal_.outcome(item.id);
    file_.write("],\"outcome\":" + (outcome ? dumped(plain(*outcome)) : std::string("null")) + "}");
}

void JsonWriter::close(const Tally& tally) {
    const Totals t = journal_.totals();
    ordered_json codes = ordered_json::array();
    for (const CodeCount& code : tally.codes())
        codes.push_back({{"code", code.code},
                         {"level", std::string(word(code.level))},
                         {"count", code.count},
                         {"pages", code.leaves}});
    const ordered_json totals{
        {"items", t.items},
        {"sealed", t.sealed},
        {"unchanged", t.unchanged},
        {"held_back", t.held_back},
        {"scans", t.scans},
        {"bytes", t.bytes},
        {"pages", t.pages},
        {"pages_faulty", t.pages_faulty},
        {"words", t.words},
        {"confidence", t.words > 0 ? ordered_json(t.confidence) : ordered_json()},
        {"errors", tally.findings[2]},
        {"warnings", tally.findings[1]},
        {"notes", tally.findings[0]}};
    file_.write(
        fmt::format("\n],\n\"totals\":{},\n\"findings\":{}}}\n", dumped(totals), dumped(codes)));
    file_.close();
}

CsvWriter::CsvWriter(const std::filesystem::path& file) : file_(file, {}) {
    file_.write(
        "\xef\xbb\xbf"
        "item,scan,image,side,level,code,place,sentence,meaning,advice\r\n");
}

void CsvWriter::row(const PlacedFinding& placed) {
    const Finding& finding = *placed.finding;
    const FindingKind* kind = find_finding_kind(finding.code);
    const auto number = [](int value) {
        return value < 0 ? std::string() : std::to_string(value + 1);
    };
    file_.write(fmt::format("{},{},{},{},{},{},{},{},{},{}\r\n", cell(placed.item),
                            cell(placed.scan), number(placed.image), number(placed.side),
                            word(finding.level), cell(finding.code), cell(finding.place),
                            cell(finding.sentence), cell(kind ? std::string(kind->meaning) : ""),
                            cell(kind ? std::string(kind->advice) : "")));
}

PagesWriter::PagesWriter(const std::filesystem::path& file) : file_(file, {}) {
    file_.write(
        "\xef\xbb\xbf"
        "number,item,scan,image,side,worst,words,confidence,expected_error,skew,edge_width,"
        "paper\r\n");
}

void PagesWriter::row(const Leaf& leaf) {
    const auto place = [&](int PageId::*which) {
        return leaf.page ? std::to_string(leaf.page->page.id.*which + 1) : std::string();
    };
    const auto value = [](std::optional<double> measured) {
        return measured && std::isfinite(*measured) ? fmt::format("{:.6g}", *measured)
                                                    : std::string();
    };
    file_.write(fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\r\n", leaf.number,
                            cell(leaf.item->id), cell(leaf.file->name), place(&PageId::image),
                            place(&PageId::side), leaf.level() ? word(*leaf.level()) : "",
                            leaf.recognised ? std::to_string(leaf.words) : "",
                            value(leaf.words > 0 ? std::optional(leaf.confidence) : std::nullopt),
                            value(leaf.expected_error()), value(leaf.skew()),
                            value(leaf.edge_width()), value(leaf.paper())));
}

}  // namespace nuskha::report

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "pipeline/report/html.hpp"
#include "pipeline/report/report.hpp"
#include "pipeline/report/tally.hpp"
#include "pipeline/report/words.hpp"

namespace nuskha {

using report::Tally;

std::string summary_table(const Journal& journal, const std::filesystem::path& report) {
    const report::Words& words = report::english();
    const Totals t = journal.totals();
    const Tally tally = report::tally(journal);
    const auto n = [&](std::int64_t value) { return report::grouped(value, words.thousands); };
    std::string text = fmt::format("Items     {} sealed, {} unchanged, {} held back", n(t.sealed),
                                   n(t.unchanged), n(t.held_back));
    if (const auto waiting = t.items - t.sealed - t.unchanged - t.held_back; waiting > 0)
        text += fmt::format(", {} waiting", n(waiting));
    text += fmt::format("\nPages     {}", n(t.pages));
    if (t.pages_faulty > 0) text += fmt::format(", {} of them faulty", n(t.pages_faulty));
    text += fmt::format(", from {} scans\n", n(t.scans));
    if (t.words > 0)
        text +=
            fmt::format("Words     {}, mean confidence {:.0f} %\n", n(t.words), t.confidence * 100);
    text += fmt::format("Findings  {} errors, {} warnings, {} notes\n", n(tally.findings[2]),
                        n(tally.findings[1]), n(tally.findings[0]));
    for (const report::CodeCount& code : tally.codes()) {
        const FindingKind* kind = find_finding_kind(code.code);
        text += fmt::format("  {:>7}  {:<7}  {:<24}  {}\n", n(code.count), word(code.level),
                            code.code, kind ? kind->meaning : "");
    }
    if (const GateVerdict gate = journal.run().gate; gate.judged)
        text += gate.passed() ? std::string("Gate      passed\n")
                              : fmt::format("Gate      not passed: {} {} broken, see batch.gate\n",
                                            gate.breaches.size(),
                                            gate.breaches.size() == 1 ? "limit" : "limits");
    if (!report.empty()) text += fmt::format("Report    {}\n", report.string());
    return text;
}

std::string summary_json(const Journal& journal, const std::filesystem::path& report) {
    using nlohmann::ordered_json;
    const Totals t = journal.totals();
    const Tally tally = report::tally(journal);
    ordered_json codes = ordered_json::object();
    for (const report::CodeCount& code : tally.codes())
        codes[code.code] = code.count;
    ordered_json summary{
        {"batch", journal.batch_without_items().id},
        {"items",
         {{"all", t.items},
          {"sealed", t.sealed},
          {"unchanged", t.unchanged},
          {"held_back", t.held_back}}},
        {"scans", t.scans},
        {"pages", t.pages},
        {"pages_faulty", t.pages_faulty},
        {"words", t.words},
        {"mean_confidence", t.words > 0 ? ordered_json(t.confidence) : ordered_json()},
        {"findings",
         {{"error", tally.findings[2]},
          {"warning", tally.findings[1]},
          {"note", tally.findings[0]}}},
        {"codes", codes}};
    if (const GateVerdict gate = journal.run().gate; gate.judged) {
        ordered_json breaches = ordered_json::array();
        for (const Breach& b : gate.breaches)
            breaches.push_back({{"limit", b.limit},
                                {"allowed", b.allowed},
                                {"measured", b.measured},
                                {"count", b.count},
                                {"of", b.of},
                                {"places", b.places}});
        summary["gate"] = {{"passed", gate.passed()}, {"breaches", breaches}};
    }
    if (!report.empty()) summary["report"] = report.string();
    return summary.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace nuskha

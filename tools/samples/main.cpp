// make_samples: sample scans with known truth, for trying out, testing and measuring.
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "models/failure.hpp"
#include "tools/samples/batches.hpp"

int main(int argc, char** argv) {
    CLI::App app(
        "Makes batches of sample scans: text written for this project is typeset in six languages\n"
        "and scripts, then aged in known amounts (tone, stains, show-through, skew, curl, blur,\n"
        "noise, wrong orientation). Beside each batch, outside it, lies the truth: text, angle,\n"
        "page box, word boxes, map labels. The same seed gives the same bytes on one machine.\n"
        "Needs the fonts of fonts-noto-core and fonts-sjfonts.");
    app.require_subcommand(1);
    app.footer(
        "Examples:\n"
        "  make_samples committed sample-scans        the samples that are kept with the sources\n"
        "  make_samples bench /tmp/b --pages 20       A4 at 300 dpi, as tools/bench uses them\n"
        "  make_samples bench /tmp/s --pages 2000 --small   many small pages for tests of scale");
    std::string folder;
    std::uint64_t seed = 1931;
    auto* committed = app.add_subcommand(
        "committed", "The committed samples: print, periodical, manuscript, map, plain and bad");
    committed->add_option("DIR", folder, "Where to; its batches are replaced")->required();
    committed->add_option("--seed", seed, "Another seed gives other stains and noise")
        ->capture_default_str();
    nuskha::BenchPlan plan;
    auto* bench = app.add_subcommand("bench",
                                     "N book pages in five languages, skewed by -7 to +7 degrees: "
                                     "DIR/batch, DIR/truth, and for\n"
                                     "tools that know no languages DIR/flat with DIR/LIST "
                                     "(NAME.tif LANG, as Tesseract says it)");
    bench->add_option("DIR", folder, "Where to; what an earlier call made there is replaced")
        ->required();
    bench->add_option("--pages", plan.pages, "How many pages in all")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    bench->add_flag("--level", plan.level, "Pages that lie straight");
    bench->add_flag("--small", plan.small, "Pages of 900 x 1200 pixels with eight to ten lines");
    bench->add_option("--seed", seed, "Another seed gives other pages")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    // Pictures come and go by the thousand: keep their memory rather than give it back each time.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    try {
        if (*committed) nuskha::make_committed(folder, seed);
        plan.seed = seed;
        if (*bench) nuskha::make_bench(folder, plan);
    } catch (const nuskha::Failure& failure) {
        std::cerr << "make_samples: " << failure.what() << "\n";
        return static_cast<int>(failure.kind());
    } catch (const std::exception& error) {
        std::cerr << "make_samples: " << error.what() << "\n";
        return static_cast<int>(nuskha::Exit::store);
    }
    return 0;
}

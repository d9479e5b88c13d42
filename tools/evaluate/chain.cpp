#include "tools/evaluate/chain.hpp"

#include <algorithm>
#include <ctime>

#include "models/failure.hpp"
#include "models/language/trained_data.hpp"
#include "stages/engine.hpp"
#include "stages/stages.hpp"

namespace nuskha {
namespace {

class TimedView : public View {
  public:
    TimedView(const ScanPixels& pixels, const Geometry& geometry, double& seconds)
        : view_(pixels, geometry), seconds_(seconds) {}
    Raster overview(int longest_side) const override {
        return timed([&] { return view_.overview(longest_side); });
    }
    Raster render(const Rect& area, double scale, Tone tone) const override {
        return timed([&] { return view_.render(area, scale, tone); });
    }

  private:
    template <typename Ask>
    Raster timed(Ask ask) const {
        const double began = cpu_seconds();
        Raster result = ask();
        seconds_ += cpu_seconds() - began;
        return result;
    }
    ScanView view_;
    double& seconds_;
};

void set(Options& options, const StageInfo& info, const std::string& setting) {
    const auto dot = setting.find('.'), equals = setting.find('=');
    if (dot == std::string::npos || equals == std::string::npos)
        throw Failure(Exit::usage, setting + ": is no setting; write stage.option=value");
    if (setting.substr(0, dot) != info.name) return;
    const std::string name = setting.substr(dot + 1, equals - dot - 1),
                      value = setting.substr(equals + 1);
    for (const OptionSpec& spec : info.options) {
        if (spec.name != name) continue;
        if (std::holds_alternative<bool>(spec.default_value))
            options.set(name, value == "true", setting);
        else if (std::holds_alternative<double>(spec.default_value))
            options.set(name, std::stod(value), setting);
        else
            options.set(name, value, setting);
    }
}

}  // namespace

double cpu_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

std::string text_of(std::span<const Page> pages) {
    std::string all;
    for (const Page& page : pages) {
        if (!page.text) continue;
        for (const Block& block : page.text->blocks)
            for (const Line& line : block.lines) {
                for (const Word& word : line.words)
                    all += word.text + ' ';
                all += '\n';
            }
    }
    return all;
}

bool readable(const std::vector<std::string>& languages) {
    const TrainedSet set = trained_set_for(languages);
    return !languages.empty() &&
           std::none_of(set.models.begin(), set.models.end(),
                        [](const std::string& model) { return trained_data_file(model).empty(); });
}

Chain::Chain(const std::vector<std::string>& stages, const std::vector<std::string>& settings,
             Workbench& bench) {
    for (const std::string& name : stages) {
        const StageInfo* info = find_stage(name);
        if (!info) throw Failure(Exit::usage, name + ": there is no such stage");
        Options options(info->options);
        for (const std::string& setting : settings)
            set(options, *info, setting);
        steps_.push_back({info, info->make(options, bench)});
    }
}

std::vector<Page> Chain::run(std::vector<Page> pages, const ScanPixels& pixels) {
    for (Step& step : steps_) {
        const double began = cpu_seconds();
        step.view = 0;
        std::vector<Page> next;
        for (const Page& page : pages) {
            const TimedView view(pixels, page.geometry, step.view);
            for (Page& out : step.stage->run(page, view))
                next.push_back(std::move(out));
        }
        pages = std::move(next);
        step.seconds = cpu_seconds() - began;
    }
    return pages;
}

}  // namespace nuskha

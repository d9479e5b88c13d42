// A recipe's stages, run over a page as a worker runs them, with the time of each.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "pipeline/imaging/scan_view.hpp"
#include "pipeline/stage.hpp"

namespace nuskha {

double cpu_seconds();  // of this thread

// All that is read on the pages, line by line.
std::string text_of(std::span<const Page> pages);

// Whether all that is needed to read these languages is installed.
bool readable(const std::vector<std::string>& languages);

class Chain {
  public:
    struct Step {
        const StageInfo* info;
        std::unique_ptr<Stage> stage;
        double seconds = 0;  // CPU of the last run, pixels of the view included
        double view = 0;     // of that, pixels of the view
    };

    // Stages by name; settings are "stage.option=value". Throws Failure (usage) for unknown names.
    Chain(const std::vector<std::string>& stages, const std::vector<std::string>& settings,
          Workbench& bench);

    std::vector<Page> run(std::vector<Page> pages, const ScanPixels& pixels);
    const std::vector<Step>& steps() const { return steps_; }

  private:
    std::vector<Step> steps_;
};

}  // namespace nuskha

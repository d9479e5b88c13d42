// Sets type with Pango and Cairo and notes where every line and word came to stand.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tools/samples/sheet.hpp"

namespace nuskha {

struct Face {
    std::string family;  // must be installed; nothing is substituted
    double points = 10;
    bool bold = false, italic = false;
    double line_spacing = 1.0;  // factor on the face's own line height
    std::string other = {};     // family for letters that this one lacks; empty = what Pango takes
};

enum class Align { start, centre, end, justify };

struct Flow {  // text that runs from column to column and from page to page
    std::vector<std::string> paragraphs;
    std::size_t paragraph = 0, byte = 0;  // where the next column begins
    bool done() const { return paragraph >= paragraphs.size(); }
};

class Typesetter {
  public:
    // Throws Failure (engine) where no canvas can be made.
    Typesetter(int width, int height, int dpi, std::string language);
    ~Typesetter();
    Typesetter(const Typesetter&) = delete;
    Typesetter& operator=(const Typesetter&) = delete;

    // One paragraph, wrapped to the width; returns the height it takes.
    double set(const std::string& text, const Face& face, double x, double y, double width,
               Align align);
    // As many lines of the flow as fit the area, with indented paragraphs; returns their height.
    // `wander` moves each line up and down and tilts it by at most that many pixels, as a hand
    // does.
    double pour(Flow& flow, const Face& face, const Rect& area, Align align, double wander = 0,
                std::uint64_t seed = 0);
    void rule(double x0, double y0, double x1, double y1, double thickness);

    Sheet take();  // the finished sheet; the typesetter is empty afterwards

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace nuskha

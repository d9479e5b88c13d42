// What a century and a scanner do to a sheet, each in a known amount.
#pragma once

#include <vector>

#include "tools/samples/dice.hpp"
#include "tools/samples/sheet.hpp"

namespace nuskha {

struct Ageing {
    double skew_deg = 0;       // content turned clockwise: + = text runs down to the right
    int quarter_turns = 0;     // then turned clockwise by so many quarters on the scanner
    double yellowing = 0.3;    // paper tone: 0 fresh .. 1 brown
    double texture = 0.3;      // fibres and cloudiness: 0 .. 1
    int stains = 0;            // tide marks of damp
    int foxing = 0;            // small brown spots
    double show_through = 0;   // share of the other side's ink that is seen: 0 .. 0.4
    double gutter_shadow = 0;  // darkening at the spine: 0 .. 1
    double curl_px = 0;        // rise of the lines at the spine, in scan pixels
    double fading = 0;         // share of the ink that is lost: 0 .. 1
    double blur_px = 0.5;      // deviation of the lens's blur
    double noise = 2;          // deviation of the sensor's noise, in grey levels
    int bed_px = 60;           // dark scanner bed around the leaf; 0 = cropped to the leaf
    bool colour = false;       // RGB instead of grey
};

// From sheet pixels to scan pixels; exact, the same formula as the picture was made with.
class Placement {
  public:
    Placement(Size sheet, int columns, bool gutter_right, const Ageing& ageing);
    Point on_scan(Point on_sheet) const;
    Point on_sheet(Point flat) const;  // undoes the curl, given a point of the flat leaf
    Size scan_size() const { return scan_; }
    const Affine& flat_to_scan() const { return flat_to_scan_; }
    double curl(double x) const;  // how far down the leaf's point at x has moved
    bool curled() const { return curl_px_ != 0; }

  private:
    Size sheet_, scan_;
    double curl_px_, spine_;
    Affine flat_to_scan_;
};

struct AgedScan {
    Raster pixels;
    Placement placement;
    Ageing ageing;
};

// `behind` is the sheet on the other side of the leaf, or null. The same dice give the same pixels.
AgedScan aged(const Sheet& sheet, const Sheet* behind, const Ageing& ageing, Dice dice);

}  // namespace nuskha

// How far lines of writing run off the level: shared evidence for orient, deskew and recognise.
#pragma once

#include "models/document/raster.hpp"
#include "stages/ink.hpp"

namespace nuskha {

struct Tilt {
    double degrees = 0;    // + = content turned clockwise: lines run down to the right
    double sharpness = 0;  // of the lines at that angle over that at other angles; 1 = no lines
    double level = 0;      // the same at no angle: of the page as it lies
    double lone = 0;       // share of it in the four sharpest edges of lines, 0..1
    double body = 1;       // share of it that is not of strokes thinner than letters are high, 0..1
    double spread = 0;     // mean distance of the parts of the page from it, degrees
    double error = 0;      // standard error of `degrees` as the parts tell it, degrees
    double agreeing = 0;   // share of the parts' weight that agrees, 0..1
    // Root mean square tilt of the parts, degrees: as they lie, and once `degrees` is taken away.
    double before = 0, after = 0;
    int parts = 0;  // of the page that have an angle of their own
    int marks = 0;  // of ink that were looked at
    // The lines are those of a drawing. Pages of small print have a body of 0.25 and more, a few
    // lines of text, which are seldom small, one of 0.6.
    bool of_strokes() const { return body < (parts >= 5 ? 0.2 : 0.5); }
};

// The angle within +-range (at most 45) degrees at which rows of ink are sharpest. Projections
// (Postl 1986) at every slope by the fast Radon transform (Goetz & Druck 1996) find it; projections
// of the ink's darkness around it give each band of the page an angle, and the bands that agree
// make the result. Where those rows turn out to be strokes of a drawing, these are taken out and
// the rest is measured. No tilt (sharpness 0) where there is too little ink.
Tilt measure_tilt(const Ink& ink, double range);

// How clearly ink lies in rows within +-range degrees: 1 = not at all. `strength` compares rows of
// a picture with rows of the same picture turned by 90 degrees.
struct Rows {
    double sharpness = 0, strength = 0;
};
Rows measure_rows(const Ink& ink, double range);

}  // namespace nuskha

// The picture that the recogniser reads: the tones of the scan, changed as the page's WorkingTone
// says. The access image is never touched.
#pragma once

#include "models/document/page.hpp"
#include "models/document/raster.hpp"
#include "pipeline/view.hpp"

namespace nuskha {

// Brightness of the paper over a page, and of its ink: what tones are measured by.
struct PaperTone {
    Raster paper;        // grey, small, over the whole page: smooth, writing and marks left out
    double ink = 0;      // typical level of ink, 0..255
    double usual = 255;  // level of most of the paper
    double uneven = 0;   // from the brightest to the darkest tenth of the paper, levels
    double faint = 0;    // share of paper that is neither: between a tenth and half the way to ink
    double shown = 0;    // share of paper away from ink that is: the other side's letters, foxing
};

// From an overview of the page in grey (about 1600 pixels). Paper is the closing of the picture over
// about a twentieth of its width, smoothed; areas without bright paper (pictures, bed) are filled
// from their surroundings.
PaperTone measure_tone(const Raster& overview);

// `picture` shows `area` of a page of `page` size, in pixels of the page, in grey, at `scale` pixels
// a page pixel. Steps, each only where the plan asks for it: division by the paper; a curve from
// paper to ink; specks below `speck` mm squared (at `ppi` of the picture; 0 = 300) that lie alone;
// Sauvola and Pietikäinen's threshold (Adaptive document image binarization, Pattern Recognition
// 33, 2000) by Leptonica.
Raster working_picture(Raster picture, const Rect& area, const Size& page, const PaperTone& tone,
                       const WorkingTone& plan, double ppi);

// The page's overview in the tones in which it is to be read.
Raster toned_overview(const Page& page, const View& view, int longest_side);

}  // namespace nuskha

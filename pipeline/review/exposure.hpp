// Whether the light changed while an item, or a batch, was scanned.
//
// What is compared is the level of the paper, which a page's own ink and pictures do not enter.
// Other paper is no fault, so:
// - within an item running medians are compared, never single pages: plates, covers and coloured
//   leaves pass by unseen;
// - neighbours are averaged first, since two cameras or the gutter make versos and rectos differ;
// - a change of light scales colour with brightness, other paper has another tint: where the tint
//   is known, a change that is not of light alone is no finding;
// - over a batch an item that is darker than the last says nothing; only items that grow darker (or
//   brighter) one after the other do (Mann 1945, Kendall 1975; slope after Theil 1950, Sen 1968).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace nuskha::review {

struct PaperLevel {
    double level = 0;     // 0..255; 0 = not measured
    double a = 0, b = 0;  // tint, CIELAB; both 0 = not known
    double parts = 0;     // marks of ink
};

struct Drift {
    std::size_t from = 0, to = 0;  // pages (items): between them it changed
    double level_from = 0, level_to = 0;
    bool sudden = false;  // within a few pages
};

// The change of light along an item, if it is larger than `limit` levels; items of fewer than 24
// pages are not judged.
std::optional<Drift> drift_in_item(const std::vector<PaperLevel>& pages, double limit);

struct Outlier {
    std::size_t page = 0;
    double level = 0, usual = 0;  // its own, and that of the pages around it
};

// Single pages whose paper differs by more than `limit` levels from that of the pages around, which
// agree with each other, though they are written alike and tinted alike.
std::vector<Outlier> outliers(const std::vector<PaperLevel>& pages, double limit);

// A trend over the items of a batch (their median paper, in the order of scanning) of more than
// `limit` levels from the first to the last; batches of fewer than 8 items are not judged.
std::optional<Drift> drift_over_items(const std::vector<PaperLevel>& items, double limit);

PaperLevel median_of(const std::vector<PaperLevel>& pages);  // of those measured; field by field

}  // namespace nuskha::review

// What typesetter and map share: a Pango layout in a face that is surely installed.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>

#include "tools/samples/typesetter.hpp"

namespace nuskha {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
struct DestroyCairo {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
struct DestroySurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;
using Cairo = std::unique_ptr<cairo_t, DestroyCairo>;
using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;

// Unhinted, grey antialiasing: the same glyph picture at every place and on every machine.
void plain_font_options(cairo_t* cairo);

// Throws Failure (engine) where the family is not installed or lacks a letter of the text.
Layout layout_of(cairo_t* cairo, const std::string& text, const std::string& language,
                 const Face& face, int dpi);

}  // namespace nuskha

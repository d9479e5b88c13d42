#include "pipeline/imaging/colour.hpp"

#include <fmt/format.h>
#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "pipeline/imaging/finding_log.hpp"

namespace nuskha {
namespace {

struct CloseContext {
    void operator()(cmsContext c) const { cmsDeleteContext(c); }
};
struct CloseProfile {
    void operator()(cmsHPROFILE p) const { cmsCloseProfile(p); }
};
struct CloseTransform {
    void operator()(cmsHTRANSFORM t) const { cmsDeleteTransform(t); }
};
using Context = std::unique_ptr<std::remove_pointer_t<cmsContext>, CloseContext>;
using Profile = std::unique_ptr<std::remove_pointer_t<cmsHPROFILE>, CloseProfile>;
using Transform = std::unique_ptr<std::remove_pointer_t<cmsHTRANSFORM>, CloseTransform>;

constexpr std::size_t most_profile_bytes = 64u << 20;

Context quiet_context() {
    Context context(cmsCreateContext(nullptr, nullptr));
    if (context)
        cmsSetLogErrorHandlerTHR(context.get(), [](cmsContext, cmsUInt32Number, const char*) {});
    return context;
}

Profile open_profile(const Context& context, std::span<const std::byte> bytes) {
    if (!context || bytes.empty() || bytes.size() > most_profile_bytes) return {};
    return Profile(cmsOpenProfileFromMemTHR(context.get(), bytes.data(),
                                            static_cast<cmsUInt32Number>(bytes.size())));
}

int colour_samples(ColourKind kind) {
    return kind == ColourKind::grey ? 1 : kind == ColourKind::cmyk ? 4 : 3;
}

cmsUInt32Number lcms_format(ColourKind kind) {
    switch (kind) {
        case ColourKind::grey:
            return TYPE_GRAY_8;
        case ColourKind::rgb:
            return TYPE_RGB_8;
        case ColourKind::cmyk:
            return TYPE_CMYK_8;
        case ColourKind::lab:
            return TYPE_Lab_8;
    }
    return TYPE_RGB_8;
}

cmsColorSpaceSignature lcms_space(ColourKind kind) {
    switch (kind) {
        case ColourKind::grey:
            return cmsSigGrayData;
        case ColourKind::rgb:
            return cmsSigRgbData;
        case ColourKind::cmyk:
            return cmsSigCmykData;
        case ColourKind::lab:
            return cmsSigLabData;
    }
    return cmsSigRgbData;
}

// Grey with the tone curve of sRGB, so that a grey profile is turned into what sRGB would show.
Profile grey_profile(const Context& context) {
    const cmsFloat64Number srgb[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve* curve = cmsBuildParametricToneCurve(context.get(), 4, srgb);
    if (!curve) return {};
    Profile profile(cmsCreateGrayProfileTHR(context.get(), cmsD50_xyY(), curve));
    cmsFreeToneCurve(curve);
    return profile;
}

Transform make_transform(const Context& context, const Profile& from, ColourKind kind) {
    const bool grey = kind == ColourKind::grey;
    const Profile to =
        grey ? grey_profile(context) : Profile(cmsCreate_sRGBProfileTHR(context.get()));
    if (!to) return {};
    return Transform(cmsCreateTransformTHR(
        context.get(), from.get(), lcms_format(kind), to.get(), grey ? TYPE_GRAY_8 : TYPE_RGB_8,
        INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_BLACKPOINTCOMPENSATION));
}

// Whether an RGB transform changes no sample of a 9 x 9 x 9 grid by more than two levels.
bool leaves_rgb(cmsHTRANSFORM transform) {
    for (int r = 0; r < 9; ++r)
        for (int g = 0; g < 9; ++g)
            for (int b = 0; b < 9; ++b) {
                const std::uint8_t in[3] = {static_cast<std::uint8_t>(std::min(255, r * 32)),
                                            static_cast<std::uint8_t>(std::min(255, g * 32)),
                                            static_cast<std::uint8_t>(std::min(255, b * 32))};
                std::uint8_t out[3];
                cmsDoTransform(transform, in, out, 1);
                for (int i = 0; i < 3; ++i)
                    if (std::abs(in[i] - out[i]) > 2) return false;
            }
    return true;
}

// Multiplication table free rounding division by 255, exact for 0..65025.
inline std::uint8_t over_255(unsigned v) {
    v += 128;
    return static_cast<std::uint8_t>((v + (v >> 8)) >> 8);
}

}  // namespace

std::string icc_description(std::span<const std::byte> bytes) {
    const Context context = quiet_context();
    const Profile profile = open_profile(context, bytes);
    if (!profile) return {};
    char text[256] = {};
    cmsGetProfileInfoASCII(profile.get(), cmsInfoDescription, "en", "US", text, sizeof text - 1);
    const std::string description = clean_text(text);
    return description.empty() ? "unnamed profile" : description;
}

struct PixelConverter::State {
    PixelLayout layout;
    Context context;
    Transform transform;  // of the colour samples to sRGB; nothing where not needed
    std::optional<std::array<std::uint8_t, 256>> grey_curve;
    bool ready = true;
    std::vector<std::uint8_t> colours, result;  // scratch
};

PixelConverter::PixelConverter(const PixelLayout& layout, std::span<const std::byte> icc,
                               FindingLog& log)
    : state_(std::make_unique<State>()) {
    State& s = *state_;
    s.layout = layout;
    if (icc.empty() && layout.kind != ColourKind::lab) {
        if (layout.kind == ColourKind::grey && layout.inverted) {
            s.grey_curve.emplace();
            for (int i = 0; i < 256; ++i)
                (*s.grey_curve)[i] = static_cast<std::uint8_t>(255 - i);
        }
        return;
    }
    s.context = quiet_context();
    Profile from;
    if (layout.kind == ColourKind::lab) {
        from.reset(cmsCreateLab4ProfileTHR(s.context.get(), nullptr));
    } else {
        from = open_profile(s.context, icc);
        if (!from)
            log.warn("the embedded ICC profile is damaged and was not applied");
        else if (cmsGetColorSpace(from.get()) != lcms_space(layout.kind)) {
            log.warn(
                "the embedded ICC profile is for another colour space than the image's and "
                "was not applied");
            from.reset();
        }
    }
    if (from) {
        s.transform = make_transform(s.context, from, layout.kind);
        if (!s.transform && layout.kind != ColourKind::lab)
            log.warn("the embedded ICC profile cannot be used and was not applied");
    }
    if (layout.kind == ColourKind::lab && !s.transform) {
        s.ready = false;
        log.error("scan.unsupported", "CIELab colours cannot be converted; export it as RGB");
    }
    if (layout.kind == ColourKind::grey) {
        s.grey_curve.emplace();
        bool same = true;
        for (int i = 0; i < 256; ++i) {
            const auto in = static_cast<std::uint8_t>(layout.inverted ? 255 - i : i);
            std::uint8_t out = in;
            if (s.transform) cmsDoTransform(s.transform.get(), &in, &out, 1);
            (*s.grey_curve)[i] = out;
            same = same && std::abs(out - i) <= 1;
        }
        s.transform.reset();
        if (same) s.grey_curve.reset();
    } else if (layout.kind == ColourKind::rgb && s.transform && leaves_rgb(s.transform.get())) {
        s.transform.reset();
    }
}

PixelConverter::~PixelConverter() = default;
PixelConverter::PixelConverter(PixelConverter&&) noexcept = default;

int PixelConverter::channels() const {
    return state_->layout.kind == ColourKind::grey ? 1 : 3;
}

bool PixelConverter::straight() const {
    const State& s = *state_;
    return s.layout.samples == channels() && !s.transform && !s.grey_curve &&
           (s.layout.kind == ColourKind::grey || s.layout.kind == ColourKind::rgb);
}

bool PixelConverter::ready() const {
    return state_->ready;
}

bool PixelConverter::works_in_place() const {
    return state_->layout.samples == channels();
}

namespace {

void ink_to_rgb(const std::uint8_t* cmyk, std::uint8_t* rgb, std::size_t pixels) {
    for (std::size_t i = 0; i < pixels; ++i, cmyk += 4, rgb += 3)
        for (int c = 0; c < 3; ++c)
            rgb[c] = over_255((255u - cmyk[c]) * (255u - cmyk[3]));
}

void lay_on_white(const std::uint8_t* in, const PixelLayout& layout, std::uint8_t* out,
                  int channels, std::size_t pixels) {
    const std::uint8_t* alpha = in + layout.alpha;
    for (std::size_t i = 0; i < pixels; ++i, alpha += layout.samples, out += channels) {
        const unsigned a = *alpha;
        if (a == 255) continue;
        for (int c = 0; c < channels; ++c) {
            const unsigned seen = layout.premultiplied ? out[c] : over_255(out[c] * a);
            out[c] = static_cast<std::uint8_t>(std::min(255u, seen + 255u - a));
        }
    }
}

}  // namespace

void PixelConverter::convert(const std::uint8_t* in, std::uint8_t* out, std::size_t pixels) {
    State& s = *state_;
    constexpr std::size_t run = 4096;  // pixels at a time, so that scratch stays in cache
    const int samples = s.layout.samples, wanted = colour_samples(s.layout.kind);
    for (; pixels > 0;) {
        const std::size_t n = std::min(run, pixels);
        const std::uint8_t* colours = in;
        if (samples != wanted || (s.layout.kind == ColourKind::cmyk && s.layout.inverted)) {
            s.colours.resize(run * wanted);
            std::uint8_t* to = s.colours.data();
            const std::uint8_t* from = in;
            for (std::size_t i = 0; i < n; ++i, from += samples, to += wanted)
                for (int c = 0; c < wanted; ++c)
                    to[c] = from[c];
            if (s.layout.inverted && s.layout.kind == ColourKind::cmyk)
                for (std::size_t i = 0; i < n * wanted; ++i)
                    s.colours[i] = static_cast<std::uint8_t>(255 - s.colours[i]);
            colours = s.colours.data();
        }
        const int to_channels = channels();
        if (s.grey_curve)
            for (std::size_t i = 0; i < n; ++i)
                out[i] = (*s.grey_curve)[colours[i]];
        else if (s.transform)
            cmsDoTransform(s.transform.get(), colours, out, static_cast<cmsUInt32Number>(n));
        else if (s.layout.kind == ColourKind::cmyk)
            ink_to_rgb(colours, out, n);
        else if (colours != out)
            std::memcpy(out, colours, n * wanted);
        if (s.layout.alpha >= 0) lay_on_white(in, s.layout, out, to_channels, n);
        in += n * samples;
        out += n * to_channels;
        pixels -= n;
    }
}

}  // namespace nuskha

#include "pipeline/imaging/jp2_boxes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "pipeline/imaging/finding_log.hpp"
#include "pipeline/imaging/jp2_codestream.hpp"

namespace nuskha {
namespace {

constexpr std::uint32_t box_type(const char (&name)[5]) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(name[0])) << 24 |
           static_cast<std::uint32_t>(static_cast<unsigned char>(name[1])) << 16 |
           static_cast<std::uint32_t>(static_cast<unsigned char>(name[2])) << 8 |
           static_cast<std::uint32_t>(static_cast<unsigned char>(name[3]));
}

struct Box {
    std::uint32_t type;
    std::uint64_t at, size;  // of its content
    std::string name() const {
        std::string text;
        for (int shift = 24; shift >= 0; shift -= 8) {
            const auto c = static_cast<char>(type >> shift & 0xFF);
            text += c >= 0x20 && c < 0x7F ? c : '?';
        }
        return text;
    }
};

constexpr int most_boxes = 4096;

class BoxReader {
  public:
    BoxReader(const ImageBytes& source, FindingLog& log) : source_(source), log_(log) {}

    Jp2Description read() {
        d_.boxed = true;
        each_box(0, source_.bytes.size(), [&](const Box& box) { top_box(box); });
        check_whole();
        return std::move(d_);
    }

  private:
    void rule(bool holds, std::string_view broken) {
        if (!holds) log_.warn(fmt::format("JP2: {} (ISO/IEC 15444-1, Annex I)", broken));
    }
    std::uint64_t big(std::uint64_t at, int size) const { return source_.big(at, size); }

    template <typename Use>
    void each_box(std::uint64_t at, std::uint64_t end, Use use);
    void top_box(const Box& box);
    bool is_text(const Box& box) const;
    void file_type(const Box& box);
    void header_box(const Box& box);
    void image_header(const Box& box);
    void bits_per_component(const Box& box);
    void colour(const Box& box);
    void palette(const Box& box);
    void resolution(const Box& box);
    void check_whole();

    ImageBytes source_;
    FindingLog& log_;
    Jp2Description d_;
    int boxes_ = 0, top_boxes_ = 0, header_boxes_ = 0;
    bool file_type_ = false, header_ = false, image_header_ = false, colour_ = false,
         mapping_ = false, bits_box_ = false;
    std::uint64_t ih_height_ = 0, ih_width_ = 0, ih_components_ = 0, ih_bits_ = 0;
    std::vector<std::uint8_t> stated_bits_;
};

// A box: length (4, counting itself), type (4), then 8 more length bytes where the length is 1;
// length 0 = to the end of the file, allowed on the outside only (I.4).
template <typename Use>
void BoxReader::each_box(std::uint64_t at, std::uint64_t end, Use use) {
    while (at < end) {
        if (++boxes_ > most_boxes) {
            log_.warn(
                fmt::format("JP2: more than {} boxes; the rest was not looked at", most_boxes));
            return;
        }
        if (end - at < 8) {
            log_.warn(fmt::format("JP2: {} bytes at byte {} are no box", end - at, at));
            return;
        }
        std::uint64_t size = big(at, 4), head = 8;
        const auto type = static_cast<std::uint32_t>(big(at + 4, 4));
        if (size == 1 && end - at >= 16) {
            size = big(at + 8, 8);
            head = 16;
        } else if (size == 0) {
            size = end - at;
        }
        Box box{type, at + head, 0};
        if (size < head || size > end - at) {
            if (type == box_type("jp2c") && size > end - at) {
                log_.warn(fmt::format("JP2: the codestream's box says {} bytes, but {} are there",
                                      size, end - at));
                size = end - at;
            } else {
                log_.warn(fmt::format("JP2: box '{}' at byte {} has the impossible length {}",
                                      box.name(), at, size));
                return;
            }
        }
        box.size = size - head;
        use(box);
        at += size;
    }
}

void BoxReader::top_box(const Box& box) {
    const int index = top_boxes_++;
    switch (box.type) {
        case box_type("jP  "):
            rule(index == 0, "the signature box is not the first box or is there twice");
            break;
        case box_type("ftyp"):
            rule(index == 1, "the file type box does not follow the signature box");
            file_type(box);
            break;
        case box_type("jp2h"):
            rule(!header_, "there are two header boxes");
            rule(d_.codestream.empty(), "the header box follows the codestream");
            header_ = true;
            each_box(box.at, box.at + box.size, [&](const Box& inner) { header_box(inner); });
            break;
        case box_type("jp2c"):
            if (d_.codestream.empty())
                d_.codestream = source_.bytes.subspan(box.at, box.size);
            else
                rule(d_.brand != "jp2 ", "there are two codestreams; the first is shown");
            break;
        case box_type("xml "):
            rule(is_text(box), "an XML box holds control characters");
            break;
        case box_type("uinf"):
            each_box(box.at, box.at + box.size, [&](const Box& inner) {
                if (inner.type == box_type("url "))
                    rule(inner.size > 4 && big(inner.at + inner.size - 1, 1) == 0,
                         "the text of a URL box does not end in a zero byte");
            });
            break;
        default:
            break;
    }
}

bool BoxReader::is_text(const Box& box) const {
    for (std::uint64_t i = 0; i < box.size; ++i) {
        const std::uint64_t c = big(box.at + i, 1);
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
    }
    return true;
}

void BoxReader::file_type(const Box& box) {
    file_type_ = true;
    if (box.size < 12 || box.size % 4 != 0) {
        rule(false, "the file type box has the wrong length");
        if (box.size < 4) return;
    }
    for (int i = 0; i < 4; ++i)
        d_.brand += static_cast<char>(big(box.at + i, 1));
    d_.brand = d_.brand == "jp2 " || d_.brand == "jpx " || d_.brand == "jph " ||
                       d_.brand == "jpm " || d_.brand == "mjp2"
                   ? d_.brand
                   : "?";
    bool compatible = d_.brand != "jp2 ";
    for (std::uint64_t at = 8; at + 4 <= box.size; at += 4)
        compatible = compatible || big(box.at + at, 4) == box_type("jp2 ");
    rule(d_.brand != "?", "the brand in the file type box is unknown");
    rule(compatible, "the compatibility list lacks 'jp2 '");
    if (d_.brand == "jp2 " && box.size >= 8)
        rule(big(box.at + 4, 4) == 0, "the minor version in the file type box is not 0");
}

void BoxReader::header_box(const Box& box) {
    const int index = header_boxes_++;
    switch (box.type) {
        case box_type("ihdr"):
            rule(index == 0, "the image header is not first in the header box");
            image_header(box);
            break;
        case box_type("bpcc"):
            bits_per_component(box);
            break;
        case box_type("colr"):
            colour(box);
            break;
        case box_type("pclr"):
            palette(box);
            break;
        case box_type("cmap"):
            mapping_ = true;
            rule(box.size % 4 == 0 && box.size > 0,
                 "the component mapping box has the wrong length");
            break;
        case box_type("cdef"):
            rule(box.size >= 2 && box.size == 2 + 6 * big(box.at, 2),
                 "the channel definition box has the wrong length");
            break;
        case box_type("res "):
            each_box(box.at, box.at + box.size, [&](const Box& inner) { resolution(inner); });
            break;
        default:
            break;
    }
}

void BoxReader::image_header(const Box& box) {
    if (box.size != 14) {
        rule(false, "the image header has the wrong length");
        return;
    }
    image_header_ = true;
    ih_height_ = big(box.at, 4);
    ih_width_ = big(box.at + 4, 4);
    ih_components_ = big(box.at + 8, 2);
    ih_bits_ = big(box.at + 10, 1);
    rule(ih_bits_ == 255 || (ih_bits_ & 0x7F) < 38, "the image header states more than 38 bits");
    rule(big(box.at + 11, 1) == 7, "the image header states another compression than 7");
    rule(big(box.at + 12, 1) <= 1, "'colour space unknown' in the image header is neither 0 nor 1");
    rule(big(box.at + 13, 1) <= 1,
         "'intellectual property' in the image header is neither 0 nor 1");
}

void BoxReader::bits_per_component(const Box& box) {
    bits_box_ = true;
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(box.size, 16384); ++i)
        stated_bits_.push_back(static_cast<std::uint8_t>(big(box.at + i, 1)));
}

void BoxReader::colour(const Box& box) {
    if (box.size < 3) {
        rule(false, "a colour box is too short");
        return;
    }
    const std::uint64_t method = big(box.at, 1);
    const bool strict = d_.brand == "jp2 ";
    rule(!strict || method == 1 || method == 2, "a colour box has an unknown method");
    if (strict && !colour_) {
        rule(big(box.at + 1, 1) == 0, "the precedence in a colour box is not 0");
        rule(big(box.at + 2, 1) == 0, "the approximation in a colour box is not 0");
    }
    if (colour_) return;  // readers use the first (I.5.3.3)
    if (method == 1) {
        if (box.size < 7) {
            rule(false, "a colour box is too short");
            return;
        }
        d_.enumerated_colour = static_cast<int>(std::min<std::uint64_t>(big(box.at + 3, 4), 1000));
        rule(!strict || (d_.enumerated_colour >= 16 && d_.enumerated_colour <= 18),
             "a colour box names an unknown colour space");
    } else if (method == 2 || method == 3) {
        d_.icc = source_.bytes.subspan(box.at + 3, box.size - 3);
        const bool sized = d_.icc.size() >= 128 && big(box.at + 3, 4) == d_.icc.size() &&
                           big(box.at + 3 + 36, 4) == box_type("acsp");
        rule(sized, "the ICC profile in the colour box has no valid header");
        if (sized && method == 2) {
            const std::uint64_t kind = big(box.at + 3 + 12, 4);
            rule(kind == box_type("scnr") || kind == box_type("mntr"),
                 "the ICC profile is not of an input or display device");
        }
    }
    colour_ = true;
}

void BoxReader::palette(const Box& box) {
    d_.palette = true;
    if (box.size < 3) {
        rule(false, "the palette box is too short");
        return;
    }
    const std::uint64_t entries = big(box.at, 2), columns = big(box.at + 2, 1);
    rule(entries >= 1 && entries <= 1024 && columns >= 1, "the palette has an impossible size");
}

void BoxReader::resolution(const Box& box) {
    const bool capture = box.type == box_type("resc");
    if (!capture && box.type != box_type("resd")) {
        rule(false, "an unknown box lies in the resolution box");
        return;
    }
    if (box.size != 10) {
        rule(false, "a resolution has the wrong length");
        return;
    }
    // numerator / denominator * 10^exponent points a metre, vertical first (I.5.3.7)
    const auto per_inch = [&](int at, int exponent_at) {
        const double n = static_cast<double>(big(box.at + at, 2));
        const double d = static_cast<double>(big(box.at + at + 2, 2));
        const auto e = static_cast<signed char>(big(box.at + exponent_at, 1));
        return n > 0 && d > 0 ? n / d * std::pow(10.0, e) * 0.0254 : 0.0;
    };
    const double y = per_inch(0, 8), x = per_inch(4, 9);
    rule(x > 0 && y > 0, "a resolution is 0");
    rule(x < 1e6 && y < 1e6, "a resolution is impossibly high");
    if ((capture || d_.ppi_x <= 0) && x > 0 && x < 1e6 && y > 0 && y < 1e6) {
        d_.ppi_x = x;
        d_.ppi_y = y;
    }
}

// The boxes against each other and against the codestream (I.5.3.1: they must agree).
void BoxReader::check_whole() {
    rule(file_type_, "there is no file type box");
    if (d_.brand == "jpm " || d_.brand == "mjp2")
        return log_.error("scan.unsupported",
                          fmt::format("the file is a {}, which is not supported; export JP2",
                                      d_.brand == "jpm " ? "JPM document" : "Motion JPEG 2000"));
    rule(header_, "there is no header box");
    rule(image_header_, "there is no image header box");
    rule(colour_, "there is no usable colour box");
    rule(!d_.palette || mapping_, "there is a palette but no component mapping box");
    if (d_.codestream.empty())
        return log_.error("scan.truncated",
                          "there is no codestream in the file; copy or scan it "
                          "again");
    describe_codestream(d_.codestream, d_, log_);
    if (!d_.usable || !image_header_) return;
    rule(static_cast<std::int64_t>(ih_width_) == d_.grid_width &&
             static_cast<std::int64_t>(ih_height_) == d_.grid_height,
         fmt::format("the image header says {} x {} pixels, the codestream {} x {}", ih_width_,
                     ih_height_, d_.grid_width, d_.grid_height));
    rule(ih_components_ == d_.components.size(),
         "image header and codestream differ in their number of components");
    rule((ih_bits_ == 255) == bits_box_,
         "image header and bits per component box contradict each other");
    const auto packed = [](const Jp2Component& c) {
        return (c.bits - 1) | (c.is_signed ? 128 : 0);
    };
    for (std::size_t i = 0; i < d_.components.size(); ++i) {
        const bool same =
            ih_bits_ == 255 ? i < stated_bits_.size() && stated_bits_[i] == packed(d_.components[i])
                            : static_cast<int>(ih_bits_) == packed(d_.components[i]);
        if (!same) {
            rule(false, "header boxes and codestream differ in bits per component");
            break;
        }
    }
}

}  // namespace

Jp2Description describe_jp2(const ImageBytes& source, FindingLog& log) {
    if (source.bytes[0] != std::byte{0xFF}) return BoxReader(source, log).read();
    Jp2Description d;
    d.codestream = source.bytes;
    describe_codestream(d.codestream, d, log);
    return d;
}

}  // namespace nuskha

#include "models/preservation/mix.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string_view>

namespace nuskha {
namespace {

// MIX's words for TIFF 6.0 orientation 1..8, in that order (type orientationType).
constexpr std::array<std::string_view, 8> orientations{
    "normal*",
    "normal, image flipped",
    "normal, rotated 180\u00b0",
    "normal, image flipped, rotated 180\u00b0",
    "normal, image flipped, rotated cw 90\u00b0",
    "normal, rotated ccw 90\u00b0",
    "normal, image flipped, rotated ccw 90\u00b0",
    "normal, rotated cw 90\u00b0"};

int base_samples(std::string_view colour_space) {  // 0 = unknown
    if (colour_space == "WhiteIsZero" || colour_space == "BlackIsZero" ||
        colour_space == "PaletteColor")
        return 1;
    if (colour_space == "RGB" || colour_space == "YCbCr" || colour_space == "CIELab") return 3;
    return colour_space == "CMYK" ? 4 : 0;
}

bool digits_at(std::string_view text, std::size_t at, std::size_t count, int low, int high) {
    if (at + count > text.size()) return false;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        value = value * 10 + (text[i] - '0');
    }
    return value >= low && value <= high;
}

int days_in_month(std::string_view text) {
    const int year = std::stoi(std::string(text.substr(0, 4)));
    const int month = std::stoi(std::string(text.substr(5, 2)));
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month == 2) return leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// MIX's DateType: xs:gYear, xs:gYearMonth, xs:date or xs:dateTime.
bool is_date(std::string_view text) {
    if (!digits_at(text, 0, 4, 1, 9999)) return false;
    if (text.size() == 4) return true;
    if (text[4] != '-' || !digits_at(text, 5, 2, 1, 12)) return false;
    if (text.size() == 7) return true;
    if (text[7] != '-' || !digits_at(text, 8, 2, 1, days_in_month(text))) return false;
    if (text.size() == 10) return true;
    if (text.size() < 19 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        !digits_at(text, 11, 2, 0, 23) || !digits_at(text, 14, 2, 0, 59) ||
        !digits_at(text, 17, 2, 0, 59))
        return false;
    const std::string_view zone = text.substr(19);
    return zone.empty() || zone == "Z" ||
           (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' &&
            digits_at(zone, 1, 2, 0, 13) && digits_at(zone, 4, 2, 0, 59));
}

void write_object(XmlWriter& xml, const ImageFacts& facts, const std::string& object_id,
                  std::uint64_t bytes) {
    Element e(xml, "mix:BasicDigitalObjectInformation");
    {
        Element identifier(xml, "mix:ObjectIdentifier");
        xml.element("mix:objectIdentifierType", "local");
        xml.element("mix:objectIdentifierValue", object_id);
    }
    xml.element("mix:fileSize", std::to_string(bytes));
    if (const std::string& name = facts.mime.empty() ? facts.format : facts.mime; !name.empty()) {
        Element format(xml, "mix:FormatDesignation");
        xml.element("mix:formatName", name);
        xml.element_if("mix:formatVersion", facts.format_version);
    }
    if (!facts.pronom.empty()) {
        Element registry(xml, "mix:FormatRegistry");
        xml.element("mix:formatRegistryName", "PRONOM");
        xml.element("mix:formatRegistryKey", facts.pronom);
    }
    if (facts.byte_order == "little endian" || facts.byte_order == "big endian")
        xml.element("mix:byteOrder", facts.byte_order);
    if (!facts.compression.empty()) {
        Element compression(xml, "mix:Compression");
        xml.element("mix:compressionScheme", facts.compression);
    }
}

void write_characteristics(XmlWriter& xml, const ImageFacts& facts) {
    Element e(xml, "mix:BasicImageInformation");
    Element c(xml, "mix:BasicImageCharacteristics");
    if (facts.width > 0) xml.element("mix:imageWidth", std::to_string(facts.width));
    if (facts.height > 0) xml.element("mix:imageHeight", std::to_string(facts.height));
    if (facts.colour_space.empty() && facts.icc_profile.empty()) return;
    Element p(xml, "mix:PhotometricInterpretation");
    xml.element_if("mix:colorSpace", facts.colour_space);
    if (facts.icc_profile.empty()) return;
    Element profile(xml, "mix:ColorProfile");
    Element icc(xml, "mix:IccProfile");
    xml.element("mix:iccProfileName", facts.icc_profile);
}

void write_capture(XmlWriter& xml, const ImageFacts& facts) {
    Element e(xml, "mix:ImageCaptureMetadata");
    if (is_date(facts.captured)) {
        Element general(xml, "mix:GeneralCaptureInformation");
        xml.element("mix:dateTimeCreated", facts.captured);
    }
    if (!facts.maker.empty() || !facts.model.empty() || !facts.software.empty()) {
        Element scanner(xml, "mix:ScannerCapture");
        xml.element_if("mix:scannerManufacturer", facts.maker);
        if (!facts.model.empty()) {
            Element model(xml, "mix:ScannerModel");
            xml.element("mix:scannerModelName", facts.model);
        }
        if (!facts.software.empty()) {
            Element software(xml, "mix:ScanningSystemSoftware");
            xml.element("mix:scanningSoftwareName", facts.software);
        }
    }
    const bool known = facts.orientation >= 1 && facts.orientation <= 8;
    xml.element("mix:orientation",
                known ? orientations[static_cast<std::size_t>(facts.orientation - 1)] : "unknown");
}

void write_frequency(XmlWriter& xml, std::string_view name, double ppi) {
    if (!(ppi > 0) || ppi > 1e6) return;
    const auto thousandths = static_cast<std::int64_t>(std::llround(ppi * 1000));
    const std::int64_t common = std::max<std::int64_t>(std::gcd(thousandths, 1000), 1);
    Element e(xml, name);
    xml.element("mix:numerator", std::to_string(thousandths / common));
    xml.element("mix:denominator", std::to_string(1000 / common));
}

void write_assessment(XmlWriter& xml, const ImageFacts& facts) {
    Element e(xml, "mix:ImageAssessmentMetadata");
    if (facts.ppi_x > 0 || facts.ppi_y > 0) {
        Element metrics(xml, "mix:SpatialMetrics");
        xml.element("mix:samplingFrequencyUnit", "in.");
        write_frequency(xml, "mix:xSamplingFrequency", facts.ppi_x);
        write_frequency(xml, "mix:ySamplingFrequency", facts.ppi_y);
    }
    if (facts.bits_per_sample <= 0 && facts.samples_per_pixel <= 0) return;
    Element encoding(xml, "mix:ImageColorEncoding");
    const int samples = std::clamp(facts.samples_per_pixel, 1, 64);
    if (facts.bits_per_sample > 0) {
        Element bits(xml, "mix:BitsPerSample");
        for (int i = 0; i < samples; ++i)
            xml.element("mix:bitsPerSampleValue", std::to_string(facts.bits_per_sample));
        xml.element("mix:bitsPerSampleUnit", "integer");
    }
    if (facts.samples_per_pixel <= 0) return;
    xml.element("mix:samplesPerPixel", std::to_string(facts.samples_per_pixel));
    // What a sample beyond those of the colour space means is not in the facts.
    if (const int base = base_samples(facts.colour_space); base > 0)
        for (int i = base; i < samples; ++i)
            xml.element("mix:extraSamples", "unspecified data");
}

void write_figures(XmlWriter& xml, const Event& event) {
    Element extension(xml, "mix:Extension");
    Element figures(xml, "figures");
    xml.attribute("xmlns", "urn:nuskha:figures:1");
    if (!event.agent.empty()) xml.attribute("by", event.agent);
    for (const Number& n : event.numbers) {
        Element figure(xml, "figure");
        xml.attribute("name", n.name);
        if (!n.unit.empty()) xml.attribute("unit", n.unit);
        xml.text(decimal(n.value, 6));
    }
}

}  // namespace

void write_mix(XmlWriter& xml, const ImageFacts& facts, const std::string& object_id,
               std::uint64_t bytes, std::span<const Event> reviews) {
    Element e(xml, "mix:mix");
    write_object(xml, facts, object_id, bytes);
    write_characteristics(xml, facts);
    write_capture(xml, facts);
    write_assessment(xml, facts);
    for (const Event& event : reviews)
        if (event.type == "quality review" && !event.numbers.empty()) write_figures(xml, event);
}

}  // namespace nuskha

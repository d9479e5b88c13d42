// nuskha show --draw: where the page and its words lie on the untouched scan.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "models/transcription/alto.hpp"
#include "models/transcription/pull_reader.hpp"
#include "pipeline/files.hpp"
#include "pipeline/imaging/decode.hpp"
#include "pipeline/imaging/jpeg_writer.hpp"
#include "pipeline/imaging/scan_view.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

constexpr double longest_side = 4000;  // of a drawing, pixels
constexpr std::uint64_t largest_alto = 64u << 20;
constexpr int quality = 85;

// Which image of which scan a transcription belongs to: "alto/0001.tif-002-a.xml" is the left or
// first side of the second image of scans/0001.tif.
struct Source {
    std::string scan;
    int image = 0;
};

std::optional<Source> source_of(const StoredObject& object, std::string name) {
    name = name.substr(5, name.size() - 5 - 4);
    const auto stored = [&](const std::string& scan) {
        return object.content_path("scans/" + scan).has_value();
    };
    if (stored(name)) return Source{name, 0};
    if (name.size() > 2 && (name.ends_with("-a") || name.ends_with("-b"))) {
        name.resize(name.size() - 2);
        if (stored(name)) return Source{name, 0};
    }
    const auto dash = name.rfind('-');
    if (dash == std::string::npos || dash + 1 >= name.size() || name.size() - dash > 8 ||
        name.find_first_not_of("0123456789", dash + 1) != std::string::npos)
        return {};
    const int number = std::stoi(name.substr(dash + 1));
    name.resize(dash);
    if (number < 1 || !stored(name)) return {};
    return Source{name, number - 1};
}

void draw(cv::Mat& picture, const std::vector<Point>& outline, double scale,
          const cv::Scalar& colour, int thickness) {
    std::vector<cv::Point> corners;
    for (const Point& p : outline)
        corners.emplace_back(static_cast<int>(std::lround(std::clamp(p.x * scale, -1e5, 1e5))),
                             static_cast<int>(std::lround(std::clamp(p.y * scale, -1e5, 1e5))));
    if (!corners.empty()) cv::polylines(picture, corners, true, colour, thickness, cv::LINE_AA);
}

Raster drawing(const Raster& scan, const AltoRead& alto) {
    const double scale = std::min(1.0, longest_side / std::max(scan.width, scan.height));
    const ScanPixels pixels(scan);
    const Geometry whole({double(scan.width), double(scan.height)}, 1);
    const Raster small =
        ScanView(pixels, whole)
            .render({0, 0, double(scan.width), double(scan.height)}, scale, Tone::colour);
    Raster out(small.width, small.height, 3);
    for (std::size_t i = 0; i < out.pixels.size(); ++i)
        out.pixels[i] = small.pixels[small.channels == 3 ? i : i / 3];
    cv::Mat picture(out.height, out.width, CV_8UC3, out.pixels.data());
    const int thickness = std::max(1, std::max(out.width, out.height) / 1200);
    const cv::Scalar unread(130, 130, 130);  // a line that nothing could read
    std::size_t word = 0;
    for (const Block& block : alto.text.blocks)
        for (const Line& line : block.lines) {
            if (line.words.empty()) draw(picture, corners_of(line.box), scale, unread, thickness);
            for (const Word& one : line.words) {
                const cv::Scalar colour = one.confidence >= 0.8 || one.confidence < 0
                                              ? cv::Scalar(20, 140, 60)
                                          : one.confidence >= 0.6 ? cv::Scalar(225, 130, 0)
                                                                  : cv::Scalar(205, 20, 30);
                draw(picture, alto.shapes[word++], scale, colour, thickness);
            }
        }
    draw(picture, alto.page, scale, {20, 90, 220}, 2 * thickness);
    return out;
}

// A scan of the object opened once for all of its pages.
class OpenScan {
  public:
    OpenScan(const Store& store, const StoredObject& object) : store_(store), object_(object) {}

    const Raster& image(const Source& source) {
        if (source.scan != name_) open(source.scan);
        if (source.image != image_) {
            if (source.image >= file_->images())
                throw Failure(Exit::fixity, fmt::format("{}: has no image {}; audit the store",
                                                        name_, source.image + 1));
            Decoded decoded = file_->decode(source.image);
            if (!decoded.raster)
                throw Failure(Exit::fixity,
                              fmt::format("{}: cannot be decoded; audit the store", name_));
            raster_ = std::move(*decoded.raster);
            image_ = source.image;
        }
        return raster_;
    }

  private:
    void open(const std::string& name) {
        const auto path = object_.content_path("scans/" + name);
        file_.reset();
        bytes_ = read_whole(store_.root() / object_.path / path.value(), std::uint64_t{1} << 36);
        if (!bytes_.error.empty())
            throw Failure(Exit::store, fmt::format("{}: {}", name, bytes_.error));
        OpenedImage opened = open_image(bytes_.span(), name, DecodeLimits{});
        if (!opened.file)
            throw Failure(Exit::fixity, fmt::format("{}: cannot be opened; audit the store", name));
        file_ = std::move(opened.file);
        name_ = name;
        image_ = -1;
    }

    const Store& store_;
    const StoredObject& object_;
    std::string name_;
    FileBytes bytes_;
    std::unique_ptr<ImageFile> file_;
    int image_ = -1;
    Raster raster_;
};

}  // namespace

std::vector<std::string> draw_item(const Store& store, const StoredObject& object,
                                   const std::string& folder) {
    std::vector<std::string> written;
    OpenScan scan(store, object);
    for (const auto& [path, digest] : object.inventory.versions.back().state) {
        if (!path.starts_with("alto/") || !path.ends_with(".xml")) continue;
        const auto source = source_of(object, path);
        if (!source) continue;
        const AltoRead alto = read_alto(
            read_text(store.root() / object.path / object.content_path(path).value(), largest_alto),
            path);
        if (!alto.findings.empty()) throw Failure(Exit::fixity, alto.findings.front().sentence);
        const auto jpeg = encode_jpeg(drawing(scan.image(*source), alto), quality);
        std::string name = path.substr(5, path.size() - 5 - 4) + ".jpg";
        std::replace(name.begin(), name.end(), '/', '_');
        make_folders(folder);
        write_atomically(fs::path(folder) / name,
                         {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()}, false);
        written.push_back((fs::path(folder) / name).string());
    }
    return written;
}

}  // namespace nuskha

#include "tools/preparation/desk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/preparation/prints.hpp"
#include "tools/samples/ageing.hpp"

namespace nuskha {
namespace {

constexpr int dpi = 200;

cv::Mat view(const Raster& raster) {
    return {raster.height, raster.width, CV_8UC(raster.channels),
            const_cast<std::uint8_t*>(raster.pixels.data())};
}

Raster paper_of(const Sheet& sheet, const Make& make, const Sheet* behind, Dice& dice) {
    Ageing ageing;
    ageing.bed_px = 0;
    ageing.noise = ageing.blur_px = 0;
    ageing.yellowing = make.yellowing;
    ageing.texture = make.texture;
    ageing.stains = dice.below(2);
    ageing.foxing = dice.below(10);
    ageing.fading = dice.uniform(0, 0.3);
    ageing.show_through = behind ? dice.uniform(0, 0.2) : 0;
    Raster grey = aged(sheet, behind, ageing, Dice(dice.next())).pixels;
    return grey;
}

// The desk before it is scanned: flat coordinates, with room all around.
class Scene {
  public:
    Scene(Size paper, const std::string& bed, double paper_level, Dice& dice)
        : dice_(dice), room_(static_cast<int>(0.2 * std::max(paper.width, paper.height)) + 200) {
        const cv::Size size(static_cast<int>(paper.width) + 2 * room_,
                            static_cast<int>(paper.height) + 2 * room_);
        desk_.bed = bed;
        const double level = bed == "dark"       ? dice.uniform(8, 55)
                             : bed == "grey"     ? dice.uniform(80, 130)
                             : bed == "wood"     ? dice.uniform(60, 120)
                             : paper_level > 222 ? dice.uniform(150, paper_level - 22)
                                                 : dice.uniform(paper_level + 18, 252);
        canvas_ = cv::Mat(size, CV_8U, cv::Scalar(level));
        if (bed == "wood") grain_of_wood(level);
    }

    cv::Mat& canvas() { return canvas_; }
    int room() const { return room_; }
    Desk& desk() { return desk_; }

    // Lays a leaf down with its corner at (x, y) from the paper's corner; torn and rounded corners
    // and a shadow on the bed where `worn`.
    void lay(const Raster& leaf, const std::vector<SheetLine>& lines, Point at, bool worn) {
        cv::Mat mask(leaf.height, leaf.width, CV_8U, cv::Scalar(255));
        if (worn) wear(mask);
        const cv::Rect place(static_cast<int>(at.x) + room_, static_cast<int>(at.y) + room_,
                             leaf.width, leaf.height);
        if (worn) cast_shadow(mask, place);
        view(leaf).copyTo(canvas_(place), mask);
        DeskLeaf on_desk;
        const Point o{double(place.x), double(place.y)};
        on_desk.outline = quad({o.x, o.y, double(leaf.width), double(leaf.height)});
        for (const SheetLine& line : lines)
            for (const SheetWord& word : line.words)
                on_desk.words.push_back(
                    quad({word.box.x + o.x, word.box.y + o.y, word.box.width, word.box.height}));
        desk_.leaves.push_back(std::move(on_desk));
    }

    // The light falls off towards column x on either side; both depths are shares.
    void shade(double x, double top, double bottom, double left, double right, double reach) {
        const int c = static_cast<int>(x) + room_;
        for (int y = static_cast<int>(top) + room_; y < static_cast<int>(bottom) + room_; ++y) {
            std::uint8_t* row = canvas_.ptr(y);
            for (int o = -static_cast<int>(5 * reach); o < static_cast<int>(5 * reach); ++o) {
                const double depth = (o < 0 ? left : right) * std::exp(-std::abs(o + 0.5) / reach);
                std::uint8_t& v = row[std::clamp(c + o, 0, canvas_.cols - 1)];
                v = cv::saturate_cast<std::uint8_t>(v * (1 - depth));
            }
        }
    }

    // A dark line along the spine.
    void crease(double x, double top, double bottom, double depth, int wide) {
        const cv::Rect line(static_cast<int>(x) + room_ - wide / 2, static_cast<int>(top) + room_,
                            wide, static_cast<int>(bottom - top));
        cv::Mat part = canvas_(line);
        part.convertTo(part, CV_8U, 1 - depth);
    }

    // A thumb or finger that holds the leaf down at an edge point, reaching in by `reach`.
    void finger(Point at, Point inwards, double reach) {
        const double wide = dice_.uniform(0.35, 0.5) * 18 / 25.4 * dpi;
        const Point tip{at.x + inwards.x * (reach - wide) + room_,
                        at.y + inwards.y * (reach - wide) + room_},
            root{at.x - inwards.x * 400 + room_, at.y - inwards.y * 400 + room_};
        const double skin = dice_.uniform(90, 190);
        for (int i = 8; i >= 1; --i)
            cv::line(canvas_, {int(root.x), int(root.y)}, {int(tip.x), int(tip.y)},
                     cv::Scalar(skin * (1.15 - 0.05 * i)), std::max(1, int(wide * 2 * i / 8)),
                     cv::LINE_AA);
    }

    // A lead weight or a glass bar over an edge.
    void weight(const Rect& r) {
        cv::rectangle(canvas_,
                      cv::Rect(int(r.x) + room_, int(r.y) + room_, int(r.width), int(r.height)),
                      cv::Scalar(dice_.below(2) ? dice_.uniform(15, 60) : dice_.uniform(120, 180)),
                      cv::FILLED);
    }

    // Edges of the leaves below, beside the leaf.
    void block(double x, double top, double bottom, int wide, int way) {
        for (int i = 0; i < wide; ++i)
            cv::line(canvas_, {int(x) + room_ + way * i, int(top) + room_ + i / 3},
                     {int(x) + room_ + way * i, int(bottom) + room_ - i / 3},
                     cv::Scalar(i % 4 == 0 ? 85 : dice_.uniform(140, 160)));
    }

    // Photographs an area of the flat desk, turned by `skew` degrees about its middle.
    Desk scanned(const Rect& area, double skew) {
        const Size size{std::round(area.width), std::round(area.height)};
        const Affine to_scan =
            Affine::rotation(skew, {size.width / 2, size.height / 2})
                .after(Affine::translation(-(area.x + room_), -(area.y + room_)));
        const Affine back = *to_scan.inverse();
        const double m[] = {back.xx, back.xy, back.x0 - 0.5 + 0.5 * (back.xx + back.xy),
                            back.yx, back.yy, back.y0 - 0.5 + 0.5 * (back.yx + back.yy)};
        cv::Mat scan;
        cv::warpAffine(canvas_, scan, cv::Mat(2, 3, CV_64F, const_cast<double*>(m)),
                       cv::Size(int(size.width), int(size.height)),
                       cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
        cv::GaussianBlur(scan, scan, {}, dice_.uniform(0.4, 1.0));
        cv::Mat noise(scan.size(), CV_16S);
        cv::RNG rng(dice_.next() | 1);
        rng.fill(noise, cv::RNG::NORMAL, 0, dice_.uniform(0.5, 5));
        cv::add(scan, noise, scan, cv::noArray(), CV_8U);
        desk_.scan = Raster(scan.cols, scan.rows, 1);
        scan.copyTo(view(desk_.scan));
        desk_.skew_deg = skew;
        const auto moved = [&](Quad& q) {
            for (Point& p : q)
                p = to_scan(p);
        };
        for (DeskLeaf& leaf : desk_.leaves) {
            moved(leaf.outline);
            for (Quad& word : leaf.words)
                moved(word);
        }
        if (desk_.gutter)
            desk_.gutter = {
                to_scan({desk_.gutter->first.x + room_, desk_.gutter->first.y + room_}),
                to_scan({desk_.gutter->second.x + room_, desk_.gutter->second.y + room_})};
        return std::move(desk_);
    }

  private:
    static Quad quad(const Rect& r) {
        return {Point{r.x, r.y}, {r.right(), r.y}, {r.right(), r.bottom()}, {r.x, r.bottom()}};
    }

    void grain_of_wood(double level) {
        double value = level;
        for (int y = 0; y < canvas_.rows; ++y) {
            value += dice_.uniform(-4, 4) + 0.1 * (level - value);
            canvas_.row(y).setTo(cv::Scalar(value));
        }
        cv::GaussianBlur(canvas_, canvas_, {5, 5}, 0);
    }

    void wear(cv::Mat& mask) {
        const int w = mask.cols, h = mask.rows;
        const auto corner = [&](int i) { return cv::Point(i % 2 ? w : 0, i / 2 ? h : 0); };
        const int way = dice_.below(3);  // 0 sharp, 1 rounded, 2 torn
        for (int i = 0; i < 4; ++i) {
            const cv::Point c = corner(i);
            const int sx = i % 2 ? -1 : 1, sy = i / 2 ? -1 : 1;
            if (way == 1) {
                const int r = int(dice_.uniform(0.01, 0.05) * w);
                cv::rectangle(mask, c, {c.x + sx * r, c.y + sy * r}, cv::Scalar(0), cv::FILLED);
                cv::circle(mask, {c.x + sx * r, c.y + sy * r}, r, cv::Scalar(255), cv::FILLED);
            } else if (way == 2 && dice_.below(2)) {
                const int a = int(dice_.uniform(0.02, 0.06) * w),
                          b = int(dice_.uniform(0.02, 0.06) * w);
                const std::vector<cv::Point> torn{
                    c,
                    {c.x + sx * a, c.y},
                    {c.x + sx * a / 3, c.y + sy * b / 3 + dice_.below(9)},
                    {c.x, c.y + sy * b}};
                cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{torn}, cv::Scalar(0));
            }
        }
        if (way == 2)  // a ragged edge
            for (int y = 0, deep = 0; y < h; ++y) {
                deep = std::clamp(deep + dice_.below(3) - 1, 0, 6);
                std::fill_n(mask.ptr(y) + w - deep, deep, std::uint8_t{0});
            }
    }

    void cast_shadow(const cv::Mat& mask, const cv::Rect& place) {
        const double depth = dice_.uniform(0, 0.5);
        const int away = 2 + dice_.below(8);
        cv::Mat dark = cv::Mat::zeros(canvas_.size(), CV_32F);
        cv::Mat under = dark(cv::Rect(place.x + away, place.y + away, place.width, place.height));
        mask.convertTo(under, CV_32F, depth / 255);
        cv::blur(dark, dark, {2 * away + 1, 2 * away + 1});
        cv::Mat lit = 1 - dark, level;
        canvas_.convertTo(level, CV_32F);
        level = level.mul(lit);
        level.convertTo(canvas_, CV_8U);
    }

    Dice& dice_;
    int room_;
    cv::Mat canvas_;
    Desk desk_;
};

double level_of(const Raster& paper) {
    return cv::mean(view(paper))[0];
}

Rect framed(Size paper, const std::string& bed, Dice& dice) {
    if (bed == "none") {  // the operator's frame lies within the paper
        const double in = dice.uniform(4, 20);
        return {in, in, paper.width - 2 * in, paper.height - 2 * in};
    }
    const double least = 0.02 * paper.width, most = 0.12 * paper.width;
    const double l = dice.uniform(least, most), r = dice.uniform(least, most),
                 t = dice.uniform(least, most), b = dice.uniform(least, most);
    return {-l, -t, paper.width + l + r, paper.height + t + b};
}

std::string any_bed(Dice& dice) {
    constexpr std::array beds{"none", "dark", "grey", "light", "wood", "dark"};
    return beds[static_cast<std::size_t>(dice.below(6))];
}

Sheet written(Make& make, int width, int height, int number, Dice& dice) {
    BookStyle style = make.style(width, height, number);
    style.heading = dice.below(6) == 0;
    const int sort = make.sort;  // of the whole book
    if (sort == 0) return manuscript_page(make.prose(), make.flow, style, true, dice.next());
    if (sort == 1)
        return periodical_page(make.prose(), make.flow, style, dice.below(2) == 0, "1926");
    return book_page(make.prose(), make.flow, style);
}

}  // namespace

Desk opened_book(Dice dice) {
    Make make = make_of(dpi, dice);
    const int height = static_cast<int>(dice.uniform(1250, 1600));
    const int both = static_cast<int>(height * dice.uniform(1.2, 1.55));
    const double share = dice.below(3) ? dice.uniform(0.47, 0.53) : dice.uniform(0.37, 0.63);
    const int left = static_cast<int>(both * share), right = both - left;
    const int light = dice.below(5);  // 0, 1: no shadow; 2: a bright spine; else a shadow
    Sheet sheets[2] = {written(make, left, height, 2, dice), written(make, right, height, 3, dice)};
    if (light > 2 && dice.below(4) == 0) {
        const int side = dice.below(2);
        sheets[side] = dice.below(2) ? plate(make, side ? right : left, height, dice)
                                     : blank_leaf(make.language, side ? right : left, height, dpi);
    }
    const Raster papers[2] = {paper_of(sheets[0], make, nullptr, dice),
                              paper_of(sheets[1], make, nullptr, dice)};
    const std::string bed = any_bed(dice);
    Scene scene({double(both), double(height)}, bed, level_of(papers[0]), dice);
    scene.lay(papers[0], sheets[0].lines, {0, 0}, false);
    scene.lay(papers[1], sheets[1].lines, {double(left), double(dice.below(9) - 4)}, false);
    if (light == 2) {
        const double reach = dice.uniform(6, 30), depth = dice.uniform(0.03, 0.2);
        scene.shade(left, 0, height, -depth, -depth, reach);
    } else if (light > 2) {
        const double depth = dice.uniform(0.12, 0.7), reach = dice.uniform(8, 70);
        scene.shade(left, -6, height + 6, depth, depth * dice.uniform(0.2, 1), reach);
        if (dice.below(2)) scene.crease(left, 0, height, dice.uniform(0.2, 0.8), 1 + dice.below(4));
    }
    Desk& desk = scene.desk();
    desk.kind = light < 2 ? "opening plain" : light == 2 ? "opening bright" : "opening shadow";
    desk.language = make.language;
    desk.gutter = {Point{double(left), 0}, Point{double(left), double(height)}};
    const Rect area = framed({double(both), double(height)}, bed, dice);
    return scene.scanned(area, bed == "none" ? dice.uniform(-0.6, 0.6) : dice.uniform(-4, 4));
}

Desk single_sheet(int number, Dice dice) {
    constexpr std::array sorts{"book page",     "table ruled",  "table open",  "map landscape",
                               "map portrait",  "broad text",   "two columns", "periodical",
                               "dark edge",     "manuscript",   "plate",       "blank leaf",
                               "facing sliver", "folded table", "folded map"};
    const std::string sort = sorts[static_cast<std::size_t>(number) % sorts.size()];
    Make make = make_of(dpi, dice);
    int width = static_cast<int>(dice.uniform(900, 1150)),
        height = static_cast<int>(width * dice.uniform(1.25, 1.6));
    const bool upright = sort == "book page" || sort == "map portrait" || sort == "periodical" ||
                         sort == "dark edge" || sort == "manuscript" || sort == "facing sliver" ||
                         (sort == "plate" && dice.below(2));
    if (!upright) std::swap(width, height);
    Sheet sheet;
    if (sort == "table ruled" || sort == "table open" || sort == "folded table")
        sheet = table(make, width, height, sort != "table open", dice);
    else if (sort.find("map") != std::string::npos)
        sheet = map_sheet(make.prose(), width, height, dpi, dice.next());
    else if (sort == "broad text" || sort == "two columns")
        sheet = broad_text(make, width, height, sort == "two columns" ? 2 : 1, dice);
    else if (sort == "plate")
        sheet = plate(make, width, height, dice);
    else if (sort == "blank leaf")
        sheet = blank_leaf(make.language, width, height, dpi);
    else if (sort == "periodical")
        sheet = periodical_page(make.prose(), make.flow, make.style(width, height, 3),
                                dice.below(2) == 0, "1926");
    else if (sort == "manuscript")
        sheet = manuscript_page(make.prose(), make.flow, make.style(width, height, 3),
                                dice.below(2) == 0, dice.next());
    else
        sheet = written(make, width, height, 3, dice);
    const Raster paper = paper_of(sheet, make, nullptr, dice);
    const std::string bed = any_bed(dice);
    Scene scene({double(width), double(height)}, bed, level_of(paper), dice);
    const double w = width, h = height;
    scene.lay(paper, sheet.lines, {0, 0}, bed != "none");
    if (sort == "dark edge" || sort == "facing sliver")
        scene.shade(0, 0, h, 0, dice.uniform(0.3, 0.9), dice.uniform(10, 60));
    if (sort == "facing sliver") {
        const int sliver = static_cast<int>(w * dice.uniform(0.02, 0.12));
        const cv::Rect from(width - sliver, 0, sliver, height),
            to(scene.room() - sliver, scene.room(), sliver, height);
        const Sheet facing = written(make, width, height, 2, dice);
        view(paper_of(facing, make, nullptr, dice))(from).copyTo(scene.canvas()(to));
        scene.shade(0, 0, h, dice.uniform(0.3, 0.9), 0, dice.uniform(10, 60));
    }
    if (sort == "folded table" || sort == "folded map") {
        const double at = w * dice.uniform(0.4, 0.6);
        scene.crease(at, 0, h, dice.uniform(0.1, 0.5), 1 + dice.below(3));
        const double depth = dice.uniform(0, 0.15);
        scene.shade(at, 0, h, depth, depth / 2, dice.uniform(5, 40));
    }
    scene.desk().kind = sort;
    scene.desk().language = make.language;
    const Rect area = framed({w, h}, bed, dice);
    return scene.scanned(area, bed == "none" ? dice.uniform(-0.6, 0.6) : dice.uniform(-4, 4));
}

Desk bedded_leaf(int number, Dice dice) {
    constexpr std::array beds{"dark", "light", "grey", "wood", "dark", "light"};
    const std::string bed = beds[static_cast<std::size_t>(number) % beds.size()];
    Make make = make_of(dpi, dice);
    const int width = static_cast<int>(dice.uniform(900, 1150)),
              height = static_cast<int>(width * dice.uniform(1.25, 1.6));
    const Sheet sheet = written(make, width, height, 3, dice);
    const Raster paper = paper_of(sheet, make, nullptr, dice);
    Scene scene({double(width), double(height)}, bed, level_of(paper), dice);
    const double w = width, h = height, m = make.margin_mm / 25.4 * dpi;
    const int extra = dice.below(6);  // 0, 1: nothing; 2 sliver; 3 fingers; 4 weights; 5 a block
    scene.lay(paper, sheet.lines, {0, 0}, extra != 2);
    std::string with;
    if (extra == 2) {
        with = "sliver";
        const int sliver = static_cast<int>(w * dice.uniform(0.02, 0.10));
        const Sheet facing = written(make, width, height, 2, dice);
        const cv::Rect from(width - sliver, 0, sliver, height),
            to(scene.room() - sliver, scene.room(), sliver, height);
        view(paper_of(facing, make, nullptr, dice))(from).copyTo(scene.canvas()(to));
        const double depth = dice.uniform(0.25, 0.8), reach = dice.uniform(6, 40);
        scene.shade(0, 0, h, depth, depth * dice.uniform(0.4, 1), reach);
    } else if (extra == 3) {
        with = "fingers";
        for (int i = 1 + dice.below(3); i > 0; --i) {
            const int side = dice.below(3);
            const double along = dice.uniform(0.15, 0.85), reach = m * dice.uniform(0.3, 0.7);
            if (side == 0) scene.finger({0, along * h}, {1, 0}, reach);
            if (side == 1) scene.finger({w, along * h}, {-1, 0}, reach);
            if (side == 2) scene.finger({along * w, h}, {0, -1}, reach);
        }
    } else if (extra == 4) {
        with = "weights";
        const double reach = m * 0.6, along = dice.uniform(0.1, 0.7);
        const double wide = dice.uniform(0.1, 0.25);
        scene.weight({along * w, -300, wide * w, 300 + reach});
        if (dice.below(2)) scene.weight({-300, along * h, 300 + reach, wide * h});
    } else if (extra == 5) {
        with = "block";
        scene.block(w, 0, h, 8 + dice.below(22), 1);
    }
    scene.desk().kind = with.empty() ? "leaf" : with;
    scene.desk().language = make.language;
    return scene.scanned(framed({w, h}, bed, dice), dice.uniform(-2, 2));
}

}  // namespace nuskha

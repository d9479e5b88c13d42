#include "stages/curl.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <utility>

#include "models/median.hpp"

namespace nuskha {
namespace {

constexpr int nodes = 25;                   // values of each curve over the width of the page
constexpr int unknowns = 2 * nodes;         // of u, then of v
constexpr int rounds = 8;                   // of weighing anew
constexpr double stiffness = 0.3;           // of the curves against bending
constexpr std::size_t stretch_of_line = 8;  // letters whose median tells where the line runs

// What the values at the nodes weigh at x: the same curve as Bend draws.
struct Weights {
    int first;  // node of the first weight
    std::array<double, 4> w;
};

Weights weights_at(double x, double width) {
    const double at = std::clamp(x / width, 0.0, 1.0) * (nodes - 1);
    const int i = std::min(static_cast<int>(at), nodes - 2);
    const double t = at - i, t2 = t * t, t3 = t2 * t;
    std::array<double, 4> w{(-t + 2 * t2 - t3) / 2, (2 - 5 * t2 + 3 * t3) / 2,
                            (t + 4 * t2 - 3 * t3) / 2, (t3 - t2) / 2};
    if (i == 0) {  // the node before the first lies on the line through the first two
        w[1] += 2 * w[0];
        w[2] -= w[0];
        return {0, {w[1], w[2], w[3], 0}};
    }
    if (i == nodes - 2) {
        w[2] += 2 * w[3];
        w[1] -= w[3];
        return {i - 2, {0, w[0], w[1], w[2]}};
    }
    return {i - 1, w};
}

struct Sample {
    Weights weights;
    double x, y, weight = 1;
};

// A line with what the fit knows of it.
struct Course {
    std::vector<Sample> samples;
    double level = 0;  // Y
};

class Fit {
  public:
    Fit(double width, double height) : width_(width), height_(height), values_(unknowns, 0.0) {}

    void to(std::vector<Course>& lines) {
        for (Course& line : lines)
            line.level = mean(line);
        for (int round = 0; round < rounds; ++round) {
            solve(lines);
            weigh(lines);
        }
    }

    // How far below its level a line at this height runs at a sample.
    double off(const Sample& s, double level) const {
        double u = 0, v = 0;
        for (int k = 0; k < 4; ++k) {
            const auto at = static_cast<std::size_t>(s.weights.first + k);
            u += s.weights.w[static_cast<std::size_t>(k)] * values_[at];
            v += s.weights.w[static_cast<std::size_t>(k)] * values_[nodes + at];
        }
        return u + v * (level / height_ - 0.5);
    }

    Bend bend() const {
        Bend b{width_, {}, {}};
        for (std::size_t i = 0; i < nodes; ++i) {
            b.shift.push_back(values_[i] - 0.5 * values_[nodes + i]);
            b.stretch.push_back(values_[nodes + i] / height_);
        }
        return b;
    }

  private:
    double mean(const Course& line) const {
        double sum = 0, all = 0;
        for (const Sample& s : line.samples) {
            sum += s.weight * (s.y - off(s, line.level));
            all += s.weight;
        }
        return sum / all;
    }

    void solve(std::vector<Course>& lines) {
        cv::Mat normal = cv::Mat::zeros(unknowns, unknowns, CV_64F);
        cv::Mat right = cv::Mat::zeros(unknowns, 1, CV_64F);
        std::vector<double> sums(unknowns);
        for (const Course& line : lines) {  // the level of each line is eliminated
            std::fill(sums.begin(), sums.end(), 0.0);
            double weight = 0, y = 0;
            const double t = line.level / height_ - 0.5;
            for (const Sample& s : line.samples) {
                add(s, t, normal, right, sums);
                weight += s.weight;
                y += s.weight * s.y;
            }
            for (int i = 0; i < unknowns; ++i) {
                if (sums[static_cast<std::size_t>(i)] == 0) continue;
                right.at<double>(i) -= sums[static_cast<std::size_t>(i)] * y / weight;
                for (int k = 0; k < unknowns; ++k)
                    normal.at<double>(i, k) -= sums[static_cast<std::size_t>(i)] *
                                               sums[static_cast<std::size_t>(k)] / weight;
            }
        }
        stiffen(normal, lines);
        cv::Mat found;
        cv::solve(normal, right, found, cv::DECOMP_CHOLESKY);
        for (int i = 0; i < unknowns; ++i)
            values_[static_cast<std::size_t>(i)] = found.at<double>(i);
    }

    static void add(const Sample& s, double t, cv::Mat& normal, cv::Mat& right,
                    std::vector<double>& sums) {
        std::array<std::pair<int, double>, 8> b;
        for (std::size_t k = 0; k < 4; ++k) {
            b[k] = {s.weights.first + static_cast<int>(k), s.weights.w[k]};
            b[k + 4] = {nodes + b[k].first, s.weights.w[k] * t};
        }
        for (const auto& [i, wi] : b) {
            sums[static_cast<std::size_t>(i)] += s.weight * wi;
            right.at<double>(i) += s.weight * wi * s.y;
            for (const auto& [k, wk] : b)
                normal.at<double>(i, k) += s.weight * wi * wk;
        }
    }

    // Against bending without need, and a little against departing from 0 at all: that settles what
    // the lines leave open.
    static void stiffen(cv::Mat& normal, const std::vector<Course>& lines) {
        double weight = 0;
        for (const Course& line : lines)
            for (const Sample& s : line.samples)
                weight += s.weight;
        const double bending = stiffness * weight / nodes, size = 1e-4 * weight / nodes;
        for (const int first : {0, nodes}) {
            for (int i = first; i < first + nodes; ++i)
                normal.at<double>(i, i) += size + 1e-9;
            for (int i = first + 1; i + 1 < first + nodes; ++i)
                for (const auto& [a, wa] : {std::pair(i - 1, 1.0), {i, -2.0}, {i + 1, 1.0}})
                    for (const auto& [b, wb] : {std::pair(i - 1, 1.0), {i, -2.0}, {i + 1, 1.0}})
                        normal.at<double>(a, b) += bending * wa * wb;
        }
    }

    void weigh(std::vector<Course>& lines) {
        std::vector<double> all;
        for (Course& line : lines) {
            line.level = mean(line);
            for (const Sample& s : line.samples)
                all.push_back(std::abs(s.y - line.level - off(s, line.level)));
        }
        const double scale = std::max(0.1, 1.5 * median(std::move(all)));
        for (Course& line : lines)
            for (Sample& s : line.samples) {
                const double r = (s.y - line.level - off(s, line.level)) / scale;
                s.weight = 1 / (1 + r * r);
            }
    }

    double width_, height_;
    std::vector<double> values_;
};

std::vector<Course> courses_of(const std::vector<TracedLine>& lines, double width) {
    std::vector<Course> courses;
    for (const TracedLine& line : lines) {
        Course course;
        for (const Point& p : line.points)
            course.samples.push_back({weights_at(p.x, width), p.x, p.y});
        courses.push_back(std::move(course));
    }
    return courses;
}

// Adds the squared departures from level of a line's stretches, less `fit` where there is one.
void add_departures(const Course& line, const Fit* fit, double& squares, int& count) {
    std::vector<double> places, stretch;
    for (const Sample& s : line.samples) {
        stretch.push_back(s.y - (fit ? fit->off(s, line.level) : 0));
        if (stretch.size() == stretch_of_line) {
            places.push_back(median(std::exchange(stretch, {})));
        }
    }
    if (places.size() < 2) return;
    const double level = std::accumulate(places.begin(), places.end(), 0.0) / double(places.size());
    for (const double place : places)
        squares += (place - level) * (place - level);
    count += static_cast<int>(places.size());
}

}  // namespace

Curl measure_curl(const std::vector<TracedLine>& traced, double width, double height) {
    Curl curl;
    curl.lines = static_cast<int>(traced.size());
    if (traced.size() < 2) return curl;
    std::vector<Course> lines = courses_of(traced, width);
    Fit fit(width, height);
    fit.to(lines);
    curl.bend = fit.bend();
    double left = width, right = 0;
    for (const Course& line : lines) {
        double least = 0, most = 0;
        for (const Sample& s : line.samples) {
            const double off = fit.off(s, line.level);
            least = &s == &line.samples.front() ? off : std::min(least, off);
            most = &s == &line.samples.front() ? off : std::max(most, off);
        }
        curl.range = std::max(curl.range, most - least);
        left = std::min(left, line.samples.front().x);
        right = std::max(right, line.samples.back().x);
    }
    curl.breadth = std::max(0.0, right - left) / width;

    // Every other line down the page is judged by what the others say.
    std::sort(lines.begin(), lines.end(),
              [](const Course& a, const Course& b) { return a.level < b.level; });
    std::array<std::vector<Course>, 2> halves;
    for (std::size_t i = 0; i < lines.size(); ++i)
        halves[i % 2].push_back(lines[i]);
    double before = 0, after = 0;
    int count = 0, again = 0;
    for (const std::size_t half : {0U, 1U}) {
        Fit other(width, height);
        std::vector<Course> learnt = halves[1 - half];
        other.to(learnt);
        for (const Course& line : halves[half]) {
            add_departures(line, nullptr, before, count);
            add_departures(line, &other, after, again);
        }
    }
    if (count > 0) {
        curl.before = std::sqrt(before / count);
        curl.after = std::sqrt(after / again);
    }
    return curl;
}

}  // namespace nuskha

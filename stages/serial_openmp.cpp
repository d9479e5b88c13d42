// Tesseract opens an OpenMP region of 4 threads for every time step of every layer. Workers are one a
// core, so more threads gain a batch nothing, and even with one thread libgomp's making and ending of a
// team for each region is a twentieth of recognition and more in system calls. The four entry points
// that libtesseract uses are found here before libgomp's, and run the region in the calling thread.
// Outside a team libgomp itself answers 0 and 1 to omp_get_thread_num and omp_get_num_threads, which is
// just this. (Interface: GCC's libgomp manual, chapter "The libgomp ABI".)
#include "stages/serial_openmp.hpp"

#include <dlfcn.h>

namespace {

struct Sections {  // of the region at hand
    unsigned count = 0, given = 0;
};
thread_local Sections sections;

}  // namespace

extern "C" {

void GOMP_parallel(void (*region)(void*), void* data, unsigned, unsigned) {
    region(data);
}

void GOMP_parallel_sections(void (*region)(void*), void* data, unsigned, unsigned count, unsigned) {
    const Sections outer = sections;
    sections = {count, 0};
    region(data);
    sections = outer;
}

unsigned GOMP_sections_next() {
    return sections.given < sections.count ? ++sections.given : 0;
}

void GOMP_sections_end_nowait() {}
}

bool nuskha::openmp_runs_serially() {
    return dlsym(RTLD_DEFAULT, "GOMP_parallel_sections") ==
           reinterpret_cast<void*>(&GOMP_parallel_sections);
}

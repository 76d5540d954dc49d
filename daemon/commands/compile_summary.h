#ifndef GZ_COMPILE_SUMMARY_H
#define GZ_COMPILE_SUMMARY_H

#include <stdint.h>
#include <stdio.h>

#include "rules/gazetteer/compile/compile.h"

// What `gazetted compile` spent its time on.
enum gz_compile_step {
    GZ_COMPILE_STEP_READ,
    GZ_COMPILE_STEP_SORT,
    GZ_COMPILE_STEP_WRITE,
    GZ_COMPILE_STEP_SAVE,  // the file
    GZ_COMPILE_STEP_COUNT,
};

struct gz_compile_summary {
    const char *output;  // path of the image
    struct gz_compile_report report;
    uint64_t image_bytes;
    int64_t step_us[GZ_COMPILE_STEP_COUNT];
};

/** Print what was compiled, in three lines. */
void gz_compile_summary_print(const struct gz_compile_summary *s, FILE *out);

/** Print how long each step took, in one line. */
void gz_compile_summary_times(const struct gz_compile_summary *s, FILE *out);

#endif

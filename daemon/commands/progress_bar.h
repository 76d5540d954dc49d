#ifndef GZ_PROGRESS_BAR_H
#define GZ_PROGRESS_BAR_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "daemon/base/clock.h"

/*
 * One line of a terminal that says how far some work is, drawn over itself at
 * most ten times a second and gone when the work has ended:
 *
 *     reading names.tsv [###########              ]  43 %
 *
 * Whoever prints other text to the same terminal clears the bar first; the
 * next call draws it again below.
 */
struct gz_progress_bar {
    FILE *out;                     // borrowed; NULL: nothing is drawn
    const struct gz_clock *clock;  // borrowed
    int64_t next_us;               // not drawn again before
    bool shown;
};

/** A bar that is not shown yet, on out, which is a terminal or NULL. */
void gz_progress_bar_init(struct gz_progress_bar *bar, FILE *out,
                          const struct gz_clock *clock);

/** Show what is being done, and how much of it; total 0 is all of it. */
void gz_progress_bar_show(struct gz_progress_bar *bar, const char *verb,
                          const char *what, uint64_t done, uint64_t total);

/** Take the bar away, if it is shown. */
void gz_progress_bar_clear(struct gz_progress_bar *bar);

#endif

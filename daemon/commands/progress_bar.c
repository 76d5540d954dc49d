#include "daemon/commands/progress_bar.h"

#include <string.h>

enum {
    INTERVAL_US = 100 * 1000,
    CELLS = 25,
    // With the rest of the line this leaves the last of 80 columns free.
    WHAT_BYTES_MAX = 32,
};

void gz_progress_bar_init(struct gz_progress_bar *bar, FILE *out,
                          const struct gz_clock *clock)
{
    *bar = (struct gz_progress_bar){
        .out = out, .clock = clock, .next_us = INT64_MIN};
}

// The end of a path tells more than its begin; no code point is cut.
static const char *shorten(const char *what)
{
    const size_t len = strlen(what);
    const char *end = len > WHAT_BYTES_MAX ? what + len - WHAT_BYTES_MAX : what;
    while (((unsigned char)*end & 0xC0) == 0x80) {
        end++;
    }
    return end;
}

void gz_progress_bar_show(struct gz_progress_bar *bar, const char *verb,
                          const char *what, uint64_t done, uint64_t total)
{
    if (bar->out == NULL) {
        return;
    }
    const int64_t now_us = gz_clock_monotonic_us(bar->clock);
    if (now_us < bar->next_us) {
        return;
    }
    bar->next_us = now_us + INTERVAL_US;
    bar->shown = true;
    const double part =
        total == 0 || done >= total ? 1 : (double)done / (double)total;
    const int cells = (int)(part * CELLS);
    static const char marks[] = "#########################";
    fprintf(bar->out, "\r\033[K%s %s%s[%-*.*s] %3d %%", verb, shorten(what),
            what[0] == '\0' ? "" : " ", CELLS, cells, marks, (int)(part * 100));
    fflush(bar->out);
}

void gz_progress_bar_clear(struct gz_progress_bar *bar)
{
    if (bar->shown) {
        fputs("\r\033[K", bar->out);
        fflush(bar->out);
        bar->shown = false;
        bar->next_us = INT64_MIN;
    }
}

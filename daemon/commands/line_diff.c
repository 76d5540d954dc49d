#include "daemon/commands/line_diff.h"

#include <stdlib.h>

struct lines {
    struct gz_str items[GZ_LINE_DIFF_MAX];
    uint32_t count;
};

struct diff {
    struct lines a;
    struct lines b;
    // Length of the longest common subsequence from these lines on.
    uint16_t common[GZ_LINE_DIFF_MAX + 1][GZ_LINE_DIFF_MAX + 1];
};

static void cut(struct gz_str text, struct lines *out)
{
    out->count = 0;
    while (text.len_bytes > 0 && out->count < GZ_LINE_DIFF_MAX) {
        out->items[out->count++] = gz_str_cut(&text, '\n');
    }
}

static void measure(struct diff *d)
{
    for (uint32_t i = d->a.count; i-- > 0;) {
        for (uint32_t k = d->b.count; k-- > 0;) {
            const uint16_t down = d->common[i + 1][k];
            const uint16_t right = d->common[i][k + 1];
            d->common[i][k] = down > right ? down : right;
            if (gz_str_eq(d->a.items[i], d->b.items[k])) {
                d->common[i][k] = (uint16_t)(d->common[i + 1][k + 1] + 1);
            }
        }
    }
}

static void append_line(char sign, struct gz_str line, struct gz_buffer *out)
{
    gz_buffer_append_byte(out, (uint8_t)sign);
    gz_buffer_append_str(out, line);
    gz_buffer_append_byte(out, '\n');
}

static void print(const struct diff *d, struct gz_buffer *out)
{
    uint32_t i = 0;
    uint32_t k = 0;
    while (i < d->a.count || k < d->b.count) {
        if (i < d->a.count && k < d->b.count &&
            gz_str_eq(d->a.items[i], d->b.items[k])) {
            append_line(' ', d->a.items[i++], out);
            k++;
        } else if (i < d->a.count &&
                   (k == d->b.count ||
                    d->common[i + 1][k] >= d->common[i][k + 1])) {
            append_line('-', d->a.items[i++], out);
        } else {
            append_line('+', d->b.items[k++], out);
        }
    }
}

void gz_line_diff_append(struct gz_str expected, struct gz_str found,
                         struct gz_buffer *out)
{
    struct diff *d = calloc(1, sizeof(*d));
    if (d == NULL) {
        gz_buffer_append_z(out, "(no memory for a diff)\n");
        return;
    }
    cut(expected, &d->a);
    cut(found, &d->b);
    measure(d);
    gz_buffer_append_fmt(out, "--- expected\n+++ found\n@@ -%d,%u +%d,%u @@\n",
                         d->a.count > 0, d->a.count, d->b.count > 0,
                         d->b.count);
    print(d, out);
    free(d);
}

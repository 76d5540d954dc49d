#include "daemon/observe/log_limit.h"

#include <stdio.h>
#include <string.h>

enum { WINDOW_US = 1000000 };

void gz_log_limit_init(struct gz_log_limit *limit)
{
    memset(limit, 0, sizeof(*limit));
}

static bool is_row(const struct gz_log_limit_row *row, enum gz_log_level level,
                   const char *component)
{
    return row->level == level &&
           strncmp(row->component, component, sizeof(row->component) - 1) == 0;
}

static struct gz_log_limit_row *find_row(struct gz_log_limit *limit,
                                         enum gz_log_level level,
                                         const char *component, int64_t now_us)
{
    for (uint32_t i = 0; i < limit->count; i++) {
        if (is_row(&limit->rows[i], level, component)) {
            return &limit->rows[i];
        }
    }
    if (limit->count == GZ_LOG_LIMIT_ROWS) {
        return &limit->rows[GZ_LOG_LIMIT_ROWS - 1];
    }
    struct gz_log_limit_row *row = &limit->rows[limit->count++];
    row->level = level;
    row->begin_us = now_us;
    snprintf(row->component, sizeof(row->component), "%s", component);
    return row;
}

static bool is_over(const struct gz_log_limit_row *row, int64_t now_us)
{
    return now_us == INT64_MAX || now_us - row->begin_us >= WINDOW_US;
}

static void take(struct gz_log_limit_row *row, struct gz_log_suppressed *out)
{
    memcpy(out->component, row->component, sizeof(out->component));
    out->level = row->level;
    out->count = row->suppressed;
    row->suppressed = 0;
}

bool gz_log_limit_admit(struct gz_log_limit *limit, enum gz_log_level level,
                        const char *component, int64_t now_us,
                        struct gz_log_suppressed *before)
{
    struct gz_log_limit_row *row = find_row(limit, level, component, now_us);

    before->count = 0;
    if (is_over(row, now_us)) {
        take(row, before);
        row->begin_us = now_us;
        row->passed = 0;
    }
    if (row->passed < GZ_LOG_BURST) {
        row->passed++;
        return true;
    }
    if (row->suppressed < UINT32_MAX) {
        row->suppressed++;
    }
    return false;
}

bool gz_log_limit_take(struct gz_log_limit *limit, int64_t now_us,
                       struct gz_log_suppressed *out)
{
    for (uint32_t i = 0; i < limit->count; i++) {
        struct gz_log_limit_row *row = &limit->rows[i];
        if (row->suppressed > 0 && is_over(row, now_us)) {
            take(row, out);
            return true;
        }
    }
    return false;
}

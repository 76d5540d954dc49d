#include "daemon/kafka/retry_notice.h"

static const int64_t SECOND_US = 1000 * 1000;
static const int64_t STILL_US = 30 * 1000 * 1000;

enum gz_retry_telling gz_retry_notice_fail(struct gz_retry_notice *n,
                                           int64_t now_us)
{
    if (n->due_us == 0) {
        n->first_us = now_us;
        n->due_us = now_us + STILL_US;
        return GZ_RETRY_FIRST;
    }
    if (now_us < n->due_us) {
        return GZ_RETRY_SILENT;
    }
    n->due_us = now_us + (now_us - n->first_us);
    return GZ_RETRY_STILL;
}

int64_t gz_retry_notice_seconds(const struct gz_retry_notice *n, int64_t now_us)
{
    return (now_us - n->first_us) / SECOND_US;
}

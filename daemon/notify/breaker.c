#include "daemon/notify/breaker.h"

#include <assert.h>

void gz_breaker_init(struct gz_breaker *b, uint32_t limit, int64_t pause_ms)
{
    assert(limit > 0 && pause_ms > 0);
    *b = (struct gz_breaker){
        .limit = limit,
        .pause_ms = pause_ms,
        .until_ms = INT64_MIN,
    };
}

int64_t gz_breaker_next_ms(const struct gz_breaker *b)
{
    return b->state == GZ_BREAKER_PROBING ? INT64_MAX : b->until_ms;
}

bool gz_breaker_allows(const struct gz_breaker *b, int64_t now_ms)
{
    return b->state != GZ_BREAKER_PROBING && now_ms >= b->until_ms;
}

void gz_breaker_begin(struct gz_breaker *b, int64_t now_ms)
{
    assert(gz_breaker_allows(b, now_ms));
    if (b->state == GZ_BREAKER_OPEN) {
        b->state = GZ_BREAKER_PROBING;
    }
}

static int64_t pause_of(const struct gz_breaker *b)
{
    int64_t pause_ms = b->pause_ms;

    for (uint32_t i = 1; i < b->openings; i++) {
        if (pause_ms >= GZ_BREAKER_PAUSE_MAX_MS / 2) {
            // A first pause may be longer than the limit: it was asked for.
            return b->pause_ms > GZ_BREAKER_PAUSE_MAX_MS
                       ? b->pause_ms
                       : GZ_BREAKER_PAUSE_MAX_MS;
        }
        pause_ms *= 2;
    }
    return pause_ms;
}

static void open_up(struct gz_breaker *b, int64_t now_ms)
{
    b->state = GZ_BREAKER_OPEN;
    b->openings++;
    gz_breaker_hold(b, now_ms + pause_of(b));
}

bool gz_breaker_end(struct gz_breaker *b, bool good, int64_t now_ms)
{
    const enum gz_breaker_state before = b->state;

    if (good) {
        b->state = GZ_BREAKER_CLOSED;
        b->failures = 0;
        b->openings = 0;
        if (before != GZ_BREAKER_CLOSED) {
            b->until_ms = now_ms;
        }
        return before != GZ_BREAKER_CLOSED;
    }
    b->failures += b->failures < UINT32_MAX ? 1 : 0;
    if (before == GZ_BREAKER_PROBING ||
        (before == GZ_BREAKER_CLOSED && b->failures >= b->limit)) {
        open_up(b, now_ms);
    }
    return before == GZ_BREAKER_CLOSED && b->state == GZ_BREAKER_OPEN;
}

void gz_breaker_cancel(struct gz_breaker *b)
{
    if (b->state == GZ_BREAKER_PROBING) {
        b->state = GZ_BREAKER_OPEN;
    }
}

void gz_breaker_hold(struct gz_breaker *b, int64_t until_ms)
{
    b->until_ms = until_ms > b->until_ms ? until_ms : b->until_ms;
}

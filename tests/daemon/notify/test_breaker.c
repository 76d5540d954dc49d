#include "daemon/notify/breaker.h"

#include "tests/support/check.h"

enum call { BEGIN, GOOD, BAD, CANCEL, HOLD, LOOK };

// Three failures open it for 100 ms.
static const struct step {
    int64_t now_ms;
    enum call call;
    bool changes;  // of GOOD and BAD
    enum gz_breaker_state state;
    int64_t next_ms;
} steps[] = {
    {0, LOOK, false, GZ_BREAKER_CLOSED, INT64_MIN},
    {0, BAD, false, GZ_BREAKER_CLOSED, INT64_MIN},
    {0, BAD, false, GZ_BREAKER_CLOSED, INT64_MIN},
    {0, GOOD, false, GZ_BREAKER_CLOSED, INT64_MIN},  // in a row only
    {0, BAD, false, GZ_BREAKER_CLOSED, INT64_MIN},
    {0, BAD, false, GZ_BREAKER_CLOSED, INT64_MIN},
    {10, BAD, true, GZ_BREAKER_OPEN, 110},
    {20, BAD, false, GZ_BREAKER_OPEN, 110},  // was on its way: not again
    {110, BEGIN, false, GZ_BREAKER_PROBING, INT64_MAX},
    {120, BAD, false, GZ_BREAKER_OPEN, 320},  // twice the pause
    {320, BEGIN, false, GZ_BREAKER_PROBING, INT64_MAX},
    {320, CANCEL, false, GZ_BREAKER_OPEN, 320},
    {330, BEGIN, false, GZ_BREAKER_PROBING, INT64_MAX},
    {340, BAD, false, GZ_BREAKER_OPEN, 740},
    {350, GOOD, true, GZ_BREAKER_CLOSED, 350},  // a late one is a sign of life
    {350, BEGIN, false, GZ_BREAKER_CLOSED, 350},
    {360, BAD, false, GZ_BREAKER_CLOSED, 350},
    {360, BAD, false, GZ_BREAKER_CLOSED, 350},
    {360, BAD, true, GZ_BREAKER_OPEN, 460},  // from the first pause on
    {460, BEGIN, false, GZ_BREAKER_PROBING, INT64_MAX},
    {470, GOOD, true, GZ_BREAKER_CLOSED, 470},
    {480, HOLD, false, GZ_BREAKER_CLOSED, 1480},  // asked to wait 1,000 ms
    {490, GOOD, false, GZ_BREAKER_CLOSED, 1480},
    {500, BAD, false, GZ_BREAKER_CLOSED, 1480},
};

static bool apply(struct gz_breaker *b, const struct step *s)
{
    switch (s->call) {
    case BEGIN:
        CHECK(gz_breaker_allows(b, s->now_ms));
        CHECK(!gz_breaker_allows(b, gz_breaker_next_ms(b) - 1));
        gz_breaker_begin(b, s->now_ms);
        return false;
    case GOOD:
        return gz_breaker_end(b, true, s->now_ms);
    case BAD:
        return gz_breaker_end(b, false, s->now_ms);
    case CANCEL:
        gz_breaker_cancel(b);
        return false;
    case HOLD:
        gz_breaker_hold(b, s->now_ms + 1000);
        gz_breaker_hold(b, s->now_ms + 10);  // the later one counts
        return false;
    default:
        return false;
    }
}

static void test_steps(void)
{
    struct gz_breaker b;

    gz_breaker_init(&b, 3, 100);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        const bool changes = apply(&b, &steps[i]);
        if (changes != steps[i].changes || b.state != steps[i].state ||
            gz_breaker_next_ms(&b) != steps[i].next_ms) {
            fprintf(stderr,
                    "step %zu: changes %d, state %d, next %" PRId64 "\n", i,
                    changes, (int)b.state, gz_breaker_next_ms(&b));
            exit(1);
        }
    }
}

// However often it fails, a receiver is probed once in GZ_BREAKER_PAUSE_MAX_MS.
static void test_longest_pause(void)
{
    struct gz_breaker b;
    int64_t now_ms = 0;

    gz_breaker_init(&b, 1, 30000);
    for (int i = 0; i < 100; i++) {
        CHECK(gz_breaker_allows(&b, now_ms));
        gz_breaker_begin(&b, now_ms);
        (void)gz_breaker_end(&b, false, now_ms);
        const int64_t pause_ms = gz_breaker_next_ms(&b) - now_ms;
        CHECK(pause_ms >= 30000 && pause_ms <= GZ_BREAKER_PAUSE_MAX_MS);
        CHECK(i < 10 || pause_ms == GZ_BREAKER_PAUSE_MAX_MS);
        now_ms = gz_breaker_next_ms(&b);
    }
}

int main(void)
{
    test_steps();
    test_longest_pause();
    return 0;
}

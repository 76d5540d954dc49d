#include "daemon/commands/interruption.h"

#include <signal.h>

static volatile sig_atomic_t interrupted;
static bool heeded;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

void gz_interruption_heed(void)
{
    if (!heeded) {
        heeded = true;
        signal(SIGINT, on_signal);
        signal(SIGTERM, on_signal);
    }
}

bool gz_interruption_came(void)
{
    return interrupted != 0;
}

bool gz_interruption_stop(void *ctx)
{
    (void)ctx;
    gz_interruption_heed();
    return gz_interruption_came();
}

// Any bytes as a record of the alert state.  What is accepted can be run on
// and is written so that it is accepted again.

#include <stdlib.h>

#include "daemon/alert/alert_engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum gz_status on_alert(void *ctx, const struct gz_alert_event *alert)
{
    (void)ctx;
    (void)alert;
    return GZ_OK;
}

static enum gz_status on_state(void *ctx, struct gz_str key,
                               struct gz_str value)
{
    struct gz_alert_engine *again = ctx;
    if (gz_alert_engine_restore(again, key, value, NULL) != GZ_OK) {
        abort();
    }
    return GZ_OK;
}

// The first byte says how long the key is.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || data[0] > size - 1) {
        return 0;
    }
    const struct gz_str key = {(const char *)data + 1, data[0]};
    const struct gz_str value = {key.ptr + key.len_bytes,
                                 size - 1 - key.len_bytes};
    struct gz_subscription_index *ix = gz_subscription_index_new();
    struct gz_alert_engine *e = gz_alert_engine_new(NULL);
    struct gz_alert_engine *again = gz_alert_engine_new(NULL);
    const struct gz_alert_sink sink = {on_alert, on_state, again};
    if (ix == NULL || e == NULL || again == NULL) {
        abort();
    }
    if (gz_alert_engine_restore(e, key, value, NULL) == GZ_OK) {
        (void)!gz_alert_engine_start(e);
        if (gz_alert_engine_tick(e, ix, INT64_C(1795000000000),
                                 INT64_C(1795000000000), &sink) != GZ_OK ||
            gz_alert_engine_flush(e, &sink) != GZ_OK) {
            abort();
        }
    }
    gz_alert_engine_free(e);
    gz_alert_engine_free(again);
    gz_subscription_index_free(ix);
    return 0;
}

#include "daemon/reloader.h"

#include <assert.h>

#include "daemon/base/thread.h"
#include "daemon/config/config_changes.h"
#include "daemon/setup.h"

void gz_reloader_init(struct gz_reloader *r, const struct gz_config *config,
                      void (*on_done)(void *ctx), void *ctx)
{
    *r = (struct gz_reloader){
        .config = config, .on_done = on_done, .ctx = ctx, .status = GZ_OK};
    gz_error_init(&r->err);
    gz_buffer_init(&r->waiting, 0);
}

static void join(struct gz_reloader *r)
{
    if (r->busy) {
        (void)pthread_join(r->thread, NULL);
        r->busy = false;
    }
}

static void drop(struct gz_reloader *r)
{
    gz_ruleset_unref(r->loaded.rules);
    gz_subscription_index_free(r->loaded.subscriptions);
    gz_receivers_unref(r->loaded.receivers);
    r->loaded = (struct gz_reload){0};
}

void gz_reloader_fini(struct gz_reloader *r)
{
    join(r);
    drop(r);
    gz_error_fini(&r->err);
    gz_buffer_fini(&r->waiting);
}

// The first of several findings.
static void find(struct gz_reloader *r, enum gz_status st)
{
    r->status = r->status == GZ_OK ? st : r->status;
}

// All parts, whatever becomes of one, so that all mistakes are told at once.
static void *load(void *arg)
{
    struct gz_reloader *r = arg;
    struct gz_reload *out = &r->loaded;

    r->status = gz_config_changes(r->config, &r->waiting, &r->err);
    find(r, gz_setup_receivers(r->config, &out->receivers, &r->err));
    find(r, gz_setup_rules(r->config, &out->rules, &r->err));
    if (out->rules != NULL) {
        find(r, gz_setup_subscriptions(r->config, out->rules, out->receivers,
                                       &out->subscriptions, &r->err));
    }
    out->waiting = gz_buffer_str(&r->waiting);
    if (r->status != GZ_OK) {
        drop(r);
    }
    r->on_done(r->ctx);
    return NULL;
}

bool gz_reloader_start(struct gz_reloader *r)
{
    if (r->busy) {
        return false;
    }
    gz_error_clear(&r->err);
    gz_buffer_clear(&r->waiting);
    r->busy = gz_thread_start(&r->thread, "reload", load, r, NULL) == GZ_OK;
    return r->busy;
}

enum gz_status gz_reloader_take(struct gz_reloader *r, struct gz_reload *out,
                                const struct gz_error **err)
{
    assert(r->busy);
    join(r);
    *out = r->loaded;
    *err = &r->err;
    r->loaded = (struct gz_reload){0};
    return r->status;
}

#include "daemon/reloader.h"

#include <assert.h>

#include "daemon/base/thread.h"
#include "daemon/setup.h"

void gz_reloader_init(struct gz_reloader *r, const struct gz_config *config,
                      void (*on_done)(void *ctx), void *ctx)
{
    *r = (struct gz_reloader){
        .config = config, .on_done = on_done, .ctx = ctx, .status = GZ_OK};
    gz_error_init(&r->err);
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
}

static void *load(void *arg)
{
    struct gz_reloader *r = arg;

    r->status = gz_setup_rules(r->config, &r->loaded.rules, &r->err);
    if (r->status == GZ_OK) {
        r->status = gz_setup_subscriptions(r->config, r->loaded.rules,
                                           &r->loaded.subscriptions, &r->err);
    }
    // Even so, that all mistakes are told at once.
    const enum gz_status st =
        gz_setup_receivers(r->config, &r->loaded.receivers, &r->err);
    r->status = r->status == GZ_OK ? st : r->status;
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
    r->busy = gz_thread_start(&r->thread, load, r, NULL) == GZ_OK;
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

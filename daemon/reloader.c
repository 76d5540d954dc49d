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
    gz_ruleset_unref(r->rules);
    r->rules = NULL;
    gz_subscription_index_free(r->subscriptions);
    r->subscriptions = NULL;
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

    r->status = gz_setup_rules(r->config, &r->rules, &r->err);
    if (r->status == GZ_OK) {
        r->status = gz_setup_subscriptions(r->config, r->rules,
                                           &r->subscriptions, &r->err);
    }
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

enum gz_status gz_reloader_take(struct gz_reloader *r,
                                struct gz_ruleset **rules,
                                struct gz_subscription_index **subscriptions,
                                const struct gz_error **err)
{
    assert(r->busy);
    join(r);
    *rules = r->rules;
    *subscriptions = r->subscriptions;
    *err = &r->err;
    r->rules = NULL;
    r->subscriptions = NULL;
    return r->status;
}

// Where the service's subscriptions come from: files, which are loaded before
// it is made and at each reload, and a topic.

#include "daemon/kafka/topic_plan.h"
#include "daemon/service_state.h"

static const char COMPONENT[] = "service";

static enum gz_status make_topic(struct gz_service *s, struct gz_error *err)
{
    const struct gz_subscription_topic_options options = {
        .config = s->config,
        .pool = s->pool,
        .log = s->log,
        .loop = s->loop,
        .required = s->config->alerts.workers > 0,
        .on_phase = gz_service_call,
        .ctx = s,
    };

    return gz_subscription_topic_new(&options, &s->topic, err);
}

enum gz_status
gz_service_make_subscriptions(struct gz_service *s,
                              const struct gz_subscription_index *files,
                              struct gz_error *err)
{
    struct gz_subscription_index *copy = gz_subscription_index_copy(files);

    s->pool = copy == NULL ? NULL : gz_subscription_pool_new(copy);
    if (s->pool == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for subscriptions");
    }
    return gz_topic_plan_needs(s->config, GZ_TOPIC_SUBSCRIPTIONS)
               ? make_topic(s, err)
               : GZ_OK;
}

static bool say_hidden(void *ctx, struct gz_subscription *one)
{
    const struct gz_service *s = ctx;

    gz_log_warning(s->log, COMPONENT,
                   "subscription " GZ_STR_FMT
                   " stands in a file and in %s: the file's is in force",
                   GZ_STR_ARG(gz_subscription_id(one)),
                   s->config->alerts.subscriptions_topic);
    return true;
}

bool gz_service_take_files(struct gz_service *s,
                           struct gz_subscription_index *files)
{
    return gz_subscription_pool_files(s->pool, files, say_hidden, s) == GZ_OK;
}

bool gz_service_awaits(const struct gz_service *s)
{
    return s->topic != NULL && s->config->alerts.workers > 0 &&
           !s->alerts_started;
}

const char *gz_service_why_waiting(const struct gz_service *s)
{
    return s->topic != NULL && gz_subscription_topic_phase(s->topic) ==
                                   GZ_SUBSCRIPTIONS_READING
               ? "reading subscriptions"
               : NULL;
}

static void start_alerts(struct gz_service *s)
{
    s->alerts_started = true;
    s->status = gz_service_start_workers(s, s->config->workers, s->worker_count,
                                         s->err);
    if (s->status != GZ_OK) {
        gz_service_begin_stop(s, "a worker could not be started");
    }
}

void gz_service_heed_topic(struct gz_service *s)
{
    if (s->topic == NULL || s->stopping) {
        return;
    }
    const enum gz_subscription_phase phase =
        gz_subscription_topic_phase(s->topic);
    if (phase == GZ_SUBSCRIPTIONS_FOLLOWING && gz_service_awaits(s)) {
        start_alerts(s);
    } else if (phase == GZ_SUBSCRIPTIONS_FAILED) {
        s->status = gz_subscription_topic_join(s->topic, s->err);
        gz_service_begin_stop(s, "subscriptions cannot be read");
    }
}

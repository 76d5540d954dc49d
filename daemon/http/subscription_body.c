#include "daemon/http/subscription_body.h"

#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/http/mistakes_reply.h"

enum {
    TOO_LARGE = 413,
    UNSUPPORTED_TYPE = 415,
    UNPROCESSABLE = 422,
};

bool gz_subscription_body_is_json(const char *type, struct gz_reply *reply)
{
    struct gz_str rest = gz_str_z(type);
    const struct gz_str name = gz_str_trim(gz_str_cut(&rest, ';'));
    const bool json = gz_str_eq_nocase(name, gz_str_z(gz_reply_json));

    if (!json) {
        gz_reply_error(reply, UNSUPPORTED_TYPE,
                       "send Content-Type: application/json, or a file of YAML "
                       "with gazetted subscribe",
                       "a subscription is a JSON object here");
    }
    return json;
}

static void refuse(enum gz_status st, struct gz_str body,
                   const struct gz_error *err, struct gz_reply *reply)
{
    switch (st) {
    case GZ_NO_MEMORY:
        gz_reply_no_memory(reply);
        break;
    case GZ_LIMIT:
        gz_mistakes_reply(reply, TOO_LARGE, "the subscription", body, err,
                          "send less: lists of entities can be made several "
                          "subscriptions");
        break;
    default:
        gz_mistakes_reply(reply, UNPROCESSABLE, "the subscription", body, err,
                          "mend what mistakes lists and send it again");
        break;
    }
}

struct gz_subscription *
gz_subscription_body_read(const struct gz_subscription_body_terms *given,
                          struct gz_str id, struct gz_str body,
                          struct gz_reply *reply)
{
    struct gz_error err;
    uint32_t version = 0;
    struct gz_subscription *s = NULL;
    struct gz_ruleset *now =
        given->rules == NULL ? NULL : gz_rules_cell_get(given->rules, &version);
    const struct gz_alert_terms terms = {
        .rules = now == NULL ? NULL : gz_ruleset_rules(now),
        .receivers = given->receivers,
    };
    const struct gz_subscription_context context = {
        .terms = terms.rules == NULL ? NULL : &terms};

    gz_error_init(&err);
    const enum gz_status st =
        gz_subscription_read_json_as(id, body, "body", &context, &s, &err);
    if (st != GZ_OK) {
        refuse(st, body, &err, reply);
    }
    gz_error_fini(&err);
    gz_ruleset_unref(now);
    return s;
}

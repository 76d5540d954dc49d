#include "daemon/http/subscription_answer.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/base/json_writer.h"

enum {
    OK = 200,
    CREATED = 201,
    NOT_FOUND = 404,
    CONFLICT = 409,
    PRECONDITION_FAILED = 412,
    PRECONDITION_REQUIRED = 428,
    UNAVAILABLE = 503,
};

enum { REMEDY_BYTES = 256 };

void gz_subscription_answer_etag(uint64_t version, struct gz_reply *reply)
{
    snprintf(reply->etag, sizeof(reply->etag), "\"%" PRIu64 "\"", version);
}

static void say_done(const struct gz_subscription_change *change,
                     uint64_t version, struct gz_reply *reply)
{
    struct gz_json_writer w;

    reply->status = change->creates && !change->removes ? CREATED : OK;
    reply->type = gz_reply_json;
    if (!change->removes) {
        gz_subscription_answer_etag(version, reply);
    }
    gz_json_writer_init(&w, &reply->body);
    gz_json_object(&w);
    gz_json_key(&w, "id");
    gz_json_z(&w, change->id);
    gz_json_key(&w, "version");
    gz_json_uint(&w, version);
    gz_json_object_end(&w);
    gz_buffer_append_byte(&reply->body, '\n');
}

static void say_missing(const struct gz_subscription_change *change,
                        struct gz_reply *reply)
{
    if (change->removes) {
        gz_reply_error(reply, NOT_FOUND, "GET /v1/subscriptions lists them",
                       "there is no subscription \"%s\" to be removed",
                       change->id);
    } else {
        gz_reply_error(
            reply, PRECONDITION_FAILED, "send If-None-Match: * to create it",
            "there is no subscription \"%s\" to be changed", change->id);
    }
}

// It has another version than the change was made from.
static void say_conflict(const struct gz_subscription_change *change,
                         uint64_t present, struct gz_reply *reply)
{
    char remedy[REMEDY_BYTES];

    gz_subscription_answer_etag(present, reply);
    snprintf(remedy, sizeof(remedy),
             "read it with GET, then send If-Match: %s to %s that version, or "
             "If-Match: * for whatever is there",
             reply->etag, change->removes ? "remove" : "change");
    switch (change->condition.kind) {
    case GZ_CHANGE_VERSION:
        gz_reply_error(reply, PRECONDITION_FAILED, remedy,
                       "the subscription \"%s\" has version %" PRIu64
                       ", not %" PRIu64,
                       change->id, present, change->condition.version);
        break;
    case GZ_CHANGE_UNSAID:
        gz_reply_error(reply, PRECONDITION_REQUIRED, remedy,
                       "the subscription \"%s\" is there, with version %" PRIu64
                       ", and the request does not say which one it %s",
                       change->id, present,
                       change->removes ? "removes" : "changes");
        break;
    case GZ_CHANGE_NONE:
    case GZ_CHANGE_ANY:
    default:
        gz_reply_error(reply, PRECONDITION_FAILED, remedy,
                       "the subscription \"%s\" is there already, with "
                       "version %" PRIu64,
                       change->id, present);
        break;
    }
}

static void say_of_file(const struct gz_subscription_change *change,
                        struct gz_reply *reply)
{
    gz_reply_error(reply, CONFLICT,
                   "change the file, one of alerts.subscriptions, and reload "
                   "the daemon, or take another id",
                   "the subscription \"%s\" stands in a file and can be "
                   "changed only there",
                   change->id);
}

// The first line of the report, borrowed.
static struct gz_str reason_of(const struct gz_error *err)
{
    struct gz_str rest = gz_reply_plain(err == NULL ? "" : gz_error_text(err));
    const struct gz_str line = gz_str_cut(&rest, '\n');

    return line.len_bytes > 0 ? line : GZ_STR_LIT("Kafka does not answer");
}

static void say_unavailable(struct gz_str reason, struct gz_reply *reply)
{
    gz_reply_error(reply, UNAVAILABLE,
                   "read with GET which version is there, and send the change "
                   "again from that one",
                   GZ_STR_FMT "; whether the change was stored is not known",
                   GZ_STR_ARG(reason));
}

void gz_subscription_answer(const struct gz_subscription_change *change,
                            const struct gz_keeping_answer *answer,
                            struct gz_reply *reply)
{
    switch (answer->outcome) {
    case GZ_KEEPING_DONE:
        say_done(change, answer->version, reply);
        break;
    case GZ_KEEPING_CONFLICT:
        if (answer->version > 0) {
            say_conflict(change, answer->version, reply);
        } else {
            say_missing(change, reply);
        }
        break;
    case GZ_KEEPING_MISSING:
        say_missing(change, reply);
        break;
    case GZ_KEEPING_OF_FILE:
        say_of_file(change, reply);
        break;
    case GZ_KEEPING_BUSY:
        gz_reply_error(reply, UNAVAILABLE, "come again in a second",
                       "too many changes wait already");
        gz_reply_retry_after(reply, "1");
        break;
    case GZ_KEEPING_UNAVAILABLE:
    default:
        say_unavailable(reason_of(answer->error), reply);
        gz_reply_retry_after(reply, "5");
        break;
    }
}

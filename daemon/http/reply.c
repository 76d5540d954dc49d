#include "daemon/http/reply.h"

#include <stdarg.h>
#include <stdio.h>

#include "daemon/base/json_writer.h"

const char gz_reply_json[] = "application/json";

enum { OK = 200, UNAVAILABLE = 503, ERROR_BYTES = 1024 };

void gz_reply_init(struct gz_reply *reply)
{
    *reply = (struct gz_reply){
        .status = OK,
        .type = "text/plain; charset=utf-8",
    };
    gz_buffer_init(&reply->body, 0);
}

void gz_reply_fini(struct gz_reply *reply)
{
    gz_buffer_fini(&reply->body);
    if (reply->stream.close != NULL) {
        reply->stream.close(reply->stream.ctx);
        reply->stream = (struct gz_stream){0};
    }
}

void gz_reply_error(struct gz_reply *reply, unsigned status, const char *remedy,
                    const char *error, ...)
{
    struct gz_json_writer w;
    char text[ERROR_BYTES];
    va_list args;

    va_start(args, error);
    vsnprintf(text, sizeof(text), error, args);
    va_end(args);
    gz_buffer_clear(&reply->body);
    gz_json_writer_init(&w, &reply->body);
    gz_json_object(&w);
    gz_json_key(&w, "error");
    gz_json_z(&w, text);
    gz_json_key(&w, "remedy");
    gz_json_z(&w, remedy == NULL ? "" : remedy);
    gz_json_object_end(&w);
    gz_buffer_append_byte(&reply->body, '\n');
    reply->status = status;
    reply->type = gz_reply_json;
}

void gz_reply_no_memory(struct gz_reply *reply)
{
    gz_reply_error(reply, UNAVAILABLE, "try again later", "out of memory");
}

void gz_reply_retry_after(struct gz_reply *reply, const char *seconds)
{
    reply->header = "Retry-After";
    reply->value = seconds;
}

struct gz_str gz_reply_plain(const char *printed)
{
    const struct gz_str text = gz_str_trim(gz_str_z(printed));
    const struct gz_str prefix = GZ_STR_LIT("error: ");

    return gz_str_starts(text, prefix)
               ? gz_str_of(text.ptr + prefix.len_bytes,
                           text.len_bytes - prefix.len_bytes)
               : text;
}

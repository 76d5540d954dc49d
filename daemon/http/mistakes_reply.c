#include "daemon/http/mistakes_reply.h"

#include <string.h>

#include "daemon/base/json_writer.h"
#include "daemon/base/source.h"

// Report number i as it is printed.
static struct gz_str report_of(const struct gz_error *err, size_t i)
{
    const size_t begin = err->marks[i].begin_byte;
    const size_t end =
        i + 1 < err->kept ? err->marks[i + 1].begin_byte : err->text.len;

    return gz_str_of((const char *)err->text.data + begin, end - begin);
}

// Its first line, and what follows "error: " there.
static struct gz_str line_of(const struct gz_error *err, size_t i)
{
    struct gz_str rest = report_of(err, i);

    return gz_str_cut(&rest, '\n');
}

static struct gz_str message_of(const struct gz_error *err, size_t i)
{
    static const char label[] = "error: ";
    const struct gz_str line = line_of(err, i);
    const char *at = line.len_bytes == 0 ? NULL
                                         : memmem(line.ptr, line.len_bytes,
                                                  label, sizeof(label) - 1);

    if (at == NULL) {
        return line;
    }
    at += sizeof(label) - 1;
    return gz_str_of(at, line.len_bytes - (size_t)(at - line.ptr));
}

static void put_mistake(const struct gz_error *err, size_t i,
                        const struct gz_source *src, struct gz_json_writer *w)
{
    gz_json_object(w);
    if (err->marks[i].src != NULL) {
        const struct gz_place place =
            gz_source_place(src, err->marks[i].offset_bytes);
        gz_json_key(w, "line");
        gz_json_uint(w, place.line);
        gz_json_key(w, "column");
        gz_json_uint(w, place.column);
    }
    gz_json_key(w, "error");
    gz_json_str(w, message_of(err, i));
    gz_json_object_end(w);
}

// Those who look at nothing but "error" see how many there are and the first.
static void put_error(const char *what, const struct gz_error *err,
                      struct gz_json_writer *w)
{
    struct gz_buffer text;

    gz_buffer_init(&text, 0);
    gz_buffer_append_fmt(&text, "%s has %zu mistake%s%s", what, err->count,
                         err->count == 1 ? "" : "s",
                         err->count > err->kept ? ", the first 100 told" : "");
    if (err->kept > 0) {
        gz_buffer_append_z(&text, "; ");
        gz_buffer_append_str(&text, err->marks[0].src != NULL
                                        ? line_of(err, 0)
                                        : message_of(err, 0));
    }
    gz_json_key(w, "error");
    gz_json_str(w, gz_buffer_str(&text));
    if (gz_buffer_status(&text) != GZ_OK) {
        w->out->status = gz_buffer_status(&text);
    }
    gz_buffer_fini(&text);
}

void gz_mistakes_reply(struct gz_reply *reply, unsigned status,
                       const char *what, struct gz_str body,
                       const struct gz_error *err, const char *remedy)
{
    struct gz_json_writer w;
    struct gz_source src;

    if (gz_buffer_status(&err->text) != GZ_OK ||
        gz_source_init(&src, "body", body) != GZ_OK) {
        gz_reply_error(reply, status, remedy, "%s has %zu mistakes", what,
                       err->count);
        return;
    }
    gz_buffer_clear(&reply->body);
    reply->status = status;
    reply->type = gz_reply_json;
    gz_json_writer_init(&w, &reply->body);
    gz_json_object(&w);
    put_error(what, err, &w);
    gz_json_key(&w, "remedy");
    gz_json_z(&w, remedy);
    gz_json_key(&w, "mistakes");
    gz_json_array(&w);
    for (size_t i = 0; i < err->kept; i++) {
        put_mistake(err, i, &src, &w);
    }
    gz_json_array_end(&w);
    gz_json_object_end(&w);
    gz_buffer_append_byte(&reply->body, '\n');
    gz_source_fini(&src);
}

// Any bytes as a subscription, in JSON and in a file of YAML.  What is
// accepted prints as JSON that reads back as the same; what is not is told as
// JSON, with the places of all mistakes.

#include <stdlib.h>

#include "daemon/alert/subscription/subscription_file.h"
#include "daemon/base/yaml_json.h"
#include "daemon/http/mistakes_reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void print(const struct gz_subscription *s, struct gz_buffer *out)
{
    struct gz_json_writer w;
    gz_buffer_init(out, 0);
    gz_json_writer_init(&w, out);
    gz_subscription_print(s, &w);
}

static void check_round_trip(const struct gz_subscription *s)
{
    struct gz_subscription *back = NULL;
    struct gz_buffer one;
    struct gz_buffer two;
    print(s, &one);
    require(gz_subscription_read_json(gz_buffer_str(&one), "back", NULL, &back,
                                      NULL) == GZ_OK);
    print(back, &two);
    require(gz_str_eq(gz_buffer_str(&one), gz_buffer_str(&two)));
    gz_buffer_fini(&one);
    gz_buffer_fini(&two);
    gz_subscription_unref(back);
}

static void check_mistakes(struct gz_str bytes, const struct gz_error *err)
{
    const struct gz_yaml_node *root = NULL;
    struct gz_source src;
    struct gz_reply reply;
    struct gz_arena *arena = gz_arena_new((size_t)64 << 20);
    gz_reply_init(&reply);
    gz_mistakes_reply(&reply, 422, "it", bytes, err, "mend it");
    require(reply.status == 422);
    require(gz_source_init(&src, "reply", gz_buffer_str(&reply.body)) == GZ_OK);
    require(gz_yaml_json_read(&src, arena, &root, NULL) == GZ_OK);
    const struct gz_yaml_node *list = gz_yaml_get(root, "mistakes");
    require(list != NULL && list->count == err->kept);
    for (const struct gz_yaml_node *n = list->first; n != NULL; n = n->next) {
        require(gz_yaml_get(n, "error")->text.len_bytes > 0);
    }
    gz_source_fini(&src);
    gz_reply_fini(&reply);
    gz_arena_free(arena);
}

static void try_json(struct gz_str bytes)
{
    struct gz_subscription *s = NULL;
    struct gz_error err;
    gz_error_init(&err);
    const enum gz_status st =
        gz_subscription_read_json(bytes, "fuzz", NULL, &s, &err);
    require((st == GZ_OK) == (s != NULL));
    require((st == GZ_OK) == (err.count == 0));
    if (s != NULL) {
        check_round_trip(s);
    } else {
        check_mistakes(bytes, &err);
    }
    gz_subscription_unref(s);
    gz_error_fini(&err);
}

static void try_file(struct gz_str bytes)
{
    struct gz_subscription_file file;
    struct gz_source src;
    struct gz_error err;
    gz_error_init(&err);
    require(gz_source_init(&src, "fuzz", bytes) == GZ_OK);
    const enum gz_status st =
        gz_subscription_file_parse(&file, &src, NULL, &err);
    require((st == GZ_OK) == (err.count == 0));
    for (uint32_t i = 0; i < file.count; i++) {
        check_round_trip(file.items[i]);
    }
    gz_subscription_file_fini(&file);
    gz_error_fini(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct gz_str bytes = {(const char *)data, size};
    try_json(bytes);
    try_file(bytes);
    return 0;
}

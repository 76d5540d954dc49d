// Any bytes as a subscription, in JSON and in a file of YAML.  What is
// accepted prints as JSON that reads back as the same.

#include <stdlib.h>

#include "daemon/alert/subscription_file.h"

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

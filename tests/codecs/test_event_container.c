// Container files, read back by Avro C.  With an argument the program writes
// such a file there instead: test_events.py reads it with another library.

#include <avro.h>
#include <stdlib.h>
#include <unistd.h>

#include "codecs/article.h"
#include "codecs/event_container.h"
#include "codecs/event_encode.h"
#include "codecs/event_probe.h"
#include "codecs/event_schema.h"
#include "tests/support/check.h"

static const struct gz_event_article bare_article = {
    .published_ms = GZ_TIME_UNKNOWN,
};
static const struct gz_event bare = {.article = &bare_article};

static struct gz_event_schema *new_schema(void)
{
    struct gz_event_schema *schema = NULL;
    CHECK_OK(gz_event_schema_new(&schema, NULL));
    return schema;
}

// count times the probe, then one event with nothing set.
static void write_events(const struct gz_event_schema *schema, const char *path,
                         int count)
{
    struct gz_event_container *c = NULL;
    struct gz_buffer bytes;
    gz_buffer_init(&bytes, 0);
    CHECK_OK(gz_event_container_open(schema, path, &c, NULL));
    for (int i = 0; i <= count; i++) {
        gz_buffer_clear(&bytes);
        gz_event_encode(i < count ? gz_event_probe() : &bare, &bytes);
        CHECK_OK(gz_buffer_status(&bytes));
        CHECK_OK(gz_event_container_append(c, gz_buffer_str(&bytes), NULL));
    }
    CHECK_OK(gz_event_container_close(c, NULL));
    gz_buffer_fini(&bytes);
}

static int count_events(const char *path)
{
    avro_file_reader_t reader;
    avro_value_t value;
    int count = 0;
    CHECK_EQ(avro_file_reader(path, &reader), 0);
    avro_schema_t schema = avro_file_reader_get_writer_schema(reader);
    avro_value_iface_t *class = avro_generic_class_from_schema(schema);
    CHECK_EQ(avro_generic_value_new(class, &value), 0);
    while (avro_file_reader_read_value(reader, &value) == 0) {
        avro_value_t field;
        int32_t index = -1;
        CHECK_EQ(avro_value_get_by_name(&value, "index", &field, NULL), 0);
        CHECK_EQ(avro_value_get_int(&field, &index), 0);
        CHECK(index == 300 || index == 0);
        count++;
    }
    avro_value_decref(&value);
    avro_value_iface_decref(class);
    avro_schema_decref(schema);
    avro_file_reader_close(reader);
    return count;
}

static void test_round_trip(void)
{
    static const int counts[] = {0, 1, 500};  // 500 take several blocks
    struct gz_event_schema *schema = new_schema();
    char path[] = "/tmp/gazetted-container-XXXXXX";
    const int fd = mkstemp(path);
    CHECK(fd >= 0);
    close(fd);
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        write_events(schema, path, counts[i]);
        CHECK_EQ(count_events(path), counts[i] + 1);
    }
    CHECK_EQ(unlink(path), 0);
    gz_event_schema_free(schema);
}

static void test_bad_paths(void)
{
    struct gz_event_schema *schema = new_schema();
    struct gz_event_container *c = NULL;
    struct gz_error err;
    gz_error_init(&err);
    CHECK_EQ(gz_event_container_open(schema, "/nonexistent/x", &c, &err),
             GZ_IO);
    CHECK_Z(gz_error_text(&err), "error: /nonexistent/x: cannot create: No "
                                 "such file or directory\n");
    CHECK(c == NULL);
    gz_error_clear(&err);
    CHECK_EQ(gz_event_container_open(schema, "/dev/full", &c, &err), GZ_IO);
    CHECK_Z(gz_error_text(&err),
            "error: /dev/full: cannot write: No space left on device\n");
    gz_error_fini(&err);
    gz_event_schema_free(schema);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        struct gz_event_schema *schema = new_schema();
        write_events(schema, argv[1], 1);
        gz_event_schema_free(schema);
        return 0;
    }
    test_round_trip();
    test_bad_paths();
    return 0;
}

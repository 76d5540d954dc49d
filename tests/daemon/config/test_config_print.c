#include "daemon/config/config_print.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct gz_config_context context = {.host_name = "host-1"};

static struct gz_config *parse(struct gz_str yaml)
{
    struct gz_source src;
    struct gz_error err;
    struct gz_config *config = NULL;
    gz_error_init(&err);
    CHECK_OK(gz_source_init(&src, "t", yaml));
    if (gz_config_parse(&src, &context, &config, &err) != GZ_OK) {
        fputs(gz_error_text(&err), stderr);
        exit(1);
    }
    gz_error_fini(&err);
    return config;
}

static void print_effective(struct gz_str yaml, struct gz_buffer *out)
{
    struct gz_config *config = parse(yaml);
    gz_config_print_effective(config, out);
    CHECK_OK(gz_buffer_status(out));
    gz_config_free(config);
}

// Committed files that are printed from the key table.
static void test_committed(void)
{
    static const struct {
        const char *path;
        void (*print)(struct gz_buffer *out);
        const char *command;
    } files[] = {
        {"systemd/gazetted.yaml", gz_config_print_default, "config default"},
        {"daemon/gazetted.yaml.5", gz_config_print_manual,
         "config reference --format man"},
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct gz_source file;
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        CHECK_OK(gz_source_load(&file, files[i].path, 0, NULL));
        files[i].print(&out);
        CHECK_OK(gz_buffer_status(&out));
        if (!gz_str_eq(gz_buffer_str(&out),
                       gz_str_of(file.text, file.len_bytes))) {
            fprintf(stderr, "%s is not up to date: gazetted %s >%s\n",
                    files[i].path, files[i].command, files[i].path);
            exit(1);
        }
        gz_source_fini(&file);
        gz_buffer_fini(&out);
    }
}

// Take the "#" away from every "#key: value" of the default file.
static void uncomment(struct gz_buffer *out)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    gz_config_print_default(&text);
    for (size_t i = 0; i < text.len; i++) {
        const bool drop = text.data[i] == '#' && i + 1 < text.len &&
                          text.data[i + 1] >= 'a' && text.data[i + 1] <= 'z';
        if (!drop) {
            gz_buffer_append_byte(out, text.data[i]);
        }
    }
    gz_buffer_fini(&text);
}

static void test_default_file(void)
{
    struct gz_buffer text;
    struct gz_buffer from_file;
    struct gz_buffer from_nothing;
    gz_buffer_init(&text, 0);
    gz_buffer_init(&from_file, 0);
    gz_buffer_init(&from_nothing, 0);

    // As it is, it changes nothing but the brokers.
    gz_config_print_default(&text);
    print_effective(gz_buffer_str(&text), &from_file);
    print_effective(GZ_STR_LIT("kafka: {bootstrap.servers: 'localhost:9092'}"),
                    &from_nothing);
    CHECK(gz_str_eq(gz_buffer_str(&from_file), gz_buffer_str(&from_nothing)));

    // With every key set, it is still a configuration.
    gz_buffer_clear(&text);
    uncomment(&text);
    struct gz_config *config = parse(gz_buffer_str(&text));
    CHECK_Z(config->instance, "news-1");
    CHECK_EQ(config->input.fields[GZ_ARTICLE_BODY].count, 2);
    CHECK_EQ(config->kafka.count, 4);
    CHECK_EQ(config->kafka_secrets.count, 1);
    gz_config_free(config);
    gz_buffer_fini(&text);
    gz_buffer_fini(&from_file);
    gz_buffer_fini(&from_nothing);
}

// The file in effect, which is a configuration again and the same one.
static void test_effective(void)
{
    static const char yaml[] = "instance: a\n"
                               "workers: 3\n"
                               "input:\n"
                               "  group: 'null'\n"
                               "  fields: {body: ['', /a b, '/x#']}\n"
                               "  limit: 2048KiB\n"
                               "rules: {packs: [default, ./x, 'a: b']}\n"
                               "http: {listen: off}\n"
                               "commit_interval: 1500ms\n"
                               "kafka: {bootstrap.servers: 'a:1,b:2'}\n";
    struct gz_buffer once;
    struct gz_buffer twice;
    struct gz_source want;
    gz_buffer_init(&once, 0);
    gz_buffer_init(&twice, 0);
    print_effective(GZ_STR_LIT(yaml), &once);
    CHECK_OK(
        gz_source_load(&want, "tests/cases/config/effective.yaml", 0, NULL));
    CHECK_STR(gz_buffer_str(&once), want.text);
    print_effective(gz_buffer_str(&once), &twice);
    CHECK(gz_str_eq(gz_buffer_str(&once), gz_buffer_str(&twice)));
    gz_source_fini(&want);
    gz_buffer_fini(&once);
    gz_buffer_fini(&twice);
}

// Every default is written in the form in which it is printed.
static void test_defaults_marked(void)
{
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    print_effective(GZ_STR_LIT(""), &out);
    struct gz_str rest = gz_buffer_str(&out);
    while (rest.len_bytes > 0) {
        const struct gz_str line = gz_str_cut(&rest, '\n');
        const bool marked =
            memmem(line.ptr, line.len_bytes, "  # default", 11) != NULL;
        const bool section = line.ptr[line.len_bytes - 1] == ':';
        CHECK(marked || section || gz_str_is(line, "instance: host-1") ||
              gz_str_is(line, "kafka: {}") ||
              gz_str_is(line, "kafka_secrets: {}"));
    }
    gz_buffer_fini(&out);
}

static void test_out_of_memory(void)
{
    static void (*const prints[])(struct gz_buffer *) = {
        gz_config_print_default, gz_config_print_manual, gz_config_print_text};
    for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++) {
        bool failed = true;
        for (long n = 1; failed; n++) {
            struct gz_buffer out;
            gz_buffer_init(&out, 0);
            gz_alloc_fail_at(n);
            prints[i](&out);
            failed = gz_alloc_failed();
            CHECK_EQ(gz_buffer_status(&out), failed ? GZ_NO_MEMORY : GZ_OK);
            gz_buffer_fini(&out);
        }
    }
    gz_alloc_fail_at(0);
}

int main(void)
{
    test_committed();
    test_default_file();
    test_effective();
    test_defaults_marked();
    test_out_of_memory();
    return 0;
}

#include "daemon/commands/closest_names.h"

#include <stdlib.h>
#include <unistd.h>

#include "daemon/commands/names_command.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const char *const names[] = {
    "Acme",       "Acme Corp.", "ACME",        "Globex Corporation",
    "Globex Inc", "Globex",     "Acme Bank",   "Zo\u00eb Ltd",
    "Acme",       "Acne",       "Acme Hotels", "Acme Motors",
};

static const struct {
    const char *wanted;
    const char *want;
} rows[] = {
    {"Acmee", "\"Acme\", \"ACME\""},
    {"zoe ldt", "\"Zo\u00eb Ltd\""},
    {"Globexx", "\"Globex\""},
    {"Globex Group", "\"Globex Corporation\", \"Globex Inc\", \"Globex\""},
    {"Acme Limited Partnership", "\"Acme\", \"Acme Corp.\", \"ACME\""},
    {"Zzyzx", ""},
};

static void run(const char *wanted, const char *want)
{
    struct gz_closest_names c;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    gz_closest_names_init(&c, gz_str_z(wanted));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        gz_closest_names_add(&c, gz_str_z(names[i]));
    }
    CHECK_OK(c.status);
    CHECK_EQ(gz_closest_names_append(&c, &got) > 0, want[0] != '\0');
    CHECK_STR(gz_buffer_str(&got), want);
    gz_closest_names_fini(&c);
    gz_buffer_fini(&got);
}

// Many are close, few are kept.
static void test_many(void)
{
    struct gz_closest_names c;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    gz_closest_names_init(&c, GZ_STR_LIT("Branch 1x"));
    for (int i = 0; i < 1000; i++) {
        char name[32];
        const int len = snprintf(name, sizeof(name), "Branch %d", i);
        gz_closest_names_add(&c, gz_str_of(name, (size_t)len));
    }
    CHECK_EQ(gz_closest_names_append(&c, &got), GZ_CLOSEST_SHOWN);
    CHECK_STR(gz_buffer_str(&got),
              "\"Branch 1\", \"Branch 10\", \"Branch 11\"");
    gz_closest_names_fini(&c);
    gz_buffer_fini(&got);
}

static const char list[] = "id\ttype\tname\n"
                           "a\tOrg\tAcme Inc.\na\t\tAcme\nb\tOrg\tAcne\n";

// Asking why, with an allocation that fails.
static void check_memory(const char *name, int status)
{
    static const char *const paths[] = {"list.tsv"};
    for (long n = 1;; n++) {
        const struct gz_names_question q = {
            .text = gz_str_z(name),
            .paths = paths,
            .path_count = 1,
            .expand = ~0U,
        };
        struct gz_buffer out;
        struct gz_error err;
        gz_buffer_init(&out, 0);
        gz_error_init(&err);
        gz_alloc_fail_at(n);
        const int got = gz_names_why(&q, &out, &err);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK(failed || got == status);
        gz_buffer_fini(&out);
        gz_error_fini(&err);
        if (!failed) {
            return;
        }
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(rows[i].wanted, rows[i].want);
    }
    test_many();
    char folder[] = "/tmp/gz-closest-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
    FILE *out = fopen("list.tsv", "w");
    CHECK(out != NULL);
    fputs(list, out);
    CHECK_EQ(fclose(out), 0);
    check_memory("Acme", 0);
    check_memory("Akme", 1);
    unlink("list.tsv");
    CHECK_EQ(chdir("/"), 0);
    rmdir(folder);
    return 0;
}

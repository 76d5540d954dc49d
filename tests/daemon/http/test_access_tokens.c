#include "daemon/http/access_tokens.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const char good[] = "# who watches\n"
                           "read   0123456789abcdef\n"
                           "\n"
                           "  change\tfedcba9876543210  \n"
                           "read fedcba9876543210\n";

static const struct {
    const char *header;
    enum gz_scope want;
} headers[] = {
    {"Bearer 0123456789abcdef", GZ_SCOPE_READ},
    {"bearer 0123456789abcdef", GZ_SCOPE_READ},
    {"Bearer   fedcba9876543210", GZ_SCOPE_CHANGE},
    {"Bearer 0123456789abcdeF", GZ_SCOPE_NONE},
    {"Bearer 0123456789abcde", GZ_SCOPE_NONE},
    {"Bearer 0123456789abcdef0", GZ_SCOPE_NONE},
    {"Basic 0123456789abcdef", GZ_SCOPE_NONE},
    {"0123456789abcdef", GZ_SCOPE_NONE},
    {"Bearer", GZ_SCOPE_NONE},
    {"", GZ_SCOPE_NONE},
};

static void test_scopes(void)
{
    struct gz_access_tokens *t = NULL;

    CHECK_OK(gz_access_tokens_parse(gz_str_z(good), "file", &t, NULL));
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        CHECK_EQ(gz_access_tokens_scope(t, gz_str_z(headers[i].header)),
                 headers[i].want);
    }
    gz_access_tokens_free(t);
    gz_access_tokens_free(NULL);
}

// No message holds any of the file.
static const struct {
    const char *text;
    const char *error;
} bad[] = {
    {"", "error: file: there is no token (write lines such as \"read "
         "TOKEN\")\n"},
    {"# nothing\n", "error: file: there is no token (write lines such as "
                    "\"read TOKEN\")\n"},
    {"read secret-but-short\n\nwrite 0123456789abcdef\n",
     "error: file: line 3 does not begin with read or change and a blank\n"},
    {"read 0123456789abcde\n",
     "error: file: line 1 has no token of at least 16 printable ASCII "
     "characters without blanks behind its scope\n"},
    {"change 0123456789abcdef more\n",
     "error: file: line 1 has no token of at least 16 printable ASCII "
     "characters without blanks behind its scope\n"},
    {"read 0123456789abcd\xc3\xa9\n",
     "error: file: line 1 has no token of at least 16 printable ASCII "
     "characters without blanks behind its scope\n"},
};

static void test_bad(void)
{
    struct gz_access_tokens *t = NULL;
    struct gz_error err;

    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        gz_error_clear(&err);
        CHECK_EQ(
            gz_access_tokens_parse(gz_str_z(bad[i].text), "file", &t, &err),
            GZ_INVALID);
        CHECK(t == NULL);
        CHECK_Z(gz_error_text(&err), bad[i].error);
    }
    gz_error_fini(&err);
}

static void test_too_many(void)
{
    struct gz_access_tokens *t = NULL;
    struct gz_buffer text;

    gz_buffer_init(&text, 0);
    for (int i = 0; i < GZ_ACCESS_TOKENS_MAX; i++) {
        gz_buffer_append_fmt(&text, "read token-number-%05d\n", i);
    }
    CHECK_OK(gz_access_tokens_parse(gz_buffer_str(&text), "file", &t, NULL));
    CHECK_EQ(gz_access_tokens_scope(t, gz_str_z("Bearer token-number-00255")),
             GZ_SCOPE_READ);
    gz_access_tokens_free(t);
    gz_buffer_append_z(&text, "read one-token-too-many\n");
    CHECK_EQ(gz_access_tokens_parse(gz_buffer_str(&text), "file", &t, NULL),
             GZ_INVALID);
    gz_buffer_fini(&text);
}

static void test_file(void)
{
    char path[] = "/tmp/gz-test-tokens-XXXXXX";
    struct gz_access_tokens *t = NULL;
    const int fd = mkstemp(path);

    CHECK_EQ(write(fd, good, sizeof(good) - 1), sizeof(good) - 1);
    CHECK_OK(gz_access_tokens_load(path, NULL, &t, NULL));
    gz_access_tokens_free(t);
    CHECK_EQ(fchmod(fd, 0644), 0);
    CHECK_EQ(gz_access_tokens_load(path, NULL, &t, NULL), GZ_DENIED);
    CHECK_EQ(close(fd), 0);
    CHECK_EQ(unlink(path), 0);
    CHECK_EQ(gz_access_tokens_load(path, NULL, &t, NULL), GZ_NOT_FOUND);
}

static void test_no_memory(void)
{
    struct gz_access_tokens *t = NULL;

    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        const enum gz_status st =
            gz_access_tokens_parse(gz_str_z(good), "file", &t, NULL);
        if (!gz_alloc_failed()) {
            CHECK_OK(st);
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
    gz_access_tokens_free(t);
}

int main(void)
{
    test_scopes();
    test_bad();
    test_too_many();
    test_file();
    test_no_memory();
    return 0;
}

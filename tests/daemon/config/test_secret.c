#include "daemon/config/secret.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/check.h"

// A file of the credentials folder and what reading it gives.
static const struct {
    const char *bytes;
    size_t len_bytes;
    mode_t mode;
    enum gz_status status;
    const char *want;  // the secret, or the message behind the path
} rows[] = {
    {"pass", 4, 0600, GZ_OK, "pass"},
    {"pass\n", 5, 0400, GZ_OK, "pass"},
    {"pass\n\n", 6, 0640, GZ_OK, "pass\n"},
    {" p q ", 5, 0600, GZ_OK, " p q "},
    {"", 0, 0600, GZ_INVALID, " is empty"},
    {"\n", 1, 0600, GZ_INVALID, " is empty"},
    {"a\0b", 3, 0600, GZ_INVALID, " holds a zero byte"},
    {"pass", 4, 0644, GZ_DENIED,
     " holds a secret that everybody can read (do chmod o-r on it)"},
};

static void write_file(const char *path, const char *bytes, size_t len,
                       mode_t mode)
{
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    CHECK_EQ(fwrite(bytes, 1, len, out), len);
    CHECK_EQ(fclose(out), 0);
    CHECK_EQ(chmod(path, mode), 0);
}

static void test_rows(const char *dir)
{
    char path[256];
    char message[512];
    snprintf(path, sizeof(path), "%s/password", dir);

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_secret_fault fault;
        struct gz_buffer secret;
        gz_buffer_init(&secret, 0);
        write_file(path, rows[i].bytes, rows[i].len_bytes, rows[i].mode);
        CHECK_EQ(gz_secret_read("password", dir, &secret, &fault),
                 rows[i].status);
        snprintf(message, sizeof(message), "%s%s", path, rows[i].want);
        if (rows[i].status == GZ_OK) {
            CHECK_STR(gz_buffer_str(&secret), rows[i].want);
            CHECK_EQ(secret.data[secret.len], 0);
        } else {
            CHECK_Z(fault.text, message);
        }
        gz_secret_fini(&secret);
        CHECK_EQ(unlink(path), 0);
    }
}

// Names that lead nowhere.
static void test_names(const char *dir)
{
    static const struct {
        const char *file;
        bool with_dir;
        enum gz_status want;
    } names[] = {
        {"absent", true, GZ_NOT_FOUND},   {"absent", false, GZ_NOT_FOUND},
        {"..", true, GZ_INVALID},         {"../password", true, GZ_INVALID},
        {"/no/such", true, GZ_NOT_FOUND}, {"/", true, GZ_INVALID},
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct gz_secret_fault fault;
        struct gz_buffer secret;
        gz_buffer_init(&secret, 0);
        CHECK_EQ(gz_secret_read(names[i].file, names[i].with_dir ? dir : NULL,
                                &secret, &fault),
                 names[i].want);
        CHECK(fault.text[0] != '\0');
        gz_secret_fini(&secret);
    }
}

int main(void)
{
    char dir[] = "/tmp/gazetted-secret-XXXXXX";
    CHECK(mkdtemp(dir) != NULL);
    test_rows(dir);
    test_names(dir);
    CHECK_EQ(rmdir(dir), 0);
    return 0;
}

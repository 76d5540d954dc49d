#include "daemon/commands/line_diff.h"

#include "tests/support/check.h"

static const struct {
    const char *expected;
    const char *found;
    const char *want;
} rows[] = {
    {"a\nb\n", "a\nb\n", "@@ -1,2 +1,2 @@\n a\n b\n"},
    {"a\nb", "a\nc", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"},
    {"a\nb\nc\n", "b\nc\nd\n", "@@ -1,3 +1,3 @@\n-a\n b\n c\n+d\n"},
    {"", "a\n", "@@ -0,0 +1,1 @@\n+a\n"},
    {"a\n", "", "@@ -1,1 +0,0 @@\n-a\n"},
    {"", "", "@@ -0,0 +0,0 @@\n"},
    {"a\nb\na\n", "b\na\nb\n", "@@ -1,3 +1,3 @@\n-a\n b\n a\n+b\n"},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_buffer out;
        struct gz_buffer want;
        gz_buffer_init(&out, 0);
        gz_buffer_init(&want, 0);
        gz_line_diff_append(gz_str_z(rows[i].expected), gz_str_z(rows[i].found),
                            &out);
        gz_buffer_append_fmt(&want, "--- expected\n+++ found\n%s%c",
                             rows[i].want, '\0');
        CHECK_STR(gz_buffer_str(&out), (const char *)want.data);
        gz_buffer_fini(&out);
        gz_buffer_fini(&want);
    }
    return 0;
}

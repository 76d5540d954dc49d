#include "daemon/http/change_condition.h"

#include "tests/support/check.h"

static const struct {
    const char *if_match;
    const char *if_none_match;
    enum gz_change_condition_kind kind;
    uint64_t version;
} good[] = {
    {NULL, NULL, GZ_CHANGE_UNSAID, 0},
    {NULL, "*", GZ_CHANGE_NONE, 0},
    {NULL, " * ", GZ_CHANGE_NONE, 0},
    {"*", NULL, GZ_CHANGE_ANY, 0},
    {"\"0\"", NULL, GZ_CHANGE_VERSION, 0},
    {" \"7\"\t", NULL, GZ_CHANGE_VERSION, 7},
    {"\"9223372036854775807\"", NULL, GZ_CHANGE_VERSION, INT64_MAX},
};

#define MATCH                                                                  \
    "error: If-Match holds neither * nor one version in quotes, such as "      \
    "\"7\"\n"
#define NONE_MATCH "error: If-None-Match holds something else than *\n"

static const struct {
    const char *if_match;
    const char *if_none_match;
    const char *error;
} bad[] = {
    {"*", "*", "error: If-Match and If-None-Match exclude each other\n"},
    {"", NULL, MATCH},
    {"7", NULL, MATCH},
    {"\"\"", NULL, MATCH},
    {"\"", NULL, MATCH},
    {"\"7", NULL, MATCH},
    {"7\"", NULL, MATCH},
    {"\" 7\"", NULL, MATCH},
    {"\"+7\"", NULL, MATCH},
    {"\"-1\"", NULL, MATCH},
    {"\"7a\"", NULL, MATCH},
    {"\"0x7\"", NULL, MATCH},
    {"W/\"7\"", NULL, MATCH},
    {"\"7\",\"8\"", NULL, MATCH},
    {"\"7\", *", NULL, MATCH},
    {"**", NULL, MATCH},
    {"\"9223372036854775808\"", NULL, MATCH},
    {NULL, "", NONE_MATCH},
    {NULL, "\"7\"", NONE_MATCH},
    {NULL, "*, \"7\"", NONE_MATCH},
};

int main(void)
{
    struct gz_change_condition got;
    struct gz_error err;

    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        CHECK_OK(gz_change_condition_read(good[i].if_match,
                                          good[i].if_none_match, &got, &err));
        CHECK_EQ(got.kind, good[i].kind);
        CHECK_EQ(got.version, good[i].version);
    }
    CHECK_EQ(err.count, 0);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        gz_error_clear(&err);
        CHECK_EQ(gz_change_condition_read(bad[i].if_match, bad[i].if_none_match,
                                          &got, &err),
                 GZ_INVALID);
        CHECK_Z(gz_error_text(&err), bad[i].error);
    }
    gz_error_fini(&err);
    return 0;
}

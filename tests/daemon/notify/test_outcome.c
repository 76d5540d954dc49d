#include "daemon/notify/outcome.h"

#include "tests/support/check.h"

static const struct row {
    uint32_t status;
    enum gz_outcome_kind kind;
    const char *code;
} rows[] = {
    {200, GZ_OUTCOME_DELIVERED, ""},
    {202, GZ_OUTCOME_DELIVERED, ""},
    {204, GZ_OUTCOME_DELIVERED, ""},
    {299, GZ_OUTCOME_DELIVERED, ""},
    {199, GZ_OUTCOME_AGAIN, "http_status"},
    {301, GZ_OUTCOME_AGAIN, "redirect"},
    {307, GZ_OUTCOME_AGAIN, "redirect"},
    {400, GZ_OUTCOME_REFUSED, "http_4xx"},
    {401, GZ_OUTCOME_REFUSED, "http_4xx"},
    {404, GZ_OUTCOME_REFUSED, "http_4xx"},
    {408, GZ_OUTCOME_AGAIN, "http_4xx"},
    {410, GZ_OUTCOME_GONE, "gone"},
    {413, GZ_OUTCOME_REFUSED, "http_4xx"},
    {425, GZ_OUTCOME_AGAIN, "http_4xx"},
    {429, GZ_OUTCOME_AGAIN, "throttled"},
    {500, GZ_OUTCOME_AGAIN, "http_5xx"},
    {503, GZ_OUTCOME_AGAIN, "http_5xx"},
    {600, GZ_OUTCOME_AGAIN, "http_status"},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_outcome o;
        gz_outcome_of_http(&o, rows[i].status);
        CHECK_EQ(o.kind, rows[i].kind);
        CHECK_Z(o.code, rows[i].code);
        CHECK_EQ(o.status, rows[i].status);
        CHECK_EQ(o.retry_after_ms, -1);
    }
    return 0;
}

// Where a file of subscriptions is cut.

#include "daemon/alert/subscription/subscription_cut.h"
#include "tests/support/check.h"

#define HEAD "gazetted: 1\nsubscriptions:\n"

static const struct row {
    const char *text;
    const char *parts;  // each with its byte, or NULL: does not fit
    size_t at;          // that does not fit
} rows[] = {
    {HEAD "- a: b\n- c: d\n", "27 34 41", 0},
    {HEAD "# x\n\n  - a: b\n    c: d\n\n# y\n  - e: f", "32 55 63", 0},
    {"lists: {}\nsubscriptions: # all\r\n- a: b\r\n", "32 40", 0},
    {"subscriptions:\n-\n  a: b\n- c\n", "15 24 28", 0},
    {HEAD "- a: b\nexamples: []\n", NULL, 34},
    {HEAD "  - a: b\n - c: d\n", NULL, 36},
    {HEAD "- a: b\n---\n- c: d\n", NULL, 34},
    {HEAD "- a: b\n\t- c: d\n", NULL, 34},
    {HEAD "[]\n", NULL, 27},
    {HEAD, NULL, 27},
    {"subscriptions: [a]\n", NULL, 19},
    {"subscriptions:x\n- a\n", NULL, 20},
    {"gazetted: 1\n", NULL, 12},
    {"", NULL, 0},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_subscription_cut cut;
        bool fits = false;
        size_t at = 0;
        CHECK_OK(
            gz_subscription_cut(gz_str_z(rows[i].text), 1, &cut, &fits, &at));
        CHECK_EQ(fits, rows[i].parts != NULL);
        if (fits) {
            char text[64] = "";
            for (size_t k = 0; k <= cut.count; k++) {
                snprintf(text + strlen(text), sizeof(text) - strlen(text),
                         "%s%zu", k > 0 ? " " : "", cut.begins[k]);
            }
            CHECK_Z(text, rows[i].parts);
        } else {
            CHECK_EQ(at, rows[i].at);
        }
        gz_subscription_cut_fini(&cut);
    }
    return 0;
}

#include "rules/language/inflect.h"

#include "tests/support/check.h"

// A word and its forms, the word first.
static const struct {
    const char *word;
    const char *forms;
} regular[] = {
    {"customer", "customer customers customered customering"},
    {"company", "company companies companied companying"},
    {"deny", "deny denies denied denying"},
    {"play", "play plays played playing"},
    {"plan", "plan plans planned planning"},
    {"stop", "stop stops stopped stopping"},
    {"visit", "visit visits visited visiting"},
    {"offer", "offer offers offered offering"},
    {"refer", "refer refers referred referring"},
    {"admit", "admit admits admitted admitting"},
    {"limit", "limit limits limited limiting"},
    {"control", "control controls controlled controlling"},
    {"cancel", "cancel cancels cancelled canceled cancelling canceling"},
    {"use", "use uses used using"},
    {"agree", "agree agrees agreed agreeing"},
    {"die", "die dies died dying"},
    {"fix", "fix fixes fixed fixing"},
    {"show", "show shows showed showing"},
    {"launch", "launch launches launched launching"},
    {"push", "push pushes pushed pushing"},
    {"pass", "pass passes passed passing"},
    {"quiz", "quiz quizzes quizzed quizzing"},
    {"crisis", "crisis crises crisised crisising"},
    {"chassis", "chassis chassises chassised chassising"},
    {"output", "output outputs outputted outputting"},
    {"quit", "quit quits quitted quitting"},
    {"deal", "deal deals dealed dealing"},
    {"veto", "veto vetoes vetos vetoed vetoing"},
    {"video", "video videos videoed videoing"},
    {"panic", "panic panics panicked panicking"},
    {"shoe", "shoe shoes shoed shoeing"},
    {"spin-off", "spin-off spin-offs spin-offed spin-offing"},
    {"CEO", "CEO CEOs CEOed CEOing"},
    {"Plan", "Plan Plans Planned Planning"},
    {"caf\xc3\xa9", "caf\xc3\xa9 caf\xc3\xa9s"},
    {"U.S.", "U.S."},
    {"G7", "G7"},
    {"a", "a as aed aing"},
};

static void check_forms(const struct gz_inflections *table, const char *word,
                        const char *want)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_buffer got;
    const struct gz_str *forms = NULL;
    uint32_t count = 0;
    gz_buffer_init(&got, 0);
    CHECK_OK(
        gz_inflections_forms(table, gz_str_z(word), arena, &forms, &count));
    for (uint32_t i = 0; i < count; i++) {
        gz_buffer_append_z(&got, i == 0 ? "" : " ");
        gz_buffer_append_str(&got, forms[i]);
    }
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
    gz_arena_free(arena);
}

static void add(struct gz_inflections *table, const char *word,
                const char *first, const char *second)
{
    const struct gz_str forms[] = {gz_str_z(first), gz_str_z(second)};
    CHECK_OK(gz_inflections_add(table, gz_str_z(word), forms,
                                second == NULL ? 1 : 2));
}

static void test_table(void)
{
    struct gz_inflections *table = gz_inflections_new();
    add(table, "buy", "buys", "bought");
    add(table, "Go", "went", NULL);
    add(table, "sheep", "sheep", NULL);
    check_forms(table, "buy", "buy buys bought");
    check_forms(table, "BUY", "BUY buys bought");
    check_forms(table, "go", "go went");
    check_forms(table, "sheep", "sheep");
    check_forms(table, "buyer", "buyer buyers buyered buyering");
    add(table, "Buy", "buyed", NULL);
    check_forms(table, "buy", "buy buyed");
    for (int i = 0; i < 200; i++) {
        char word[16];
        snprintf(word, sizeof(word), "w%d", i);
        add(table, word, "x", NULL);
    }
    check_forms(table, "w0", "w0 x");
    check_forms(table, "w199", "w199 x");
    gz_inflections_free(table);
    gz_inflections_free(NULL);
}

static void test_no_memory(void)
{
    struct gz_inflections *table = gz_inflections_new();
    const struct gz_str *forms = NULL;
    uint32_t count = 0;
    for (size_t limit = 0;; limit++) {
        struct gz_arena *arena = gz_arena_new(limit);
        const enum gz_status st = gz_inflections_forms(
            table, GZ_STR_LIT("cancel"), arena, &forms, &count);
        gz_arena_free(arena);
        if (st == GZ_OK) {
            break;
        }
        CHECK_EQ(st, GZ_LIMIT);
    }
    gz_inflections_free(table);
}

int main(void)
{
    struct gz_inflections *table = gz_inflections_new();
    for (size_t i = 0; i < sizeof(regular) / sizeof(regular[0]); i++) {
        check_forms(table, regular[i].word, regular[i].forms);
    }
    gz_inflections_free(table);
    test_table();
    test_no_memory();
    return 0;
}

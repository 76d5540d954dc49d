#include "daemon/notify/alert_text.h"

#include "codecs/alert_probe.h"
#include "codecs/article.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

#define LIT(s)                                                                 \
    {                                                                          \
        (s), sizeof(s) - 1                                                     \
    }

static const struct gz_alert_evidence stories[] = {
    {.article_id = LIT("a-1"),
     .title = LIT("Acme\nbuys <Globex> & more"),
     .source = LIT("wire"),
     .url = LIT("https://example.com/?a=1&b=<|>"),
     .published_ms = 1795431600000},
    {.article_id = LIT("a-2"),
     .url = LIT("javascript:alert(1)"),
     .published_ms = GZ_TIME_UNKNOWN,
     .ingested_ms = 1795435200000,
     .copy = true},
};

static struct gz_alert_event plain_alert(void)
{
    return (struct gz_alert_event){
        .alert_id = LIT("0123abcd"),
        .sequence = 0,
        .state = GZ_ALERT_FIRING,
        .subscription = LIT("watch"),
        .severity = GZ_ALERT_WARNING,
        .entity_name = LIT("Acm\xc3\xa9"),
        .why = LIT("2 stories within 1h"),
        .doubt = LIT("anonymous source"),
        .stories = 1,
        .copies = 1,
        .sources = 2,
        .independent = 1,
        .first_ms = 1795431600000,
        .last_ms = 1795435200000,
        .raised_ms = 1795435200000,
        .evidence = stories,
        .evidence_count = 2,
        .evidence_omitted = 3,
    };
}

typedef void renderer(const struct gz_alert_event *alert,
                      struct gz_buffer *out);

static void check(renderer *render, const struct gz_alert_event *alert,
                  const char *want)
{
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    render(alert, &out);
    CHECK_OK(gz_buffer_status(&out));
    CHECK_STR(gz_buffer_str(&out), want);
    gz_buffer_fini(&out);
}

static const struct subject {
    uint8_t state;
    uint8_t severity;
    bool confirmed;
    uint32_t repeats;
    const char *want;
} subjects[] = {
    {GZ_ALERT_FIRING, GZ_ALERT_INFO, true, 0, "(info, new)"},
    {GZ_ALERT_FIRING, GZ_ALERT_CRITICAL, true, 2, "(critical, still so)"},
    {GZ_ALERT_UPDATED, GZ_ALERT_WARNING, false, 0,
     "(warning, more, unconfirmed: anonymous source)"},
    {GZ_ALERT_CONFIRMED, GZ_ALERT_WARNING, true, 0, "(warning, confirmed now)"},
    {GZ_ALERT_RESOLVED, GZ_ALERT_WARNING, true, 0, "(warning, over)"},
    {GZ_ALERT_LAPSED, GZ_ALERT_WARNING, true, 0, "(warning, silence ended)"},
    {200, 200, true, 0, "(warning, of an unknown state)"},
};

static void test_subjects(void)
{
    char want[256];

    for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
        struct gz_alert_event a = plain_alert();
        a.state = subjects[i].state;
        a.severity = subjects[i].severity;
        a.confirmed = subjects[i].confirmed;
        a.repeats = subjects[i].repeats;
        snprintf(want, sizeof(want), "Acm\xc3\xa9: 2 stories within 1h %s",
                 subjects[i].want);
        check(gz_alert_text_subject, &a, want);
    }
    struct gz_alert_event bare = {.subscription = LIT("watch\r\nX: y"),
                                  .confirmed = true};
    check(gz_alert_text_subject, &bare, "watch  X: y: watch  X: y (info, new)");
}

static void test_plain(void)
{
    const struct gz_alert_event a = plain_alert();

    check(gz_alert_text_plain, &a,
          "Acm\xc3\xa9: 2 stories within 1h (warning, new, unconfirmed: "
          "anonymous source)\n"
          "\n"
          "1 story (and 1 copy) from 2 sources, 1 independent\n"
          "2026-11-23 11:00 UTC to 2026-11-23 12:00 UTC\n"
          "\n"
          "- Acme buys <Globex> & more\n"
          "  wire, 2026-11-23 11:00 UTC\n"
          "  https://example.com/?a=1&b=<|>\n"
          "- a-2\n"
          "  unknown source, 2026-11-23 12:00 UTC, a copy\n"
          "  javascript:alert(1)\n"
          "... and 3 more\n"
          "\n"
          "Subscription watch, alert 0123abcd\n");
}

static void test_slack(void)
{
    const struct gz_alert_event a = plain_alert();

    check(gz_alert_text_slack, &a,
          "{\"text\":\"Acm\xc3\xa9: 2 stories within 1h (warning, new, "
          "unconfirmed: anonymous source)\","
          "\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\","
          "\"text\":\"*Acm\xc3\xa9: 2 stories within 1h (warning, new, "
          "unconfirmed: anonymous source)*\\n"
          "1 story (and 1 copy) from 2 sources, 1 independent\\n"
          "\xe2\x80\xa2 <https://example.com/?a=1&amp;b=%3C%7C%3E|Acme buys "
          "&lt;Globex&gt; &amp; more> wire\\n"
          "\xe2\x80\xa2 a-2 \\n"
          "... and 3 more\\nSubscription watch, alert 0123abcd\"}}]}");
}

static void test_silence_ended(void)
{
    const struct gz_alert_event a = {
        .state = GZ_ALERT_LAPSED,
        .subscription = LIT("watch"),
        .alert_id = LIT("0123abcd"),
        .why = LIT("a silence has ended"),
        .silence = LIT("R&D moves"),
        .silenced_until_ms = INT64_C(1795431600000),
    };

    check(gz_alert_text_plain, &a,
          "watch: a silence has ended (info, silence ended)\n"
          "\n"
          "It lasted until 2026-11-23 11:00 UTC: R&D moves\n"
          "\n"
          "Subscription watch, alert 0123abcd\n");
    check(gz_alert_text_slack, &a,
          "{\"text\":\"watch: a silence has ended (info, silence ended)\","
          "\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\","
          "\"text\":\"*watch: a silence has ended (info, silence ended)*\\n"
          "It lasted until 2026-11-23 11:00 UTC: R&amp;D moves\\n"
          "Subscription watch, alert 0123abcd\"}}]}");
}

// However long the stories are, a message stays one that is accepted.
static void test_slack_size(void)
{
    static char title[5000];
    struct gz_alert_evidence long_stories[8];
    struct gz_alert_event a = plain_alert();
    struct gz_buffer out;

    memset(title, '&', sizeof(title));
    for (size_t i = 0; i < 8; i++) {
        long_stories[i] = stories[0];
        long_stories[i].title = gz_str_of(title, i == 1 ? 300 : 5000);
    }
    a.evidence = long_stories;
    a.evidence_count = 8;
    gz_buffer_init(&out, 0);
    gz_alert_text_slack(&a, &out);
    CHECK(out.len < 4000);
    CHECK(memmem(out.data, out.len, "&amp;> wire", 11) != NULL);
    gz_buffer_fini(&out);
}

static void test_json(void)
{
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    gz_alert_text_json(gz_alert_probe(), &out);
    gz_buffer_append_byte(&out, '\0');
    const char *text = (const char *)out.data;
    CHECK(strncmp(text, "{\"type\":\"alert.", 15) == 0);
    CHECK(strstr(text, "\",\"timestamp\":\"") != NULL);
    CHECK(strstr(text, "\",\"data\":{\"event_id\":\"") != NULL);
    CHECK(strcmp(text + strlen(text) - 2, "}}") == 0);
    gz_buffer_fini(&out);
}

static void test_mail(void)
{
    static const char *const to[] = {"a@b", "c@d"};
    struct gz_alert_event a = plain_alert();
    struct gz_buffer out;

    a.sequence = 3;
    gz_buffer_init(&out, 0);
    gz_alert_text_mail(&a, "G <g@h.example>", to, 2, GZ_STR_LIT("0123abcd-3"),
                       &out);
    static const char head[] =
        "From: G <g@h.example>\n"
        "To: a@b,\n"
        " c@d\n"
        "Subject: =?UTF-8?B?"
        "QWNtw6k6IDIgc3RvcmllcyB3aXRoaW4gMWggKHdhcm5pbmcsIG5ldywgdW5j?=\n"
        " =?UTF-8?B?b25maXJtZWQ6IGFub255bW91cyBzb3VyY2Up?=\n"
        "Date: Mon, 23 Nov 2026 12:00:00 +0000\n"
        "Message-ID: <0123abcd-3@h.example>\n"
        "References: <0123abcd-0@h.example>\n"
        "Auto-Submitted: auto-generated\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: base64\n"
        "\n";
    CHECK_STR(gz_str_of((const char *)out.data, sizeof(head) - 1), head);
    gz_buffer_fini(&out);
}

// Failing at any allocation is told, and nothing leaks.
static void test_no_memory(void)
{
    static renderer *const renderers[] = {
        gz_alert_text_plain, gz_alert_text_json, gz_alert_text_slack};
    const struct gz_alert_event a = plain_alert();

    for (size_t i = 0; i < 3; i++) {
        bool failed = true;
        for (long n = 1; failed; n++) {
            struct gz_buffer out;
            gz_buffer_init(&out, 0);
            gz_alloc_fail_at(n);
            renderers[i](&a, &out);
            failed = gz_alloc_failed();
            gz_alloc_fail_at(0);
            CHECK_EQ(gz_buffer_status(&out), failed ? GZ_NO_MEMORY : GZ_OK);
            gz_buffer_fini(&out);
        }
    }
}

int main(void)
{
    test_subjects();
    test_plain();
    test_slack();
    test_silence_ended();
    test_slack_size();
    test_json();
    test_mail();
    test_no_memory();
    return 0;
}

#include "daemon/notify/webhook_signature.h"

#include "tests/support/check.h"

static struct gz_webhook_secret parse(const char *text)
{
    struct gz_webhook_secret secret;
    const char *fault = gz_webhook_secret_parse(gz_str_z(text), &secret);

    CHECK(fault == NULL);
    return secret;
}

// The vector that the libraries of Standard Webhooks are tested with.
static void test_vector(void)
{
    const struct gz_webhook_secret secrets[] = {
        parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"),
    };
    const struct gz_str id = GZ_STR_LIT("msg_p5jXN8AQM9LWM0D4loKWxJek");
    const struct gz_str body = GZ_STR_LIT("{\"test\": 2432232314}");
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    CHECK_OK(gz_webhook_sign(secrets, 1, id, 1614265330, body, &out));
    CHECK_STR(gz_buffer_str(&out),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    gz_buffer_clear(&out);
    CHECK_OK(gz_webhook_sign(secrets, 2, id, 1614265330, body, &out));
    CHECK(gz_str_starts(
        gz_buffer_str(&out),
        GZ_STR_LIT("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,")));
    CHECK_EQ(out.len, 2 * 47 + 1);
    gz_buffer_fini(&out);
}

static const struct row {
    const char *text;
    const char *fault;  // part of it; NULL: good
} rows[] = {
    {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", NULL},
    {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "does not begin with"},
    {"whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "does not begin with"},
    {"whsec_", "shorter than 24"},
    {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==", "shorter than 24"},
    {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "not the base64"},
    {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", "not the base64"},
    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
     "AAAAAAAAAAAAAAAAAAAAAA==",
     NULL},
    {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
     "AAAAAAAAAAAAAAAAAAAAAAA=",
     "not the base64 of 24 to 64"},
};

static void test_secrets(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_webhook_secret secret;
        const char *fault =
            gz_webhook_secret_parse(gz_str_z(rows[i].text), &secret);
        CHECK_EQ(fault == NULL, rows[i].fault == NULL);
        CHECK(fault == NULL || strstr(fault, rows[i].fault) != NULL);
    }
}

int main(void)
{
    test_vector();
    test_secrets();
    return 0;
}

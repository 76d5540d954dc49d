#include "rules/gazetteer/name_key.h"

#include "tests/support/check.h"

static void check_class(void)
{
    static const struct {
        uint8_t kind;
        uint8_t flags;
        bool lower;
    } tokens[] = {
        {GZ_TOKEN_WORD, 0, true},
        {GZ_TOKEN_WORD, GZ_TOKEN_SPACE_BEFORE, true},
        {GZ_TOKEN_WORD, GZ_TOKEN_CAPITAL, false},
        {GZ_TOKEN_WORD, GZ_TOKEN_CAPITAL | GZ_TOKEN_ALL_CAPS, false},
        {GZ_TOKEN_NUMBER, 0, false},
        {GZ_TOKEN_IDEOGRAPH, 0, false},
        {GZ_TOKEN_MARK, 0, false},
    };
    for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
        const struct gz_token t = {0, 1, tokens[i].kind, tokens[i].flags};
        CHECK(gz_name_key_class(&t) ==
              (tokens[i].lower ? GZ_NAME_KEY_LOWER : 0));
    }
}

// Gaps and order make different names.
static void check_chain(void)
{
    CHECK(gz_name_key_chain(1, true, 2) != gz_name_key_chain(1, false, 2));
    CHECK(gz_name_key_chain(1, true, 2) != gz_name_key_chain(2, true, 1));
}

int main(void)
{
    check_class();
    check_chain();
    return 0;
}

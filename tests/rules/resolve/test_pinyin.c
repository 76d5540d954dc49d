// Names that are Chinese by their syllables, and names that are not.

#include "rules/resolve/pinyin.h"

#include "tests/support/check.h"

static const struct row {
    const char *surname;
    const char *given;
    bool want;
} rows[] = {
    {"Lu", "Weibing", true},       {"Xi", "Jinping", true},
    {"XI", "JINPING", true},       {"Wang", "Chuanfu", true},
    {"Ren", "Zhengfei", true},     {"Zhang", "Yiming", true},
    {"Liang", "Rubo", true},       {"Ouyang", "Nana", true},
    {"Chen", "E", true},           {"Li", "Xian", true},
    {"Lu", "Weibingsmith", false}, {"Lu", "", false},
    {"Lu", "Smith", false},        {"Wang", "Jin-ping", false},
    {"Weibing", "Lu", false},      {"Kim", "Jongun", false},
    {"Lee", "Min", false},         {"Li", "Aobaoaobao", false},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const bool got = gz_pinyin_is_name(gz_str_z(rows[i].surname),
                                           gz_str_z(rows[i].given));
        if (got != rows[i].want) {
            fprintf(stderr, "name: %s %s\n", rows[i].surname, rows[i].given);
        }
        CHECK_EQ(got, rows[i].want);
    }
    return 0;
}

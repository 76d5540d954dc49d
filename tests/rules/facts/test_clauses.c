// Where one clause ends and another begins.

#include "rules/facts/clauses.h"

#include "tests/support/grammar_fixture.h"

// Words in capitals are the names here.
static const struct row {
    const char *text;
    bool want;
} rows[] = {
    {"ACME buys GLOBEX", false},
    {"ACME grows, shrinks, grows", false},
    {"ACME grows; GLOBEX shrinks", true},
    {"ACME said: \"no\"", true},
    {"ACME grows while it can", true},
    {"ACME grows WHILE it can", true},
    {"ACME and GLOBEX grow", false},
    {"ACME grows and shrinks", false},
    {"ACME grows and GLOBEX shrinks", true},
    {"INITECH bought ACME and the GLOBEX said so", true},
    {"INITECH bought ACME and GLOBEX today", false},
    {"ACME grows and the GLOBEX group shrinks", true},
    {"ACME grows, but shrinks", true},
    {"ACME grows but GLOBEX shrinks", true},
    {"ACME grows but not now", false},
    {"ACME grows after GLOBEX shrinks", true},
    {"ACME grows as the rival GLOBEX shrinks", true},
    {"ACME grows after a meeting", false},
    {"ACME grows after a meeting with GLOBEX", false},
    {"ACME grows after, says GLOBEX", false},
    {"and", false},
    {"after", false},
    {"", false},
};

static bool is_name(const void *context, uint32_t token)
{
    const struct gz_passage *p = context;
    return (p->tokens.items[token].flags & GZ_TOKEN_ALL_CAPS) != 0;
}

// The clauses of the tokens, and what semicolons part.
static const struct number_row {
    const char *text;
    const char *clauses;
    const char *parts;
} number_rows[] = {
    {"ACME grows; GLOBEX shrinks", "00111", "00111"},
    {"ACME said \"no\" and GLOBEX left", "00000111", "00000000"},
    {"After ACME grows, the GLOBEX shrinks", "1112222", "0000000"},
    {"After ACME grows, sadly, GLOBEX shrinks", "11111222", "00000000"},
    {"Having sold, GLOBEX shrinks", "00111", "00000"},
    {"In ACME, GLOBEX shrinks", "00000", "00000"},
};

static void run_numbers(struct grammar_lab *lab, const struct number_row *row)
{
    const struct gz_passage *body = grammar_lab_read(lab, row->text);
    const uint32_t count = body->tokens.count;
    struct gz_clause_place places[8];
    CHECK_EQ(count, strlen(row->clauses));
    gz_clauses_number(body, is_name, body, places);
    for (uint32_t t = 0; t < count; t++) {
        CHECK_EQ(places[t].clause, row->clauses[t] - '0');
        CHECK_EQ(places[t].part, row->parts[t] - '0');
    }
}

static void run(struct grammar_lab *lab, const struct row *row)
{
    const struct gz_passage *body = grammar_lab_read(lab, row->text);
    const bool got =
        gz_clauses_break(body, 0, body->tokens.count, is_name, body);
    if (got != row->want) {
        fprintf(stderr, "%s\n", row->text);
    }
    CHECK_EQ(got, row->want);
}

int main(void)
{
    static struct grammar_lab lab;
    grammar_lab_open(&lab);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(&lab, &rows[i]);
    }
    for (size_t i = 0; i < sizeof(number_rows) / sizeof(number_rows[0]); i++) {
        run_numbers(&lab, &number_rows[i]);
    }
    grammar_lab_close(&lab);
    return 0;
}

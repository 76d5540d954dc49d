#include "daemon/explain/fact_text.h"

#include "tests/support/facts_fixture.h"

static const char *const lines[] = {
    "  0.75  Spending  spender=Acme, amount=GT 1000000000 USD, "
    "purpose=\"chips\"  business.spending\n",
    "  0.50  Customer  supplier=Globex, customer=Acme  NEGATIVE  PLANNED  "
    "NAMED Jane Roe (said)  ANONYMOUS \"lost\"  business.customer\n",
};

int main(void)
{
    struct facts_fixture f;
    facts_fixture_open(&f);
    for (uint32_t i = 0; i < f.findings.fact_count; i++) {
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        gz_fact_text_append(&f.findings, f.document, &f.facts[i], false, &out);
        CHECK_STR(gz_buffer_str(&out), lines[i]);
        gz_buffer_fini(&out);
    }
    facts_fixture_close(&f);
    return 0;
}

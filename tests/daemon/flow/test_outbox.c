#include "daemon/flow/outbox.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct gz_header headers[] = {
    {GZ_STR_LIT("ce_id"), GZ_STR_LIT("1")},
    {GZ_STR_LIT("none"), {NULL, 0}},
};

static const struct gz_output outputs[] = {
    {.topic = GZ_STR_LIT("out"),
     .key = GZ_STR_LIT("wd:Q1"),
     .value = GZ_STR_LIT("abc"),
     .headers = headers,
     .header_count = 2},
    {.topic = GZ_STR_LIT("dead"), .value = GZ_STR_LIT(""), .dead_letter = true},
};

static void check_copy(const struct gz_outbox_record *r)
{
    CHECK_EQ(r->count, 2);
    CHECK_EQ(r->bytes, 8);
    CHECK(gz_str_is(r->outputs[0].topic, "out"));
    CHECK(gz_str_is(r->outputs[0].key, "wd:Q1"));
    CHECK(gz_str_is(r->outputs[0].value, "abc"));
    CHECK(r->outputs[0].value.ptr != outputs[0].value.ptr);
    CHECK_EQ(r->outputs[0].header_count, 2);
    CHECK(gz_str_is(r->outputs[0].headers[0].name, "ce_id"));
    CHECK(gz_str_is(r->outputs[0].headers[0].value, "1"));
    CHECK(gz_str_is(r->outputs[0].headers[1].name, "none"));
    CHECK(r->outputs[0].headers[1].value.ptr == NULL);
    CHECK(r->outputs[1].dead_letter);
    CHECK(r->outputs[1].key.ptr == NULL);    // Kafka's null
    CHECK(r->outputs[1].value.ptr != NULL);  // the empty string
}

static void test_order(void)
{
    struct gz_outbox o = {0};

    CHECK_OK(gz_outbox_put(&o, 7, outputs, 2));
    CHECK_OK(gz_outbox_put(&o, 8, NULL, 0));
    CHECK_OK(gz_outbox_put(&o, 9, outputs, 1));
    CHECK_EQ(o.records, 3);
    CHECK_EQ(o.bytes, 16);
    CHECK_EQ(o.first->slot, 7);
    check_copy(o.first);
    gz_outbox_drop(&o);
    CHECK_EQ(o.first->slot, 8);
    CHECK_EQ(o.first->count, 0);
    gz_outbox_drop(&o);
    gz_outbox_drop(&o);
    CHECK(o.first == NULL && o.last == NULL);
    CHECK_EQ(o.records, 0);
    CHECK_EQ(o.bytes, 0);
    CHECK_OK(gz_outbox_put(&o, 1, outputs, 2));
    gz_outbox_clear(&o);
    CHECK(o.first == NULL);
    CHECK_EQ(o.bytes, 0);
}

static void test_no_memory(void)
{
    struct gz_outbox o = {0};

    CHECK_OK(gz_outbox_put(&o, 7, outputs, 2));
    gz_alloc_fail_at(1);
    CHECK_EQ(gz_outbox_put(&o, 8, outputs, 2), GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    CHECK_EQ(o.records, 1);
    CHECK_OK(gz_outbox_put(&o, 8, outputs, 2));
    CHECK_EQ(o.last->slot, 8);
    gz_outbox_clear(&o);
}

int main(void)
{
    test_order();
    test_no_memory();
    return 0;
}

// A walk over the entities of images in layers: what a later image removes is
// left out, what it adds to an earlier entity is known of that one.

#include "rules/gazetteer/layers/layers_entities.h"

#include "tests/support/layers_fixture.h"

static const struct test_list lists[] = {
    {"a", "id\ttype\tname\txids\tattributes\n"
          "one\tOrg\tOne\twikidata=Q1\tcountry=FR\n"
          "two\tPlace/City\tTwo\t\t\n"
          "three\tPerson\tThree\t\t\n"},
    {"b", "id\ttype\tname\tpolicy\txids\tattributes\n"
          "a:two\t\t\tremove\t\t\n"
          "first\tOrg\tFirst\t\twikidata=Q1\tsector=cars\n"
          "four\tOrg/Bank\tFour\t\t\t\n"},
};

static void on_entity(void *context, const struct gz_layers_met *met)
{
    struct gz_buffer *out = context;
    gz_buffer_append_fmt(out, "%u " GZ_STR_FMT " " GZ_STR_FMT "\n",
                         (unsigned)met->reading.layer, GZ_STR_ARG(met->type),
                         GZ_STR_ARG(met->details.attributes));
}

int main(void)
{
    const struct gz_compile_options options = {.threads = 0};
    struct gz_buffer images[2];
    struct gz_buffer got;
    for (size_t i = 0; i < 2; i++) {
        test_compile_lists(&lists[i], 1, &options, &images[i]);
    }
    struct gz_layers *layers = test_layers(images, 2);
    gz_buffer_init(&got, 0);
    gz_layers_entities(layers, on_entity, &got);
    CHECK_STR(gz_buffer_str(&got), "0 Org country=FR;sector=cars\n"
                                   "0 Person \n"
                                   "1 Org/Bank \n");
    gz_buffer_fini(&got);
    gz_layers_free(layers);
    return 0;
}

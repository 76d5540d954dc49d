#include "rules/language/type_tree.h"

#include "rules/types.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static uint16_t find(const struct gz_type_tree *tree, const char *name)
{
    return gz_type_tree_find(tree, gz_str_z(name));
}

static bool has(const struct gz_type_tree *tree, const char *above,
                const char *below)
{
    return gz_type_range_has(gz_type_tree_range(tree, find(tree, above)),
                             find(tree, below));
}

static enum gz_status add(struct gz_type_tree *tree, const char *name,
                          const char *parent)
{
    return gz_type_tree_add(tree, gz_str_z(name), gz_str_z(parent));
}

static struct gz_type_tree *numbered(void)
{
    struct gz_type_tree *tree = gz_type_tree_new();
    CHECK_OK(add(tree, "Startup", "Company"));
    CHECK_OK(add(tree, "Unicorn", "Org/Company/Startup"));
    CHECK_OK(add(tree, "Weapon", "Product"));
    CHECK_OK(gz_type_tree_number(tree));
    return tree;
}

// All types of rules/types.h are found, by both of their names.
static void test_built_in(void)
{
    struct gz_type_tree *tree = numbered();
    for (size_t i = 0; gz_type_at(i) != NULL; i++) {
        const char *path = gz_type_at(i);
        const char *slash = strrchr(path, '/');
        CHECK(find(tree, path) != GZ_TYPE_NONE);
        CHECK_EQ(find(tree, path),
                 find(tree, slash == NULL ? path : slash + 1));
        CHECK_STR(gz_type_tree_path(tree, find(tree, path)), path);
    }
    CHECK(find(tree, "Value/Money") != GZ_TYPE_NONE);
    CHECK_EQ(find(tree, "Org/City"), GZ_TYPE_NONE);
    CHECK_EQ(find(tree, "Company/Org"), GZ_TYPE_NONE);
    CHECK_EQ(find(tree, ""), GZ_TYPE_NONE);
    gz_type_tree_free(tree);
}

static void test_ranges(void)
{
    struct gz_type_tree *tree = numbered();
    CHECK(has(tree, "Org", "Org"));
    CHECK(has(tree, "Org", "Unicorn"));
    CHECK(has(tree, "Startup", "Unicorn"));
    CHECK(!has(tree, "Unicorn", "Startup"));
    CHECK(!has(tree, "Bank", "Unicorn"));
    CHECK(!has(tree, "Org", "Place"));
    CHECK(!has(tree, "Org", "Weapon"));
    CHECK(has(tree, "Value", "Count"));
    CHECK(!has(tree, "Person", "Org"));
    // The ranges of the tops are all numbers, one after the other.
    uint32_t at = 0;
    while (at < gz_type_tree_count(tree)) {
        const struct gz_type_range range =
            gz_type_tree_range(tree, (uint16_t)at);
        CHECK_EQ(range.first, at);
        CHECK(range.end > at);
        at = range.end;
    }
    CHECK_EQ(at, gz_type_tree_count(tree));
    gz_type_tree_free(tree);
}

static void test_refused(void)
{
    struct gz_type_tree *tree = gz_type_tree_new();
    CHECK_EQ(add(tree, "City", "Org"), GZ_INVALID);
    CHECK_EQ(add(tree, "New", "Nothing"), GZ_INVALID);
    CHECK_EQ(add(tree, "A/B", "Org"), GZ_INVALID);
    CHECK_EQ(add(tree, "", "Org"), GZ_INVALID);
    CHECK_OK(gz_type_tree_number(tree));
    CHECK_OK(gz_type_tree_number(tree));
    CHECK_EQ(add(tree, "New", "Org"), GZ_INVALID);
    CHECK_Z(gz_type_tree_suggest(tree, GZ_STR_LIT("Compnay")), "Company");
    CHECK_Z(gz_type_tree_suggest(tree, GZ_STR_LIT("Org/Bnk")), "Org/Bank");
    CHECK(gz_type_tree_suggest(tree, GZ_STR_LIT("Zebra")) == NULL);
    gz_type_tree_free(tree);
    gz_type_tree_free(NULL);
}

// A chain as deep as there may be types, and not one more.
static void test_many(void)
{
    struct gz_type_tree *tree = gz_type_tree_new();
    char name[16];
    char parent[16] = "Org";
    uint32_t added = 0;
    for (;; added++) {
        snprintf(name, sizeof(name), "T%u", added);
        if (add(tree, name, parent) != GZ_OK) {
            break;
        }
        memcpy(parent, name, sizeof(parent));
    }
    CHECK_EQ(gz_type_tree_count(tree), 4000);
    CHECK_OK(gz_type_tree_number(tree));
    CHECK(has(tree, "Org", parent));
    CHECK(has(tree, "T0", parent));
    CHECK(!has(tree, parent, "T0"));
    gz_type_tree_free(tree);
}

static void test_no_memory(void)
{
    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        struct gz_type_tree *tree = gz_type_tree_new();
        enum gz_status st = tree == NULL ? GZ_NO_MEMORY : GZ_OK;
        if (st == GZ_OK) {
            st = add(tree, "Startup", "Company");
        }
        if (st == GZ_OK) {
            st = gz_type_tree_number(tree);
        }
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        gz_type_tree_free(tree);
        if (!failed) {
            CHECK_OK(st);
            return;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
}

int main(void)
{
    test_built_in();
    test_ranges();
    test_refused();
    test_many();
    test_no_memory();
    return 0;
}

// gazetted(8) must have an entry for every command there is.

#include "daemon/commands/commands.h"

#include "daemon/base/source.h"
#include "tests/support/check.h"

int main(void)
{
    struct gz_source page;
    CHECK_OK(gz_source_load(&page, "daemon/gazetted.8", 0, NULL));
    for (const struct gz_command *c = gz_commands; c->name != NULL; c++) {
        char entry[64];
        snprintf(entry, sizeof(entry), "\n.It Cm %s\n", c->name);
        if (strstr(page.text, entry) == NULL) {
            fprintf(stderr, "daemon/gazetted.8 lacks %s\n", c->name);
            return 1;
        }
    }
    gz_source_fini(&page);
    return 0;
}

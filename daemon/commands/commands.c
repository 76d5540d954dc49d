#include "daemon/commands/commands.h"

#include <stddef.h>

const struct gz_command gz_commands[] = {
    {NULL, NULL, NULL},
};

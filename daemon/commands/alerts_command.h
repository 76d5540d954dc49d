#ifndef GZ_ALERTS_COMMAND_H
#define GZ_ALERTS_COMMAND_H

#include "daemon/base/arena.h"

/*
 * The verbs of `gazetted alerts` that have options of their own.  argv[0] is
 * the verb; each returns the exit status of the program.
 */
int gz_alerts_preview(int argc, char **argv);
int gz_alerts_explain(int argc, char **argv);

/** What --help prints, for all verbs. */
extern const char gz_alerts_command_usage[];

/** The path of a file of subscriptions, or of a shipped one that is named;
 * borrowed from name, or in arena. */
const char *gz_alerts_command_find(const char *name, struct gz_arena *arena);

#endif

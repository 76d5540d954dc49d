#ifndef GZ_INTERRUPTION_H
#define GZ_INTERRUPTION_H

#include <stdbool.h>

/*
 * SIGINT and SIGTERM for commands that read a topic.  While brokers are asked
 * a signal ends the program; once something is read, the command ends in
 * order.
 */

/** Note signals from now on, in place of being ended by them. */
void gz_interruption_heed(void);

/** Whether one came since. */
bool gz_interruption_came(void);

/** The same for those that are asked whether to stop while they read: heeds
 * signals from the first call on; ctx is not used. */
bool gz_interruption_stop(void *ctx);

#endif

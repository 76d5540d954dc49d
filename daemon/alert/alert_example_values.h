#ifndef GZ_ALERT_EXAMPLE_VALUES_H
#define GZ_ALERT_EXAMPLE_VALUES_H

#include "daemon/alert/alert_example.h"
#include "daemon/alert/subscription/subscription_reader.h"

/*
 * What no alert and no article can be: an example that expects it never holds,
 * and nobody sees why.  For alert_example.c only.
 */

/** Report what an alert cannot have under a key, texts and times aside. */
void gz_alert_example_values_check(struct gz_subscription_reader *r,
                                   enum gz_alert_example_key key,
                                   const struct gz_yaml_node *node);

/** The same of an article. */
void gz_alert_example_values_check_field(struct gz_subscription_reader *r,
                                         enum gz_alert_example_field field,
                                         const struct gz_yaml_node *node);

#endif

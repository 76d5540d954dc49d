#ifndef GZ_TOPIC_FOLLOWER_H
#define GZ_TOPIC_FOLLOWER_H

#include "daemon/kafka/follower.h"
#include "daemon/notify/topic_port.h"

/** A topic of Kafka as a port; options are borrowed for the port's life. */
struct gz_topic_port
gz_topic_follower_port(const struct gz_follower_options *options);

#endif

#ifndef GZ_LAYERS_LINK_H
#define GZ_LAYERS_LINK_H

#include "rules/gazetteer/layers/layers_parts.h"

/**
 * Find out what layers, all of whose gazetteers are there, change about each
 * other.  Fails as gz_layers_new() does.
 */
enum gz_status gz_layers_link(struct gz_layers *l,
                              struct gz_error *err) GZ_MUST_CHECK;

#endif

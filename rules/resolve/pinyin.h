#ifndef GZ_PINYIN_H
#define GZ_PINYIN_H

#include <stdbool.h>

#include "daemon/base/str.h"

/**
 * Whether a person's name of two words is Chinese with the surname first, as
 * "Lu Weibing": a surname that is common there, and rare as a forename
 * elsewhere, before one to three syllables of Mandarin in Latin letters
 * (Hanyu Pinyin, ISO 7098, without tones).
 */
bool gz_pinyin_is_name(struct gz_str surname, struct gz_str given);

#endif

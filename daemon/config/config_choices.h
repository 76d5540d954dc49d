#ifndef GZ_CONFIG_CHOICES_H
#define GZ_CONFIG_CHOICES_H

// What keys with a choice may be, in the order of their enums, up to a NULL.
extern const char *const gz_config_choices_starts[];
extern const char *const gz_config_choices_formats[];
extern const char *const gz_config_choices_header_styles[];
extern const char *const gz_config_choices_deliveries[];
extern const char *const gz_config_choices_memberships[];
extern const char *const gz_config_choices_log_levels[];
extern const char *const gz_config_choices_log_formats[];

#endif

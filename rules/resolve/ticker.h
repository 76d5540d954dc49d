#ifndef GZ_TICKER_H
#define GZ_TICKER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/text/tokens.h"

/**
 * Whether tokens begin..end of text are written as a ticker symbol: behind a
 * dollar sign ("$MSFT"), behind an exchange in brackets ("(NASDAQ: MSFT)"),
 * or alone in brackets with an exchange suffix ("(MSFT.O)", "(7203.T)").
 */
bool gz_ticker_form(struct gz_str text, const struct gz_tokens *tokens,
                    uint32_t begin_token, uint32_t end_token);

/**
 * Whether tokens begin..end stand alone in brackets: "(MSFT)".  Any acronym is
 * written so; what makes a ticker of it is the company's name elsewhere.
 */
bool gz_ticker_in_brackets(struct gz_str text, const struct gz_tokens *tokens,
                           uint32_t begin_token, uint32_t end_token);

#endif

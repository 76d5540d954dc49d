// The version of the quick key for processors without SSE2.

#undef __SSE2__

#include "tests/support/token_key_checks.h"

int main(void)
{
    key_check_all();
    return 0;
}

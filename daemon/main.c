#include <stdio.h>

int main(void)
{
    puts("gazetted " GZ_VERSION);
    return 0;
}

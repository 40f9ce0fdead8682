/*
 * Functions nobody here may call: they overflow, keep hidden state or ask the
 * locale.  Forced into every file by the Makefile, after the system headers of
 * the file itself would otherwise declare them.
 */
#ifndef CM_BASE_BANNED_H
#define CM_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* With _FORTIFY_SOURCE glibc makes these macros for clang, which would warn of them. */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat sprintf vsprintf strtok strtok_r atoi atol atof
#pragma GCC poison gmtime localtime ctime asctime

#endif

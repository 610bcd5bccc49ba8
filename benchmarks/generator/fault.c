#include "fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void end(enum exit_code code, const char *format, va_list arguments)
{
    fputs("generator: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(code);
}

void server_fault(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    end(EXIT_SERVER, format, arguments);
}

void usage_fault(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    end(EXIT_USAGE, format, arguments);
}

void machine_fault(const char *what)
{
    fprintf(stderr, "generator: %s: %s\n", what, strerror(errno));
    exit(EXIT_MACHINE);
}

// How a run ends when something is wrong. The exit code says whose fault it was.
#pragma once

enum exit_code
{
    EXIT_OK = 0,
    EXIT_SERVER = 1,  // the server refused, answered wrongly, stalled or closed
    EXIT_USAGE = 2,   // the command line is wrong
    EXIT_MACHINE = 3, // the machine lacks descriptors, memory or a kernel feature
};

// Each writes one line to standard error and ends the process with its code.
_Noreturn void server_fault(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void usage_fault(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void machine_fault(const char *what);  // adds the text of errno

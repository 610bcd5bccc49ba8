// The command line.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum load { LOAD_ECHO, LOAD_RATE, LOAD_BROADCAST, LOAD_CHURN, LOAD_IDLE, LOAD_FIRST, LOAD_DRAIN };
enum engine { ENGINE_AUTO, ENGINE_EPOLL, ENGINE_URING };

struct options
{
    enum load load;
    const char *load_name;
    uint16_t port;
    const char *path;
    size_t connections;
    size_t size;        // payload bytes of a message
    size_t depth;       // messages in flight on a connection; for broadcast: publishes in flight
    bool text;
    bool raw;           // no handshake, and the bytes come back as they were sent
    double rate;        // messages a second over all connections, for LOAD_RATE
    double warmup;      // seconds
    double seconds;
    enum engine engine;
    int server_pid;     // 0: not known
    int server_core;
    int generator_core;
};

struct options parse_options(int count, char **arguments);

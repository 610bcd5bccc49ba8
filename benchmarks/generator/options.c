#include "options.h"

#include "fault.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "generator LOAD --port N [options]\n"
    "\n"
    "Puts one load on a server at 127.0.0.1, verifies what comes back, and writes one line of JSON.\n"
    "\n"
    "loads\n"
    "  echo        each connection sends DEPTH messages in one write, and the next ones when all have come back\n"
    "  rate        messages leave at a fixed rate whatever comes back; latency counts from when each was due\n"
    "  broadcast   one connection publishes, all of them receive; DEPTH publishes in flight\n"
    "  churn       connect, handshake, one echo, closing handshake, over and over in each of the connections\n"
    "  idle        opens the connections, writes \"ready\" and its line, holds them until standard input ends\n"
    "  drain       opens the connections, writes \"ready\" and its line, and waits until the server has closed them all\n"
    "  first       tries to connect until a server answers, and says when the first echo was there\n"
    "\n"
    "options\n"
    "  --path P              default /ws\n"
    "  --connections N       1 to 60000, default 100\n"
    "  --size N              payload bytes, 1 to 16777216, default 20\n"
    "  --depth N             1 to 1024, default 1\n"
    "  --text                text messages; binary is the default\n"
    "  --payload-hello       the five letters \"hello\" as text\n"
    "  --raw                 plain TCP: no handshake, the same bytes come back\n"
    "  --rate N              messages a second, for rate\n"
    "  --warmup S            seconds before measuring, default 1\n"
    "  --seconds S           seconds of measuring, default 4; for first: how long to try, for drain: the longest silence\n"
    "  --engine E            auto, epoll or io_uring; auto is io_uring for small echoes and broadcast where the kernel has it\n"
    "  --server-pid N        also reports the CPU time of that process\n"
    "  --server-core N       the core that the server runs on, default 0\n"
    "  --generator-core N    the core that the generator runs on, default 1; it does not move itself there (use taskset)\n"
    "\n"
    "exit codes: 0 measured; 1 the server failed; 2 wrong options; 3 the machine lacks something\n";

static const char *const load_names[] = {"echo", "rate", "broadcast", "churn", "idle", "first", "drain"};

static enum load load_of(const char *name)
{
    for (size_t i = 0; i < sizeof load_names / sizeof *load_names; i++)
    {
        if (strcmp(name, load_names[i]) == 0)
        {
            return (enum load)i;
        }
    }

    usage_fault("There is no load '%s'. Try --help.", name);
}

static enum engine engine_of(const char *name)
{
    if (strcmp(name, "auto") == 0)
    {
        return ENGINE_AUTO;
    }

    if (strcmp(name, "epoll") == 0)
    {
        return ENGINE_EPOLL;
    }

    if (strcmp(name, "io_uring") == 0)
    {
        return ENGINE_URING;
    }

    usage_fault("There is no engine '%s'. Use auto, epoll or io_uring.", name);
}

static double number(const char *option, const char *text, double least, double most)
{
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (errno != 0 || end == text || *end != '\0' || isnan(value) || value < least || value > most)
    {
        usage_fault("--%s takes a number from %.10g to %.10g, not '%s'.", option, least, most, text);
    }

    return value;
}

struct options parse_options(int count, char **arguments)
{
    enum { PORT = 1, PATH, CONNECTIONS, SIZE, DEPTH, TEXT, HELLO, RAW, RATE, WARMUP, SECONDS, ENGINE, PID, SERVER_CORE, GENERATOR_CORE, HELP };
    static const struct option names[] = {
        {"port", required_argument, NULL, PORT},
        {"path", required_argument, NULL, PATH},
        {"connections", required_argument, NULL, CONNECTIONS},
        {"size", required_argument, NULL, SIZE},
        {"depth", required_argument, NULL, DEPTH},
        {"text", no_argument, NULL, TEXT},
        {"payload-hello", no_argument, NULL, HELLO},
        {"raw", no_argument, NULL, RAW},
        {"rate", required_argument, NULL, RATE},
        {"warmup", required_argument, NULL, WARMUP},
        {"seconds", required_argument, NULL, SECONDS},
        {"engine", required_argument, NULL, ENGINE},
        {"server-pid", required_argument, NULL, PID},
        {"server-core", required_argument, NULL, SERVER_CORE},
        {"generator-core", required_argument, NULL, GENERATOR_CORE},
        {"help", no_argument, NULL, HELP},
        {0},
    };
    struct options o = {
        .path = "/ws", .connections = 100, .size = 20, .depth = 1, .warmup = 1, .seconds = 4,
        .server_core = 0, .generator_core = 1,
    };

    int option, index = 0;
    while ((option = getopt_long(count, arguments, "", names, &index)) != -1)
    {
        const char *name = option == '?' ? "" : names[index].name;
        switch (option)
        {
            case PORT: o.port = (uint16_t)number(name, optarg, 1, 65535); break;
            case PATH: o.path = optarg; break;
            case CONNECTIONS: o.connections = (size_t)number(name, optarg, 1, 60000); break;
            case SIZE: o.size = (size_t)number(name, optarg, 1, 16 * 1024 * 1024); break;
            case DEPTH: o.depth = (size_t)number(name, optarg, 1, 1024); break;
            case TEXT: o.text = true; break;
            case HELLO: o.text = true; o.size = 5; break;
            case RAW: o.raw = true; break;
            case RATE: o.rate = number(name, optarg, 1, 10e6); break;
            case WARMUP: o.warmup = number(name, optarg, 0, 3600); break;
            case SECONDS: o.seconds = number(name, optarg, 0.01, 3600); break;
            case ENGINE: o.engine = engine_of(optarg); break;
            case PID: o.server_pid = (int)number(name, optarg, 1, 1 << 30); break;
            case SERVER_CORE: o.server_core = (int)number(name, optarg, 0, 4095); break;
            case GENERATOR_CORE: o.generator_core = (int)number(name, optarg, 0, 4095); break;
            case HELP: fputs(usage, stdout); exit(EXIT_OK);
            default: exit(EXIT_USAGE);
        }
    }

    if (optind != count - 1)
    {
        usage_fault("It takes one load. Try --help.");
    }

    o.load = load_of(arguments[optind]);
    o.load_name = arguments[optind];
    if (o.port == 0)
    {
        usage_fault("It needs --port.");
    }

    if (o.load == LOAD_RATE && o.rate == 0)
    {
        usage_fault("The load 'rate' needs --rate.");
    }

    if (o.raw && o.load == LOAD_BROADCAST)
    {
        usage_fault("A raw echo has nobody to publish to.");
    }

    if (o.path[0] != '/' || strlen(o.path) > 200)
    {
        usage_fault("--path takes a path of at most 200 characters, not '%s'.", o.path);
    }

    return o;
}

// Load generator for WebSocket servers on this machine; `generator --help` has its options.
#include "loads.h"

#include <signal.h>
#include <stddef.h>

int main(int count, char **arguments)
{
    static void (*const loads[])(const struct options *) = {
        [LOAD_ECHO] = load_echo,   [LOAD_RATE] = load_rate, [LOAD_BROADCAST] = load_broadcast,
        [LOAD_CHURN] = load_churn, [LOAD_IDLE] = load_idle, [LOAD_FIRST] = load_first,
        [LOAD_DRAIN] = load_drain,
    };

    signal(SIGPIPE, SIG_IGN);
    struct options options = parse_options(count, arguments);
    loads[options.load](&options);
    return 0;
}

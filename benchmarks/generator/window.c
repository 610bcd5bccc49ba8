#include "window.h"

#include "clock.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static double own_cpu(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// Fields 14 and 15 of /proc/PID/stat, all threads of the process together. The name before them may have blanks and brackets.
static double process_cpu(int pid)
{
    char path[64], text[2048];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = pid > 0 ? fopen(path, "r") : NULL;
    if (file == NULL)
    {
        return 0;
    }

    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    char *after_name = strrchr(text, ')');
    unsigned long user = 0, system = 0;
    if (after_name != NULL)
    {
        sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    }

    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static struct cpu_reading core_cpu(int core)
{
    struct cpu_reading reading = {0};
    char line[512], name[16];
    snprintf(name, sizeof name, "cpu%d ", core);
    FILE *file = fopen("/proc/stat", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
    {
        unsigned long long user, nice, system, idle, wait, hard, soft, steal;
        if (strncmp(line, name, strlen(name)) == 0
            && sscanf(line + strlen(name), "%llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice, &system, &idle, &wait, &hard, &soft, &steal) == 8)
        {
            reading.busy = (double)(user + nice + system + hard + soft);
            reading.steal = (double)steal;
            reading.total = reading.busy + (double)(idle + wait + steal);
            break;
        }
    }

    if (file != NULL)
    {
        fclose(file);
    }

    return reading;
}

static struct cpu_reading since(struct cpu_reading before, struct cpu_reading now)
{
    double total = now.total - before.total;
    return (struct cpu_reading){
        .busy = total > 0 ? (now.busy - before.busy) / total : 0,
        .steal = total > 0 ? (now.steal - before.steal) / total : 0,
        .total = total,
    };
}

void window_start(struct window *window, const struct options *options)
{
    memset(window, 0, sizeof *window);
    window->options = options;
    window->begins = now_ns() + (uint64_t)(options->warmup * 1e9);
    window->ends = window->begins + (uint64_t)(options->seconds * 1e9);
}

enum window_state window_advance(struct window *window, uint64_t now)
{
    if (window->state == WINDOW_WARMUP && now >= window->begins)
    {
        window->state = WINDOW_MEASURING;
        window->server_seconds = process_cpu(window->options->server_pid);
        window->own_seconds = own_cpu();
        window->server_core = core_cpu(window->options->server_core);
        window->generator_core = core_cpu(window->options->generator_core);
        window->began = now_ns();
    }
    else if (window->state == WINDOW_MEASURING && now >= window->ends)
    {
        window->state = WINDOW_OVER;
        window->ended = now_ns();
        window->server_seconds = process_cpu(window->options->server_pid) - window->server_seconds;
        window->own_seconds = own_cpu() - window->own_seconds;
        window->server_core = since(window->server_core, core_cpu(window->options->server_core));
        window->generator_core = since(window->generator_core, core_cpu(window->options->generator_core));
    }

    return window->state;
}

void window_report(const struct window *window, const char *engine)
{
    const struct options *o = window->options;
    double seconds = (double)(window->ended - window->began) / 1e9;
    printf("{\"load\":\"%s\",\"connections\":%zu,\"size\":%zu,\"depth\":%zu,\"opcode\":\"%s\",\"raw\":%s,\"engine\":\"%s\",", o->load_name, o->connections,
        o->size, o->depth, o->text ? "text" : "binary", o->raw ? "true" : "false", engine);
    printf("\"seconds\":%.3f,\"messages\":%llu,\"rate\":%.1f,", seconds, (unsigned long long)window->messages, (double)window->messages / seconds);
    printf("\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,", histogram_quantile(&window->latency, 0.5),
        histogram_quantile(&window->latency, 0.9), histogram_quantile(&window->latency, 0.99), histogram_quantile(&window->latency, 0.999),
        (double)window->latency.largest / 1e3);
    printf("\"server_cpu_us\":%.4f,\"server_busy\":%.3f,", window->messages > 0 ? window->server_seconds * 1e6 / (double)window->messages : 0,
        window->server_seconds / seconds);
    printf("\"generator_busy\":%.3f,\"server_core_busy\":%.3f,\"generator_core_busy\":%.3f,\"server_core_steal\":%.3f,\"generator_core_steal\":%.3f}\n",
        window->own_seconds / seconds, window->server_core.busy, window->generator_core.busy, window->server_core.steal,
        window->generator_core.steal);
    fflush(stdout);
}

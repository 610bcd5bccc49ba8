using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Conformance.Tests;

/// <summary>docs/logs.md has every event that is logged, with its id, name, level and message, and no other; an id is that of one event.</summary>
public class LogDocTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(WebSocketSession).Assembly,
        Assembly.Load("Endpoints.AspNetCore"),
        Assembly.Load("Endpoints.Client"),
        Assembly.Load("Endpoints.Transport.Linux"),
        Assembly.Load("Endpoints.Transport.Linux.Kestrel"),
    ];

    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] Events =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(pair => pair.Item2 is not null),
    ];

    [Fact]
    public void The_table_is_what_is_logged()
    {
        var root = typeof(LogDocTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!;
        var rows = File.ReadLines(Path.Combine(root, "docs", "logs.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]));

        Assert.Equal(
            Events.OrderBy(pair => pair.Message.EventId)
                .Select(pair => $"| {pair.Message.EventId} | {pair.Method.Name} | {pair.Message.Level} | {pair.Message.Message} |"),
            rows);
    }

    [Fact]
    public void An_id_is_that_of_one_event() =>
        Assert.Empty(Events.GroupBy(pair => pair.Message.EventId).Where(group => group.Count() > 1).Select(group => group.Key));
}

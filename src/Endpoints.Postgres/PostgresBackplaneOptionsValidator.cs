using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Endpoints.Postgres;

/// <summary>Says everything that is wrong, and what would be right.</summary>
internal sealed partial class PostgresBackplaneOptionsValidator : IValidateOptions<PostgresBackplaneOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, PostgresBackplaneOptions options)
    {
        var failures = new List<string>();
        Demand(options.ConnectionString is null || options.DataSource is null, "ConnectionString or DataSource is set, not both.");
        Demand(options.ConnectionString is null || CanBeRead(options.ConnectionString), "ConnectionString cannot be read; it is, for example, Host=db;Database=app;Username=app.");
        Demand(options.ChannelPrefix is not null && Prefix().IsMatch(options.ChannelPrefix), "ChannelPrefix has 1 to 28 of a to z, 0 to 9 and underscore, and begins with no digit.");
        Demand(options.MaxParts is >= 1 and <= NotifyPayload.MostParts, "MaxParts is 1 to 255.");
        Demand(options.PingInterval >= Shortest && options.PingInterval <= Longest, "PingInterval is 1 s to 10 min.");
        Demand(options.CommandTimeout >= Shortest && options.CommandTimeout <= Longest, "CommandTimeout is 1 s to 10 min.");
        Demand(options.CommandTimeout.Ticks % TimeSpan.TicksPerSecond == 0, "CommandTimeout is whole seconds.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Demand(bool holds, string rule)
        {
            if (!holds)
            {
                failures.Add($"PostgresBackplaneOptions: {rule}");
            }
        }
    }

    private static bool CanBeRead(string connectionString)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,27}\\z")]
    private static partial Regex Prefix();
}

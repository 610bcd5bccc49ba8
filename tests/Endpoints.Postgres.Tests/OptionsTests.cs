using Endpoints.Backplanes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Endpoints.Postgres.Tests;

/// <summary>What may be set, and where the database comes from.</summary>
public sealed class OptionsTests
{
    private const string Somewhere = "Host=db.example;Database=app;Username=app";

    public static TheoryData<string, Action<PostgresBackplaneOptions>> Wrong => new()
    {
        { "not both", options => options.DataSource = NpgsqlDataSource.Create(Somewhere) },
        { "cannot be read", options => options.ConnectionString = "Hots=db" },
        { "cannot be read", options => options.ConnectionString = "" },
        { "ChannelPrefix", options => options.ChannelPrefix = "" },
        { "ChannelPrefix", options => options.ChannelPrefix = "Upper" },
        { "ChannelPrefix", options => options.ChannelPrefix = "1st" },
        { "ChannelPrefix", options => options.ChannelPrefix = "a\"; DROP TABLE x; --" },
        { "ChannelPrefix", options => options.ChannelPrefix = "line\n" },
        { "ChannelPrefix", options => options.ChannelPrefix = new string('a', 29) },
        { "MaxParts", options => options.MaxParts = 0 },
        { "MaxParts", options => options.MaxParts = 256 },
        { "PingInterval", options => options.PingInterval = TimeSpan.Zero },
        { "PingInterval", options => options.PingInterval = TimeSpan.FromHours(1) },
        { "CommandTimeout", options => options.CommandTimeout = TimeSpan.FromMilliseconds(1) },
        { "whole seconds", options => options.CommandTimeout = TimeSpan.FromMilliseconds(1_500) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_refused_by_its_name(string part, Action<PostgresBackplaneOptions> change)
    {
        using var services = Services(options =>
        {
            options.ConnectionString = Somewhere;
            change(options);
        });

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IWebSocketBackplane>);

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 5_998)]
    [InlineData(2, 11_986)]
    [InlineData(16, 95_888)]
    [InlineData(255, 1_528_215)]
    public void The_parts_bound_the_message(int parts, int size)
    {
        using var services = Services(options => (options.ConnectionString, options.MaxParts) = (Somewhere, parts));
        var backplane = services.GetRequiredService<IWebSocketBackplane>();

        Assert.Equal(size, backplane.MaxMessageSize);
        Assert.False(backplane.HasExactTopics);
        Assert.Equal("postgres", backplane.Name);
    }

    [Fact]
    public void Without_a_database_it_is_said_so()
    {
        using var services = Services(_ => { });

        var error = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IWebSocketBackplane>);

        Assert.Contains("there is no database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiplexed_connections_cannot_listen()
    {
        using var services = Services(options => options.ConnectionString = Somewhere + ";Multiplexing=true");

        Assert.Contains(
            "Multiplexing", Assert.Throws<InvalidOperationException>(services.GetRequiredService<IWebSocketBackplane>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_source_of_the_applications_is_used_and_left_alone()
    {
        await using var given = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=2;Username=nobody");
        await using (var services = Services(options => options.DataSource = given))
        {
            var backplane = services.GetRequiredService<IWebSocketBackplane>();
            await Assert.ThrowsAsync<NpgsqlException>(() => backplane.ConnectAsync(new RecordingReceiver(), CancellationToken.None));
        }

        // Not ObjectDisposedException.
        await Assert.ThrowsAsync<NpgsqlException>(async () => await given.OpenConnectionAsync());
    }

    [Fact]
    public void The_registered_data_source_is_used_where_the_options_name_none()
    {
        var services = new ServiceCollection().AddLogging().AddPostgresBackplane();
        services.AddSingleton(NpgsqlDataSource.Create(Somewhere));
        using var provider = services.BuildServiceProvider();

        Assert.Equal("postgres", provider.GetRequiredService<IWebSocketBackplane>().Name);
    }

    private static ServiceProvider Services(Action<PostgresBackplaneOptions> configure) =>
        new ServiceCollection().AddLogging().AddPostgresBackplane(configure).BuildServiceProvider();
}

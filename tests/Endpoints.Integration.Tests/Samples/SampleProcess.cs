namespace Endpoints.Integration.Tests.Samples;

/// <summary>A sample as its users run it: the built program, in a process of its own, on a free port of the loopback.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly ChildProcess _process;

    private SampleProcess(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where the sample listens, for example <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; }

    public string Output => _process.Output;

    /// <summary>The address of an endpoint, with the scheme of WebSockets.</summary>
    public Uri GetEndpoint(string pathAndQuery) => new(new UriBuilder(Address) { Scheme = "ws" }.Uri, pathAndQuery);

    /// <summary>Starts a sample and waits until it listens.</summary>
    /// <param name="name">The name of the sample's project.</param>
    /// <param name="port">0 for any free one.</param>
    /// <param name="environment">Settings, for example <c>Kestrel__EndpointDefaults__Protocols</c>.</param>
    public static Task<SampleProcess> StartAsync(string name, int port = 0, params (string Name, string Value)[] environment) =>
        StartAsync(name, [], port, environment);

    /// <inheritdoc cref="StartAsync(string, int, ValueTuple{string, string}[])"/>
    /// <param name="arguments">The program's own, for example <c>--compression</c>.</param>
    public static async Task<SampleProcess> StartAsync(
        string name, string[] arguments, int port = 0, params (string Name, string Value)[] environment)
    {
        var program = Repository.GetSample(name);
        var variables = environment.ToDictionary(pair => pair.Name, pair => (string?)pair.Value);
        variables["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        variables["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = ChildProcess.Start("dotnet", [program, .. arguments], Path.GetDirectoryName(program), variables);
        try
        {
            var line = await process.WaitForLineAsync(Listening);
            return new SampleProcess(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the sample as a service manager does, and waits until it has ended.</summary>
    public Task<int> StopAsync() => _process.TerminateAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

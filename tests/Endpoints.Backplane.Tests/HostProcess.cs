using System.Globalization;
using System.Reflection;
using Endpoints.TestKit.Processes;

namespace Endpoints.Backplane.Tests;

/// <summary>One process of the application, and what it is told by HTTP.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly string Program = typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "BackplaneHost").Value!;

    private readonly ChildProcess _process;
    private readonly HttpClient _http;
    private readonly int _id;

    private HostProcess(string name, ChildProcess process, Uri address, int id)
    {
        (Name, _process, _id) = (name, process, id);
        Address = address;
        _http = new HttpClient { BaseAddress = address, Timeout = ChildProcess.Patience };
    }

    public string Name { get; }

    public Uri Address { get; }

    public string Output => _process.Output;

    public static async Task<HostProcess> StartAsync(string name, Uri broker, string exchange, params string[] more)
    {
        var process = ChildProcess.Start("dotnet", [Program, name, broker.ToString(), exchange, .. more]);
        var words = (await process.WaitForLineAsync("serving ")).Split(' ');
        return new HostProcess(name, process, new Uri(words[1]), int.Parse(words[2], CultureInfo.InvariantCulture));
    }

    /// <summary>How many were sent, where it waits for confirms with one.</summary>
    public Task<int> SendAsync(string audience, int from, int count) => PostAsync($"/send?{audience}&from={from}&count={count}");

    /// <summary>One message to each of some groups: every so many of those that are called so.</summary>
    public Task SendToEachAsync(string stream, string prefix, int count, int step) => PostAsync($"/each?stream={stream}&prefix={prefix}&count={count}&step={step}");

    public Task StartTrafficAsync(string audience = "") => PostAsync($"/start?{audience}");

    /// <summary>How many messages were sent since it was started.</summary>
    public Task<int> StopTrafficAsync() => PostAsync("/stop");

    public Task ProbeAsync(int groups, int users) => PostAsync($"/probe?groups={groups}&users={users}");

    public Task CloseUserAsync(string user) => PostAsync($"/close?user={user}");

    /// <summary>Has its sessions join groups, each of them one, in turns; returns how long that took, and the bytes that the process has grown by.</summary>
    public async Task<(TimeSpan Took, long Bytes)> JoinAsync(string prefix, int from, int count)
    {
        var figures = (await PostForTextAsync($"/join?prefix={prefix}&from={from}&count={count}")).Split(' ');
        return (
            TimeSpan.FromMicroseconds(long.Parse(figures[0], CultureInfo.InvariantCulture)),
            long.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    /// <summary>What it is called by the others' backplane.</summary>
    public Task<string> NodeIdAsync() => _http.GetStringAsync("/node");

    /// <summary>The processes that it knows, as <c>name=sessions</c>, in order.</summary>
    public Task<string> NodesAsync() => _http.GetStringAsync("/nodes");

    public async Task<int> CountAsync(string audience) => int.Parse(await _http.GetStringAsync($"/count?{audience}"), CultureInfo.InvariantCulture);

    public async Task<string> HealthAsync() => await (await _http.GetAsync("/health")).Content.ReadAsStringAsync();

    /// <summary>The users who are present in group g1 of all processes, as it knows them when it is asked.</summary>
    public Task<string> PresentAsync() => _http.GetStringAsync("/present");

    /// <summary>The same as a watch has told, which begins with the first call.</summary>
    public Task<string> WatchedAsync() => _http.GetStringAsync("/watched");

    /// <summary>Waits until it says what is expected.</summary>
    public static async Task WaitAsync(string what, Func<Task<string>> ask, string expected)
    {
        var last = "";
        try
        {
            using var patience = new CancellationTokenSource(ChildProcess.Patience);
            while ((last = await ask()) != expected)
            {
                await Task.Delay(100, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{what}: expected {expected}, and it stays {last}.");
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        await ChildProcess.SignalAsync(_id, "KILL");
        await _process.WaitForExitAsync();
    }

    public Task<int> TerminateAsync() => _process.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<int> PostAsync(string path) =>
        int.TryParse(await PostForTextAsync(path), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private async Task<string> PostForTextAsync(string path)
    {
        using var response = await _http.PostAsync(path, content: null);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}

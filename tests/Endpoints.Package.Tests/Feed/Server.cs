using System.Net.WebSockets;
using System.Text;
using Endpoints.TestKit.Processes;

namespace Endpoints.Package.Tests.Feed;

/// <summary>A consumer as a program of its own, on a free port of the loopback.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly ChildProcess _process;
    private readonly Uri _address;

    private Server(ChildProcess process, Uri address)
    {
        _process = process;
        _address = address;
    }

    /// <summary>Starts a program and waits until it listens.</summary>
    /// <param name="program">A <c>.dll</c> for <c>dotnet</c>, or an executable.</param>
    public static async Task<Server> StartAsync(string program)
    {
        var folder = Path.GetDirectoryName(program)!;
        var variables = DotNet.Environment(folder);
        variables["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        variables["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = program.EndsWith(".dll", StringComparison.Ordinal)
            ? ChildProcess.Start("dotnet", [program], folder, variables)
            : ChildProcess.Start(program, [], folder, variables);
        try
        {
            var line = await process.WaitForLineAsync(Listening);
            return new Server(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of an endpoint.</summary>
    public Uri AddressOf(string path) => new(new UriBuilder(_address) { Scheme = "ws" }.Uri, path);

    /// <summary>Connects over a real socket.</summary>
    public async Task<Conversation> ConnectAsync(string path, string? protocol = null)
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        using var deadline = new CancellationTokenSource(ChildProcess.Patience);
        await socket.ConnectAsync(AddressOf(path), deadline.Token);
        return new Conversation(socket);
    }

    /// <summary>The body that a request for a page gets.</summary>
    public async Task<string> GetAsync(string path)
    {
        using var http = new HttpClient { Timeout = ChildProcess.Patience };
        return await http.GetStringAsync(new Uri(_address, path));
    }

    /// <summary>Stops the program as a service manager does; 0 when it ended in order.</summary>
    public Task<int> StopAsync() => _process.TerminateAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

/// <summary>The client's end of a session.</summary>
internal sealed class Conversation(ClientWebSocket socket) : IDisposable
{
    public string? SubProtocol => socket.SubProtocol;

    /// <summary>Sends a text and reads one back.</summary>
    public async Task<string> AskAsync(string text)
    {
        using var deadline = new CancellationTokenSource(ChildProcess.Patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
        return await ReadAsync();
    }

    public async Task<string> ReadAsync()
    {
        using var deadline = new CancellationTokenSource(ChildProcess.Patience);
        var buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
        return result.MessageType == WebSocketMessageType.Text && result.EndOfMessage
            ? Encoding.UTF8.GetString(buffer, 0, result.Count)
            : throw new InvalidOperationException($"{result.MessageType} came instead of a text: {socket.CloseStatus} {socket.CloseStatusDescription}");
    }

    /// <summary>Closes, and returns the code that the server answers with.</summary>
    public async Task<WebSocketCloseStatus?> CloseAsync()
    {
        using var deadline = new CancellationTokenSource(ChildProcess.Patience);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        return socket.CloseStatus;
    }

    public void Dispose() => socket.Dispose();
}

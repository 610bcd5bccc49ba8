using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;

namespace Endpoints.Benchmarks;

/// <summary>Browsers that open a session, have one message echoed and say nothing more; in a process of their own, so that they hold none of ours.</summary>
internal sealed class IdleClients : IDisposable
{
    private const string Ready = "ready";

    private readonly Process _process;

    private IdleClients(Process process) => _process = process;

    /// <summary>Starts the process; returns when all sessions are open and idle.</summary>
    public static IdleClients Open(int port, string path, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(IdleClients).Assembly.Location);
        }

        foreach (var argument in new[] { "memory-clients", $"{port}", path, $"{count}" })
        {
            start.ArgumentList.Add(argument);
        }

        var clients = new IdleClients(Process.Start(start)!);
        return clients._process.StandardOutput.ReadLine() == Ready
            ? clients
            : throw new InvalidOperationException("The clients could not open their sessions; see above.");
    }

    /// <summary>What the process does: opens the sessions and keeps them until its input ends.</summary>
    public static void Run(string port, string path, string count)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        var sockets = new List<Socket>();
        var received = new byte[4096];
        for (var i = 0; i < int.Parse(count, CultureInfo.InvariantCulture); i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(endPoint);
            socket.Send(IdleSessions.Head(path, i));
            Expect(received.AsSpan(0, socket.Receive(received)), "HTTP/1.1 101"u8);
            socket.Send(FrameBuilder.Text("twenty bytes of text"));
            Expect(received.AsSpan(0, socket.Receive(received)), [0x81, 20, .. "twenty bytes of text"u8]);
            sockets.Add(socket);
        }

        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
        sockets.ForEach(socket => socket.Dispose());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static void Expect(ReadOnlySpan<byte> received, ReadOnlySpan<byte> start)
    {
        if (!received.StartsWith(start))
        {
            throw new InvalidOperationException($"Not expected: {Convert.ToHexString(received)}");
        }
    }
}

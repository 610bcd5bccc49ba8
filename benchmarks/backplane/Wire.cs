using System.Globalization;
using System.Text;

namespace BackplaneBenchmark;

/// <summary>What goes over the connection: a number and padding, bare or in SignalR's JSON protocol.</summary>
/// <param name="isSignalR">Whether in SignalR's.</param>
internal sealed class Wire(bool isSignalR)
{
    private const string Padding = " and some more, to be 64 bytes as a whole: .....";

    /// <summary>What the client says first; empty for nothing.</summary>
    public byte[] Greeting { get; } = isSignalR ? Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e") : [];

    public byte[] Write(int number)
    {
        var text = number.ToString("d12", CultureInfo.InvariantCulture) + Padding;
        return Encoding.UTF8.GetBytes(isSignalR ? $"{{\"type\":1,\"target\":\"Say\",\"arguments\":[\"{text}\"]}}\u001e" : text);
    }

    /// <summary>Calls back for each number in what was received.</summary>
    public void Read(ReadOnlySpan<byte> received, Action<int> number)
    {
        if (!isSignalR)
        {
            number(int.Parse(received[..12], CultureInfo.InvariantCulture));
            return;
        }

        int at;
        while ((at = received.IndexOf("\"arguments\":[\""u8)) >= 0)
        {
            received = received[(at + 14)..];
            number(int.Parse(received[..12], CultureInfo.InvariantCulture));
        }
    }
}

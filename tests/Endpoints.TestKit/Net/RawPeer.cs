using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Endpoints.Testing;

namespace Endpoints.TestKit.Net;

/// <summary>A client that sends exactly the bytes that it is told to, right or wrong, and reads what comes back.</summary>
internal sealed class RawPeer(Stream stream) : IAsyncDisposable
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    /// <summary>Only for tests that would otherwise hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What came and was not taken yet stands from _start to _end.
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    private ReadOnlySpan<byte> Received => _buffer.AsSpan(_start.._end);

    /// <summary>A proper upgrade request for a path, with more header lines if wished.</summary>
    public static string Request(string path, params string[] headers) =>
        string.Join("\r\n", [
            $"GET {path} HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Key: {Key}",
            "Sec-WebSocket-Version: 13", .. headers, "", ""]);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(params byte[][] frames)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await stream.WriteAsync(frames is [var single] ? single : FrameBuilder.Concat(frames), deadline.Token);
        await stream.FlushAsync(deadline.Token);
    }

    /// <summary>Sends a request and reads the response's head; a body stays unread.</summary>
    public async Task<HandshakeResponse> ExchangeAsync(string request)
    {
        await SendAsync(request);
        return await ReadResponseAsync();
    }

    public async Task<HandshakeResponse> ReadResponseAsync()
    {
        int end;
        while ((end = Received.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await ReadMoreAsync())
            {
                throw new EndOfStreamException($"The response ends early: {Encoding.UTF8.GetString(Received)}");
            }
        }

        var head = Encoding.UTF8.GetString(Received[..end]);
        _start += end + 4;
        return HandshakeResponse.Parse(head);
    }

    /// <summary>Connects to an endpoint that must accept.</summary>
    public async Task<HandshakeResponse> OpenAsync(string path, params string[] headers)
    {
        var response = await ExchangeAsync(Request(path, headers));
        return response.Status == 101 ? response : throw new InvalidOperationException($"{path} answered {response.Status}.");
    }

    /// <summary>The next frame; null when the server has ended the connection.</summary>
    public async Task<SentFrame?> TryReadFrameAsync()
    {
        while (true)
        {
            if (FrameHeaderReader.TryRead(Received, out var header) && header.HeaderLength + header.PayloadLength <= Received.Length)
            {
                var length = header.HeaderLength + (int)header.PayloadLength;
                var frame = SentFrame.ReadAll(Received[..length])[0];
                _start += length;
                return frame;
            }

            if (!await ReadMoreAsync())
            {
                return null;
            }
        }
    }

    /// <summary>The next bytes, whatever they are; fewer than asked for when the server has ended the connection.</summary>
    public async Task<byte[]> ReadBytesAsync(int count)
    {
        while (Received.Length < count && await ReadMoreAsync())
        {
        }

        var bytes = Received[..Math.Min(count, Received.Length)].ToArray();
        _start += bytes.Length;
        return bytes;
    }

    public async Task<SentFrame> ReadFrameAsync() =>
        await TryReadFrameAsync() ?? throw new EndOfStreamException("The server has ended the connection.");

    public async Task<string> ReadTextAsync()
    {
        var frame = await ReadFrameAsync();
        return frame.Opcode == Opcode.Text ? frame.Text : throw new InvalidOperationException($"{frame.Opcode} {frame.CloseCode} came instead of text.");
    }

    /// <summary>Skips to the close frame, and then to the end of the connection.</summary>
    public async Task<int> ReadCloseAsync()
    {
        SentFrame frame;
        do
        {
            frame = await ReadFrameAsync();
        }
        while (frame.Opcode != Opcode.Close);

        return frame.CloseCode;
    }

    public async Task<bool> IsAtEndAsync() => await TryReadFrameAsync() is null;

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<bool> ReadMoreAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        MakeRoom();
        try
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), deadline.Token);
            _end += read;
            return read > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Received.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
    }
}

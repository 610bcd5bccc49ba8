using BenchmarkDotNet.Attributes;
using Endpoints.Handshake;

namespace Endpoints.Benchmarks;

/// <summary>The opening handshake of a browser: accept key, head, head with rules.</summary>
[MemoryDiagnoser]
public class HandshakeBenchmarks
{
    private static readonly byte[] Request =
        """
        GET /stocks/MSFT?depth=5 HTTP/1.1
        Host: localhost:5000
        Connection: Upgrade
        Pragma: no-cache
        Cache-Control: no-cache
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36
        Upgrade: websocket
        Origin: http://localhost:5000
        Sec-WebSocket-Version: 13
        Accept-Encoding: gzip, deflate, br, zstd
        Accept-Language: en-US,en;q=0.9
        Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==
        Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits


        """.ReplaceLineEndings("\r\n").Select(letter => (byte)letter).ToArray();

    private readonly HeaderField[] _fields = new HeaderField[100];
    private readonly byte[] _accept = new byte[AcceptKey.Length];

    [Benchmark]
    public void ComputeAcceptKey() => AcceptKey.Compute("x3JJHMbDL1EzLkh9GBhXDw=="u8, _accept);

    [Benchmark]
    public int ParseHead()
    {
        RequestHeadParser.TryParse(Request, _fields, 16 * 1024, isSecure: false, out var head, out _, out _);
        return head.HeaderCount;
    }

    [Benchmark]
    public HandshakeFault ParseAndCheckHead()
    {
        RequestHeadParser.TryParse(Request, _fields, 16 * 1024, isSecure: false, out var head, out _, out _);
        return HandshakeRules.CheckUpgrade(head);
    }
}

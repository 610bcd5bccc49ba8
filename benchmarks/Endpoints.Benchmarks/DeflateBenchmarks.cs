using System.Text;
using BenchmarkDotNet.Attributes;
using Endpoints.Connections.Compression;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Benchmarks;

/// <summary>A message of JSON through permessage-deflate and back (RFC 7692 section 7.2), contexts not taken over, as by default.</summary>
[MemoryDiagnoser]
public class DeflateBenchmarks : IDisposable
{
    private const int WindowBits = 15;

    private readonly DeflateContextPool _pool = PlatformDeflate.Pool;
    private MessageDeflater _deflater = null!;
    private MessageInflater _inflater = null!;
    private byte[] _message = [];
    private byte[] _compressed = [];

    [Params(1024, 65_536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < Length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"symbol":"S{{i * 37 % 101}}","price":{{i * 7919 % 10007}}.{{i % 100}},"volume":{{i * 31}}},""");
        }

        _message = Encoding.UTF8.GetBytes(text.ToString(0, Length));
        _deflater = new MessageDeflater(_pool, WindowBits, contextTakeover: false, threshold: 1);
        _inflater = new MessageInflater(_pool, WindowBits, contextTakeover: false);
        var compressed = default(MessageBuffer);
        if (!_deflater.TryDeflate(_message, ref compressed))
        {
            throw new InvalidOperationException("The message should have become smaller.");
        }

        _compressed = compressed.Written.ToArray();
        compressed.Release();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _deflater.Dispose();
        _inflater.Release();
    }

    [Benchmark]
    public int Deflate()
    {
        var compressed = default(MessageBuffer);
        _deflater.TryDeflate(_message, ref compressed);
        var length = compressed.Length;
        compressed.Release();
        return length;
    }

    [Benchmark]
    public int Inflate()
    {
        var message = default(MessageBuffer);
        var utf8 = default(Utf8Validator);
        var broken = _inflater.Append(_compressed, Length, ref message, ref utf8, isText: true);
        if (broken == ProtocolRule.None)
        {
            broken = _inflater.Complete(Length, ref message, ref utf8, isText: true);
        }

        var length = broken == ProtocolRule.None ? message.Length : -1;
        message.Release();
        return length;
    }
}

using System.Runtime.InteropServices;

namespace Endpoints.Protocol.Deflate;

/// <summary>
/// The zlib that System.IO.Compression brings, through the entry points that it uses itself. Its managed types know neither windows
/// other than 15 bits nor a flush that forgets the window; these do. All that is native about compression is in this file.
/// </summary>
/// <remarks>
/// The entry points are not a public contract, so <see cref="IsAvailable"/> tries them out before anyone relies on them. .NET 10 has no
/// <c>deflateReset</c> among them; a full flush does what it is needed for.
/// </remarks>
internal sealed unsafe partial class ZlibCodec : DeflateCodec
{
    private const string Library = "libSystem.IO.Compression.Native";

    private const int SyncFlush = 2;
    private const int FullFlush = 3;
    private const int NoFlush = 0;

    private const int Ok = 0;
    private const int StreamEnd = 1;
    private const int DataError = -3;
    private const int OutOfMemory = -4;
    private const int BufferError = -5;

    private const int DefaultLevel = -1;
    private const int DeflateMethod = 8;
    private const int DefaultStrategy = 0;

    private static readonly Lazy<bool> Available = new(Probe);

    // Windows has it under another name.
    static ZlibCodec() => NativeLibrary.SetDllImportResolver(typeof(ZlibCodec).Assembly, static (name, assembly, path) =>
        name == Library
        && OperatingSystem.IsWindows()
        && NativeLibrary.TryLoad("System.IO.Compression.Native", assembly, path, out nint handle)
            ? handle
            : 0);

    /// <summary>Whether the library is there and does what it should.</summary>
    public static bool IsAvailable => Available.Value;

    // Raw DEFLATE with a window of 256 bytes is broken in zlib, which refuses it since 1.2.9.
    public override int MinWindowBits => 9;

    public override Deflater CreateDeflater(int windowBits) => new ZlibDeflater(windowBits);

    public override Inflater CreateInflater(int windowBits) => new ZlibInflater(windowBits);

    /// <summary>Memory follows the window, so that a small one saves both: 8, zlib's default, for 15 bits, and 2 for 9.</summary>
    private static int GetMemoryLevel(int windowBits) => windowBits - 7;

    /// <summary>A round trip with the smallest window, over a text that repeats beyond it.</summary>
    private static bool Probe()
    {
        const int Window = 9;
        Span<byte> message = stackalloc byte[4 << Window];
        for (int i = 0; i < message.Length; i++)
        {
            message[i] = (byte)(i * i >> 3);
        }

        message[..(1 << Window)].CopyTo(message[^(1 << Window)..]);
        Span<byte> compressed = stackalloc byte[message.Length * 2];
        Span<byte> restored = stackalloc byte[message.Length + 1];
        try
        {
            var codec = new ZlibCodec();
            using Deflater deflater = codec.CreateDeflater(Window);
            using Inflater inflater = codec.CreateInflater(Window);
            return deflater.Deflate(message, compressed, forget: true, out _, out int length)
                && inflater.Inflate(compressed[..length], restored, out _, out int restoredLength) == InflateStatus.More
                && restored[..restoredLength].SequenceEqual(message);
        }
        catch (Exception e) when (e is TypeLoadException or BadImageFormatException or NotSupportedException)
        {
            return false;
        }
    }

    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateInit2_")]
    private static partial int DeflateInit(ZStream* stream, int level, int method, int windowBits, int memoryLevel, int strategy);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Deflate")]
    private static partial int DeflateStep(ZStream* stream, int flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateEnd")]
    private static partial int DeflateEnd(ZStream* stream);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateInit2_")]
    private static partial int InflateInit(ZStream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Inflate")]
    private static partial int InflateStep(ZStream* stream, int flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateReset2_")]
    private static partial int InflateReset(ZStream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateEnd")]
    private static partial int InflateEnd(ZStream* stream);

    /// <summary>
    /// What the shim passes in and out; the state of zlib hangs on it (<c>PAL_ZStream</c> in dotnet/runtime's pal_zlib.h).
    /// </summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ZStream
    {
        public byte* NextIn;
        public byte* NextOut;
        public byte* Message;
        public void* State;
        public uint AvailableIn;
        public uint AvailableOut;
    }

    /// <summary>Frees zlib's state, at the latest when it is found unreachable.</summary>
    private sealed class StreamHandle : SafeHandle
    {
        private readonly bool _deflates;
        private ZStream _stream;

        public StreamHandle(int windowBits, bool deflates)
            : base(invalidHandleValue: 0, ownsHandle: true)
        {
            _deflates = deflates;
            int result;
            fixed (ZStream* stream = &_stream)
            {
                // Negative window bits mean raw DEFLATE.
                result = deflates
                    ? DeflateInit(stream, DefaultLevel, DeflateMethod, -windowBits, GetMemoryLevel(windowBits), DefaultStrategy)
                    : InflateInit(stream, -windowBits);
            }

            SetHandle((nint)_stream.State);
            if (result != Ok)
            {
                Dispose();
                throw ErrorOf(result);
            }
        }

        public override bool IsInvalid => handle == 0;

        /// <summary>One step; returns zlib's code, and what it took and gave.</summary>
        public int Step(ReadOnlySpan<byte> source, Span<byte> destination, int flush, out int consumed, out int written)
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            fixed (ZStream* stream = &_stream)
            fixed (byte* input = source)
            fixed (byte* output = destination)
            {
                // zlib refuses a null pointer even where it has no bytes to read.
                byte unused;
                stream->NextIn = input is null ? &unused : input;
                stream->AvailableIn = (uint)source.Length;
                stream->NextOut = output;
                stream->AvailableOut = (uint)destination.Length;
                int result = _deflates ? DeflateStep(stream, flush) : InflateStep(stream, flush);
                consumed = source.Length - (int)stream->AvailableIn;
                written = destination.Length - (int)stream->AvailableOut;
                stream->NextIn = stream->NextOut = null;
                stream->AvailableIn = stream->AvailableOut = 0;
                return result;
            }
        }

        public void ResetInflate(int windowBits)
        {
            fixed (ZStream* stream = &_stream)
            {
                int result = InflateReset(stream, -windowBits);
                if (result != Ok)
                {
                    throw ErrorOf(result);
                }
            }
        }

        protected override bool ReleaseHandle()
        {
            fixed (ZStream* stream = &_stream)
            {
                // A message cut off is no error here, so the result says nothing.
                _ = _deflates ? DeflateEnd(stream) : InflateEnd(stream);
            }

            return true;
        }
    }

    private static Exception ErrorOf(int result) => result == OutOfMemory
        ? new InsufficientMemoryException("There is no memory for a compression context.")
        : new NotSupportedException($"zlib answered {result}.");

    private sealed class ZlibDeflater(int windowBits) : Deflater(windowBits)
    {
        private readonly StreamHandle _stream = new(windowBits, deflates: true);

        public override bool Deflate(ReadOnlySpan<byte> source, Span<byte> destination, bool forget, out int consumed, out int written)
        {
            // A full flush is as good as a new context: nothing that follows refers back (zlib.h on Z_FULL_FLUSH).
            int result = _stream.Step(source, destination, forget ? FullFlush : SyncFlush, out consumed, out written);
            return result is Ok or BufferError ? written < destination.Length : throw ErrorOf(result);
        }

        public override void Dispose() => _stream.Dispose();
    }

    private sealed class ZlibInflater(int windowBits) : Inflater(windowBits)
    {
        private readonly StreamHandle _stream = new(windowBits, deflates: false);

        public override InflateStatus Inflate(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written) =>
            _stream.Step(source, destination, NoFlush, out consumed, out written) switch
            {
                // No progress without more source or more room is no error.
                Ok or BufferError => InflateStatus.More,
                StreamEnd => InflateStatus.FinalBlockEnded,
                OutOfMemory => throw ErrorOf(OutOfMemory),
                DataError => InflateStatus.Invalid,

                // A preset dictionary, which raw DEFLATE does not have, or a stream that has failed before.
                _ => InflateStatus.Invalid,
            };

        public override void Reset() => _stream.ResetInflate(WindowBits);

        public override void Dispose() => _stream.Dispose();
    }
}

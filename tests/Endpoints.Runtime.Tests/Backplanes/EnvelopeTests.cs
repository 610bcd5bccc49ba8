using System.Buffers;
using Endpoints.Backplanes;

namespace Endpoints.Runtime.Tests.Backplanes;

/// <summary>The format of messages between processes: written, read, and anything else refused.</summary>
public sealed class EnvelopeTests
{
    private static readonly Guid Node = new("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void A_message_is_laid_out_as_the_documentation_says()
    {
        var bytes = Write(EnvelopeKind.Text, AudienceKind.Group, "E", "né", "hi"u8);

        Assert.Equal(
            "5742010100000000000000070011223344556677" + "8899AABBCCDDEEFF" + "01" + "0002" + "0004" + "4500" + "6E00E900" + "6869",
            Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData("", null, 0)]
    [InlineData("My.Endpoint", "röom", 3)]
    [InlineData("My.Endpoint", "", 70_000)]
    public void What_was_written_is_read(string key, string? name, int size)
    {
        var payload = new byte[size];
        Random.Shared.NextBytes(payload);
        var bytes = Write(EnvelopeKind.Binary, AudienceKind.User, key, name, payload);

        Assert.True(Envelope.TryRead(bytes, out var envelope, out _));
        Assert.Equal(EnvelopeKind.Binary, envelope.Kind);
        Assert.Equal(AudienceKind.User, envelope.Audience);
        Assert.Equal(7ul, envelope.Sequence);
        Assert.Equal(Node, envelope.Node);
        Assert.Equal(key, Envelope.TextOf(envelope.Key));
        Assert.Equal(name ?? "", Envelope.TextOf(envelope.Name));
        Assert.Equal(payload, envelope.Payload.ToArray());
    }

    [Fact]
    public void A_name_that_is_no_text_stays_what_it_is()
    {
        var bytes = Write(EnvelopeKind.Text, AudienceKind.Group, "E", "\ud800", []);

        Assert.True(Envelope.TryRead(bytes, out var envelope, out _));
        Assert.Equal('\ud800', Assert.Single(Envelope.TextOf(envelope.Name)));
    }

    [Fact]
    public void Every_prefix_and_every_changed_header_byte_is_read_or_refused()
    {
        var bytes = Write(EnvelopeKind.Text, AudienceKind.Group, "key", "name", "payload"u8);
        for (var length = 0; length < Envelope.HeaderSize + 14; length++)
        {
            Assert.False(Envelope.TryRead(bytes.AsSpan(0, length), out _, out var fault));
            Assert.NotEmpty(fault);
        }

        for (var at = 0; at < Envelope.HeaderSize; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = bytes.ToArray();
                changed[at] = (byte)value;
                if (Envelope.TryRead(changed, out var envelope, out _))
                {
                    // Whatever it says now, it says it within its own bytes.
                    Assert.True(Envelope.HeaderSize + envelope.Key.Length + envelope.Name.Length + envelope.Payload.Length == bytes.Length);
                }
                else
                {
                    Assert.True(at is 0 or 1 or 2 or >= 28, $"byte {at} is {value}");
                }
            }
        }
    }

    [Fact]
    public void Noise_is_no_announcement_and_no_message()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var noise = new byte[random.Next(0, 80)];
            random.NextBytes(noise);
            Assert.False(Envelope.TryRead(noise, out _, out _) && noise[0] != 'W');
            _ = Announcement.Read(noise);
        }

        Assert.Null(Announcement.Read([0]));
        Assert.Null(Announcement.Read([0, 1, 65, 0, 0, 0, 1]));
        Assert.Null(Announcement.Read([0, 2, 65, 0, 0xFF, 0, 0, 1]));
    }

    [Fact]
    public void An_announcement_is_read_as_it_was_written()
    {
        var sessions = new Dictionary<string, int> { ["A"] = 0, ["Some.Endpoint"] = 100_000 };

        Assert.Equal(sessions, Announcement.Read(Announcement.Write(sessions)));
    }

    private static byte[] Write(EnvelopeKind kind, AudienceKind audience, string key, string? name, ReadOnlySpan<byte> payload)
    {
        var array = Envelope.Write(Node, kind, audience, key, name, payload, out var length);
        Envelope.SetSequence(array, 7);
        var bytes = array[..length];
        ArrayPool<byte>.Shared.Return(array);
        return bytes;
    }
}

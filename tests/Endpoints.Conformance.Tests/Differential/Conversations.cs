using System.Globalization;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>
/// Runs conversations from one seed after the other. Some hundred belong to every run; <c>ENDPOINTS_CONVERSATIONS</c> asks for more of
/// each kind, <c>ENDPOINTS_FIRST_SEED</c> for others.
/// </summary>
internal static class Conversations
{
    private static readonly int Count = Read("ENDPOINTS_CONVERSATIONS", 100);
    private static readonly int FirstSeed = Read("ENDPOINTS_FIRST_SEED", 1);

    /// <param name="isCompressed">Whether the traffic has to be less, in each direction, than what it carries; else it has to be more.</param>
    /// <param name="converse">One conversation; adds to the traffic.</param>
    public static async Task RunAsync(bool isCompressed, Func<int, Traffic, Task> converse)
    {
        var traffic = new Traffic();
        for (var seed = FirstSeed; seed < FirstSeed + Count; seed++)
        {
            try
            {
                await converse(seed, traffic);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"ENDPOINTS_FIRST_SEED={seed} ENDPOINTS_CONVERSATIONS=1: {error.Message}", error);
            }
        }

        // A single conversation may hold nothing but noise.
        if (Count >= 100)
        {
            Assert.True(isCompressed ? traffic.Up < traffic.SentUp : traffic.Up > traffic.SentUp, $"{traffic}");
            Assert.True(isCompressed ? traffic.Down < traffic.SentDown : traffic.Down > traffic.SentDown, $"{traffic}");
        }
    }

    private static int Read(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;
}

/// <summary>Bytes of messages, and bytes on the wire for them; up is from the client to the server.</summary>
internal sealed record Traffic
{
    public long SentUp { get; set; }

    public long SentDown { get; set; }

    public long Up { get; set; }

    public long Down { get; set; }
}

using System.Numerics;
using Microsoft.Extensions.Options;

namespace Endpoints.Transport.Linux.Hosting;

/// <summary>What is wrong with the options of somebody who runs loops.</summary>
internal sealed class OptionFaults
{
    private const int MaxLoops = 1024;
    private const int SmallestBuffer = 4 * 1024;
    private const int LargestBuffer = 1024 * 1024;
    private const int MostBuffers = 32 * 1024;

    private readonly List<string> _faults = [];

    public void Require(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add(fault);
        }
    }

    public void RequireLoops(int loopCount, int backlog)
    {
        Require(loopCount is >= 1 and <= MaxLoops, $"LoopCount is {loopCount}; it must be 1 to {MaxLoops}.");
        Require(backlog >= 1, $"Backlog is {backlog}; it must be at least 1.");
    }

    public void RequireBuffers(int size, int least, int most)
    {
        Require(
            size is >= SmallestBuffer and <= LargestBuffer,
            $"ReceiveBufferSize is {size}; it must be {SmallestBuffer} to {LargestBuffer}.");
        Require(
            IsCount(least) && IsCount(most) && least <= most,
            $"MinReceiveBuffers and MaxReceiveBuffers are {least} and {most}; they must be powers of two up to {MostBuffers}, the first not above the second.");
    }

    public ValidateOptionsResult ToResult() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);

    private static bool IsCount(int buffers) => buffers is >= 1 and <= MostBuffers && BitOperations.IsPow2(buffers);
}

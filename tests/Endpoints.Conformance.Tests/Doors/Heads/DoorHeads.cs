using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>All request heads of the catalogue as raw bytes on one door that speaks HTTP/1.1.</summary>
public abstract class DoorHeads(DoorFixture door)
{
    public static TheoryData<string> GroupIds => [.. HeadCatalog.Groups.Select(group => group.Id)];

    private protected abstract int ExpectedOf(HeadCase scenario);

    [Theory]
    [MemberData(nameof(GroupIds))]
    public async Task Every_head_of_the_group_is_answered_as_it_should_be(string id)
    {
        var group = HeadCatalog.Groups.Single(group => group.Id == id);
        var failures = new List<string>();
        for (var i = 0; i < group.Cases.Count; i++)
        {
            try
            {
                await RunAsync(group.Cases[i]);
            }
            catch (Exception e)
            {
                failures.Add($"{id}.{i + 1} {group.Cases[i].Title}: {e.GetType().Name}: {e.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {group.Cases.Count} failed ({group.Rule}).\n{string.Join("\n", failures)}");
        await DoorConformance.UntilNoSessionAsync(() => door.SessionCount);
    }

    private async Task RunAsync(HeadCase scenario)
    {
        await using var stream = await door.Host(HostPolicy.Default).ConnectAsync();
        await using var peer = new RawPeer(stream);

        // A server that has read enough answers, and may have closed before all is sent.
        var sending = SendAsync();
        var expected = ExpectedOf(scenario);
        if (expected == HeadCase.NoAnswer)
        {
            await sending;
            await Assert.ThrowsAsync<EndOfStreamException>(peer.ReadResponseAsync);
            return;
        }

        var response = await peer.ReadResponseAsync();
        if (response.Status != expected)
        {
            throw new CaseFailedException($"{expected} was expected, but {response.Status} came.");
        }

        await sending;
        if (expected == 101)
        {
            await peer.SendAsync(FrameBuilder.Text("works"), FrameBuilder.Close(1000));
            Assert.Equal("works", await peer.ReadTextAsync());
            Assert.Equal(1000, await peer.ReadCloseAsync());
            Assert.True(await peer.IsAtEndAsync());
        }
        else if (expected == 426)
        {
            Assert.Equal("13", response["Sec-WebSocket-Version"]);
        }

        async Task SendAsync()
        {
            try
            {
                await peer.SendAsync(scenario.Head);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // What is read decides.
            }
        }
    }
}

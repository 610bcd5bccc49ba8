using System.Text;
using Endpoints.Handshake;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class SubprotocolListTests
{
    private static readonly string[] Tokens = ["chat", "Chat", "v1.chat", "v10.stomp", "v11.stomp", "a", "!"];
    private static readonly string[] Separators = [",", ", ", " ,", "\t,\t", ",,", " , , "];

    [Theory]
    // T1: Spring WebFlux does not trim, and reads the first line only.
    [InlineData("v10.stomp v11.stomp", "Sec-WebSocket-Protocol: v10.stomp, v11.stomp")]
    [InlineData("v10.stomp v11.stomp", "Sec-WebSocket-Protocol: v10.stomp", "Sec-WebSocket-Protocol: v11.stomp")]
    [InlineData("v10.stomp v11.stomp", "Sec-WebSocket-Protocol: \tv10.stomp\t,\t v11.stomp \t")]
    [InlineData("c a b a", "sec-websocket-protocol: c,a", "Host: x", "SEC-WEBSOCKET-PROTOCOL: ,b,,a,")]
    [InlineData("", "Sec-WebSocket-Protocol2: a")]
    [InlineData("", "Sec-WebSocket-Protocol: , ,\t,")]
    public void Names_come_trimmed_in_order_over_all_lines(string expected, params string[] lines)
    {
        var names = Names(RequestHead.Upgrade(lines).Build());
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), names);
    }

    // T3: Spring's servlet handshake lower-cases the offer, so a declared "Chat.V1" never matches. T5: uWebSockets takes the first name
    // up to the first comma, whatever the application supports.
    [Fact]
    public void Names_are_compared_exactly_and_wherever_they_stand()
    {
        var list = SubprotocolList.Of(RequestHead.Upgrade("Sec-WebSocket-Protocol: v9, Chat.V1").Build());
        Assert.True(list.Contains("Chat.V1"u8));
        Assert.True(list.Contains("v9"u8));
        Assert.False(list.Contains("chat.v1"u8));
        Assert.False(list.Contains("v9, Chat.V1"u8));
        Assert.False(list.Contains("Chat"u8));
        Assert.False(list.Contains(""u8));
    }

    // T4: a protocol agreed for one request must not show in another; the list has no state beyond its head.
    [Fact]
    public void Lists_of_two_heads_walked_in_turn_do_not_mix()
    {
        var first = SubprotocolList.Of(RequestHead.Upgrade("Sec-WebSocket-Protocol: a, b").Build()).GetEnumerator();
        var second = SubprotocolList.Of(RequestHead.Upgrade("Sec-WebSocket-Protocol: c, d").Build()).GetEnumerator();
        var walked = new StringBuilder();
        while (first.MoveNext() && second.MoveNext())
        {
            walked.Append(Encoding.ASCII.GetString(first.Current)).Append(Encoding.ASCII.GetString(second.Current));
        }

        Assert.Equal("acbd", walked.ToString());
    }

    [Property]
    public Property Any_way_to_write_a_list_reads_as_the_list()
    {
        var lists =
            from names in Gen.NonEmptyListOf(Gen.Elements(Tokens))
            from separators in Gen.ListOf(Gen.Elements(Separators), names.Count)
            from breaks in Gen.ListOf(Gen.Elements(true, false), names.Count)
            select (Names: names.ToArray(), Separators: separators.ToArray(), Breaks: breaks.ToArray());
        return Prop.ForAll(lists.ToArbitrary(), list =>
        {
            var head = RequestHead.Upgrade();
            var line = new StringBuilder();
            for (var i = 0; i < list.Names.Length; i++)
            {
                line.Append(list.Names[i]).Append(list.Separators[i]);
                if (list.Breaks[i] || i == list.Names.Length - 1)
                {
                    head.With($"Sec-WebSocket-Protocol: {line}");
                    line.Clear();
                }
            }

            Assert.Equal(list.Names, Names(head.Build()));
        });
    }

    private static List<string> Names(in HandshakeHead head)
    {
        var names = new List<string>();
        foreach (var name in SubprotocolList.Of(head))
        {
            names.Add(Encoding.Latin1.GetString(name));
        }

        return names;
    }
}

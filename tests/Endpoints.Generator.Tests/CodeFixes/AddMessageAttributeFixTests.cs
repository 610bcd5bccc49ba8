using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class AddMessageAttributeFixTests
{
    private const string Usings = "using System.Text.Json.Serialization;\n\n";

    private const string Endpoint =
        """
        [WebSocketEndpoint("/chat")]
        public sealed class Chat
        {
            [OnMessage] public void Say(Say message) { }
            [OnMessage] public void Leave(Leave message) { }
        }

        [JsonSerializable(typeof(Say))]
        [JsonSerializable(typeof(Leave))]
        internal sealed partial class ChatJson : JsonSerializerContext;


        """;

    [Fact]
    public Task Adds_the_missing_one() => CodeFixVerifier.FixesAsync(
        new AddMessageAttributeFix(),
        Usings + Endpoint + "[Message(\"say\")] public sealed class Say;\npublic sealed class Leave;",
        Usings + Endpoint + "[Message(\"say\")] public sealed class Say;\n[Message(\"leave\")]\npublic sealed class Leave;");

    [Fact]
    public Task Adds_all_of_them() => CodeFixVerifier.FixesAllAsync(
        new AddMessageAttributeFix(),
        Usings + Endpoint + "public sealed class Say;\npublic sealed class Leave;",
        Usings + Endpoint + "[Message(\"say\")]\npublic sealed class Say;\n[Message(\"leave\")]\npublic sealed class Leave;");

    [Theory]
    [InlineData("[Message(\"say\")] public sealed class Say; [Message(\"say\")] public sealed class Leave;")]
    [InlineData("[Message(\"say\")] public sealed class Say; [Message(\"\")] public sealed class Leave;")]
    [InlineData("[Message(\"say\")] public sealed class Say; [JsonDerivedType(typeof(Leave))] public abstract class Command; public sealed class Leave : Command;")]
    public Task Is_not_offered_where_there_is_one(string types) =>
        CodeFixVerifier.IsNotOfferedAsync(new AddMessageAttributeFix(), Usings + Endpoint + types);
}

using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

/// <summary>The fixes that remove what has no effect.</summary>
public sealed class RemovalFixTests
{
    private const string Codecs =
        """
        public sealed record A;
        public class Codec<T> : IWebSocketCodec<T>
        {
            public void Encode(T value, IBufferWriter<byte> output) { }
            public T Decode(ReadOnlySpan<byte> payload) => throw new NotSupportedException();
        }
        """;

    [Theory]
    [InlineData(", Discriminator = \"kind\"", "")]
    [InlineData(", Order = 1, Discriminator = \"kind\"", ", Order = 1")]
    [InlineData(", Discriminator = \"kind\", Order = 1", ", Order = 1")]
    public Task Removes_a_setting_with_its_comma(string before, string after) => CodeFixVerifier.FixesAsync(
        new RemoveSettingFix(), ContractSource.Of("[OnText] public void One() { }", arguments: before), ContractSource.Of("[OnText] public void One() { }", arguments: after));

    [Fact]
    public Task Removes_all_settings_of_one_attribute() => CodeFixVerifier.FixesAllAsync(
        new RemoveSettingFix(),
        ContractSource.Of("[OnText] public void One() { }", arguments: ", Discriminator = \"kind\", ValidateMessages = true"),
        ContractSource.Of("[OnText] public void One() { }"));

    [Theory]
    [InlineData("[UseCodec(typeof(Codec<>))]\n", "")]
    [InlineData("[UseCodec(typeof(Codec<>))] [Obsolete]", "[Obsolete]")]
    [InlineData("[Obsolete, UseCodec(typeof(Codec<>))]", "[Obsolete]")]
    [InlineData("[UseCodec(typeof(Codec<>)), Obsolete]", "[Obsolete]")]
    public Task Removes_a_codec(string before, string after) =>
        CodeFixVerifier.FixesAsync(new RemoveUnusedCodecFix(), Codec(before), Codec(after));

    [Fact]
    public Task Removes_all_codecs_around_what_stays() => CodeFixVerifier.FixesAllAsync(
        new RemoveUnusedCodecFix(),
        Codec("[UseCodec(typeof(Codec<>)), UseCodec(typeof(Codec<A>)), Obsolete, UseCodec(typeof(Codec<>)), UseCodec(typeof(Codec<A>))]"),
        Codec("[Obsolete]"));

    [Fact]
    public Task Is_not_offered_where_a_list_has_nothing_else() => CodeFixVerifier.IsNotOfferedAsync(
        new RemoveUnusedCodecFix(), Codec("[UseCodec(typeof(Codec<>)), UseCodec(typeof(Codec<A>))]"));

    [Theory]
    [InlineData("    [Blocking]\n    public void M() { }\n", "    public void M() { }\n")]
    [InlineData("[Blocking] public void M() { }", "public void M() { }")]
    [InlineData("[Obsolete, Blocking] public void M() { }", "[Obsolete] public void M() { }")]
    public Task Removes_an_idle_attribute(string before, string after) => CodeFixVerifier.FixesAsync(
        new RemoveIdleAttributeFix(), $"public class C\n{{\n{before}}}\n", $"public class C\n{{\n{after}}}\n");

    [Fact]
    public Task Removes_all_idle_attributes() => CodeFixVerifier.FixesAllAsync(
        new RemoveIdleAttributeFix(),
        "[Blocking] public class C { [Blocking] public void M() { } [Obsolete, Blocking] public void N() { } }",
        "public class C { public void M() { } [Obsolete] public void N() { } }");

    private static string Codec(string attributes) => ContractSource.Of("[OnText] public void One() { }", Codecs, attributes: attributes);
}

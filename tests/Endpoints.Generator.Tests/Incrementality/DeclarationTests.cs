using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Incrementality;

/// <summary>What a body holds is not looked at; what is declared is, wherever it stands.</summary>
public sealed class DeclarationTests
{
    private const string Endpoint =
        """
        using Route = App.Routes;
        namespace App;
        [WebSocketEndpoint(Route.Path)]
        public sealed class Chat(Clock clock)
        {
            private readonly int _length = 1;
            [OnText] public string Text(string? text) { return text + clock + _length; }
            [OnBinary] public void Binary() => Length++;
            public int Length { get; private set; } = 5;
        }
        """;

    private const string Other = "namespace App; public static class Routes { public const string Path = \"/chat\"; } public sealed class Clock { }";

    private static readonly Lazy<GeneratorRun> First = new(() => new GeneratorRun(new GeneratorProject(Endpoint, Other)));

    [Theory]
    [InlineData("return text + clock", "return clock + text")]
    [InlineData("=> Length++", "=> Length--")]
    [InlineData("_length = 1", "_length = 2")]
    [InlineData("namespace App;", "// A comment.\nnamespace App;")]
    public void A_body_is_not_looked_at(string before, string after)
    {
        var next = Edit(0, before, after);

        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(next.Result.TrackedSteps[TrackingNames.Project]).Outputs[0].Reason);
    }

    [Theory]
    [InlineData(0, "string? text", "int text")]
    [InlineData(0, "Text(string? text)", "Text(string? text, Clock other)")]
    [InlineData(0, "[OnBinary]", "[OnPing]")]
    [InlineData(0, "(Clock clock)", "(Clock clock, Clock other)")]
    [InlineData(0, "[OnText] public string", "[OnText] public byte[]")]
    [InlineData(1, "\"/chat\"", "\"/talk\"")]
    [InlineData(1, "class Clock", "struct Clock")]
    public void A_declaration_is(int file, string before, string after)
    {
        var next = Edit(file, before, after);
        var fresh = new GeneratorRun(new GeneratorProject(
            file == 0 ? [Endpoint.Replace(before, after, StringComparison.Ordinal), Other] : [Endpoint, Other.Replace(before, after, StringComparison.Ordinal)]));

        Assert.NotEqual(First.Value.Texts, next.Texts);
        Assert.Equal(fresh.Texts, next.Texts);
    }

    [Fact]
    public void A_reference_is()
    {
        var library = new GeneratorProject("[WebSocketEndpoint(\"/library\")] public sealed class FromLibrary { [OnText] public void Text() { } }")
        {
            AssemblyName = "Library",
        };
        var next = First.Value.Again(First.Value.Input.AddReferences(library.ToLibrary()));

        Assert.Contains("\"/library\"", next.Texts["EndpointTable.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_statements_of_a_program_are_a_body()
    {
        var run = new GeneratorRun(new GeneratorProject("Console.WriteLine(1);", Endpoint, Other) { OutputKind = OutputKind.ConsoleApplication });
        var next = Edit(run, 0, "(1);", "(2); Console.WriteLine(3);");
        var declared = Edit(run, 0, "(1);", "(1); public partial class Program { [WebSocketEndpoint(\"/inner\")] internal sealed class Inner { [OnText] public void Text() { } } }");

        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(next.Result.TrackedSteps[TrackingNames.Project]).Outputs[0].Reason);
        Assert.Contains("\"/inner\"", declared.Texts["EndpointTable.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("using E = Endpoints.WebSocketEndpointAttribute; [E(\"/x\")] ", "")]
    [InlineData("[E(\"/x\")] ", "global using E = Endpoints.WebSocketEndpointAttribute;")]
    [InlineData("[E(\"/x\")] ", "global using EAttribute = Endpoints.WebSocketEndpointAttribute;")]
    [InlineData("[@WebSocketEndpointAttribute(\"/x\")] ", "")]
    [InlineData("[WebSocketEndpointAttribute(\"/x\")] ", "")]
    [InlineData("[global::Endpoints.WebSocketEndpoint(\"/x\")] ", "")]
    [InlineData("[Shape::WebSocketEndpoint(\"/x\")] ", "global using Shape = Endpoints;")]
    public void The_attribute_is_found_however_it_is_written(string attribute, string other)
    {
        var run = new GeneratorRun(new GeneratorProject(attribute + "public sealed class X { [OnText] public void Text() { } }", other));

        Assert.Contains("X.Endpoint.g.cs", run.Texts.Keys);
    }

    [Fact]
    public void Another_attribute_of_that_name_is_none()
    {
        var run = new GeneratorRun(new GeneratorProject(
            "namespace Other { public class WebSocketEndpointAttribute(string s) : System.Attribute; [WebSocketEndpoint(\"/x\")] public class X { [OnText] public void Text() { } } }"));

        Assert.Empty(run.Texts);
    }

    private static GeneratorRun Edit(int file, string before, string after) => Edit(First.Value, file, before, after);

    private static GeneratorRun Edit(GeneratorRun run, int file, string before, string after)
    {
        var tree = run.Input.SyntaxTrees.Single(t => t.FilePath == $"Source{file}.cs");
        var text = tree.GetText().ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        return run.Again(run.Input.ReplaceSyntaxTree(tree, GeneratorProject.Parse(text.Replace(before, after, StringComparison.Ordinal), tree.FilePath)));
    }
}

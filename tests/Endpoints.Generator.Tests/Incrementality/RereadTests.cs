using Endpoints.Generator.Model;
using Endpoints.Generator.Parsing;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Tests.Incrementality;

/// <summary>
/// After an edit of a declaration only the files that it may concern are read again, and what comes out is what a first run makes of it.
/// </summary>
public sealed class RereadTests
{
    private static readonly string[] Sources =
    [
        "namespace App; [WebSocketEndpoint(\"/a\" + Names.Tail)] public sealed class A(Clock clock) { [OnText] public void Text(string text) { _ = clock; } }",
        "namespace App; [WebSocketEndpoint(\"/b\")] public sealed class B : Base { [OnMessage] public void Say(Say say) { } }",
        "namespace App; [Marked, WebSocketEndpoint(\"/c/{id}\")] public sealed class C { [OnText] public void Text(Key id) { var a = typeof(A); } }",
        "namespace App; [WebSocketEndpoint(\"/d\")] public sealed class D { [OnText] public void Text() { } }",
        "namespace App; public static class Names { public const string Tail = Parts.Dot; }",
        "namespace App; public static class Parts { public const string Dot = \"/tail\"; }",
        "namespace App; public class Base { } public sealed class Clock { }",
        "namespace App; public sealed record Say(string Text, Inner Inner); public sealed record Inner(int X);",
        "namespace App; public enum Key { None } public sealed class MarkedAttribute : Attribute { }",
        "namespace App; [System.Text.Json.Serialization.JsonSerializable(typeof(Say))] internal sealed partial class Json : System.Text.Json.Serialization.JsonSerializerContext;",
    ];

    private static readonly Lazy<GeneratorRun> First = new(() => new GeneratorRun(new GeneratorProject(Sources)));

    [Theory]
    [InlineData(0, "string text", "byte[] bytes", "A")]
    [InlineData(3, "\"/d\"", "\"/dd\"", "D")]
    [InlineData(3, "public void Text()", "private void Text()", "")]
    [InlineData(5, "\"/tail\"", "\"/rest\"", "A")]
    [InlineData(6, "class Clock { }", "class Clock { public const int X = 1; }", "")]
    [InlineData(6, "class Base { }", "class Base : IDisposable { public void Dispose() { } }", "B")]
    [InlineData(7, "int X", "long X", "")]
    [InlineData(8, "class MarkedAttribute : Attribute { }", "class MarkedAttribute(int x = 3) : Attribute { public int X => x; }", "C")]
    [InlineData(9, "typeof(Say)", "typeof(Inner)", "B")]
    public void What_an_edit_concerns_is_as_in_a_first_run(int file, string before, string after, string concerned)
    {
        var next = Edit(file, before, after);
        var fresh = new GeneratorRun(new GeneratorProject([.. Sources.Select((s, i) => i == file ? s.Replace(before, after, StringComparison.Ordinal) : s)]));

        Assert.Equal(fresh.Texts, next.Texts);
        if (concerned.Length > 0)
        {
            Assert.NotEqual(First.Value.Texts.GetValueOrDefault($"App.{concerned}.Endpoint.g.cs"), next.Texts.GetValueOrDefault($"App.{concerned}.Endpoint.g.cs"));
        }
    }

    [Fact]
    public void Files_that_the_edit_does_not_concern_are_not_read_again()
    {
        var (before, after) = (Read(First.Value), Read(Edit(3, "\"/d\"", "\"/dd\"")));

        Assert.NotEqual(FileOf(before, "App.D"), FileOf(after, "App.D"));
        Assert.All((string[])["App.A", "App.B", "App.C"], name => Assert.Same(FileOf(before, name), FileOf(after, name)));
    }

    [Fact]
    public void Files_that_mention_what_mentions_the_edited_type_are()
    {
        var (before, after) = (Read(First.Value), Read(Edit(5, "\"/tail\"", "\"/rest\"")));

        Assert.NotEqual(FileOf(before, "App.A"), FileOf(after, "App.A"));
        Assert.Same(FileOf(before, "App.D"), FileOf(after, "App.D"));
    }

    [Theory]
    [InlineData("public class A { }", "public class A { } public class B { }", false, "")]
    [InlineData("public class A { }", "public class B { }", false, "")]
    [InlineData("public class A { }", "public class A<T> { }", false, "")]
    [InlineData("using System; public class A { }", "using System.IO; public class A { }", false, "")]
    [InlineData("namespace X; public class A { }", "namespace Y; public class A { }", false, "")]
    [InlineData("namespace X { using System; public class A { } }", "namespace X { public class A { } }", false, "")]
    [InlineData("[assembly: System.CLSCompliant(true)] public class A { }", "[assembly: System.CLSCompliant(false)] public class A { }", false, "")]
    [InlineData("#nullable enable\npublic class A { }", "#nullable enable\npublic class A { int X() => 1; }", false, "")]
    [InlineData("public class A { }", "System.Console.Write(1); public class A { }", false, "")]
    [InlineData("public class A { }", "public class A { } }", true, "")]
    [InlineData("public class A { }", "public class A { } public cla", false, "")]
    [InlineData("public class A { } public class B { }", "public class A { public int X; } public class B { }", true, "A")]
    [InlineData("public class A { } public class B { }", "public sealed class A { } public class B : A { }", true, "A,B")]
    [InlineData("namespace X { public enum A { } } public delegate void D();", "namespace X { public enum A { N } } public delegate int D();", true, "A,D")]
    [InlineData("public class A { void M() { } }", "public class A { void M() { return; } }", true, "")]
    [InlineData("System.Console.Write(1); public class A { }", "System.Console.Write(2); public class A { int X; }", true, "A")]
    [InlineData("public class A { }", "[System.Obsolete] public struct A { }", true, "A")]
    public void Changed_types_are_told_where_nothing_else_changed(string before, string after, bool isKnown, string expected)
    {
        HashSet<string> names = [];

        Assert.Equal(isKnown, ChangedTypes.TryFind(Root(before), Root(after), names));
        Assert.Equal(expected, isKnown ? string.Join(",", names.Order(StringComparer.Ordinal)) : "");
    }

    [Theory]
    [InlineData("public class A : Base { }", "Base", true)]
    [InlineData("[Mark] public class A { }", "MarkAttribute", true)]
    [InlineData("using X = Ns.Base;", "Base", true)]
    [InlineData("public class A { public const int X = Other.Y; }", "Other", true)]
    [InlineData("public class A { void M(int x = Other.Y) { } }", "Other", true)]
    [InlineData("public class A { void M(@Other o) { } }", "Other", true)]
    [InlineData("public class A { void M() { Other.Call(); } int P => Other.X; }", "Other", false)]
    [InlineData("Other.Call();", "Other", false)]
    public void Names_are_those_outside_of_bodies(string source, string name, bool isMentioned) =>
        Assert.Equal(isMentioned, DeclaredNames.Of(GeneratorProject.Parse(source, "File.cs"), CancellationToken.None).Mentions(name));

    [Theory]
    [InlineData("global using X = App.A;", true)]
    [InlineData("[assembly: System.CLSCompliant(true)]", true)]
    [InlineData("using System; public class A { }", false)]
    public void What_counts_in_every_file_is_known(string source, bool expected) =>
        Assert.Equal(expected, DeclaredNames.Of(GeneratorProject.Parse(source, "File.cs"), CancellationToken.None).ConcernsAllFiles);

    [Fact]
    public void A_filter_of_the_assembly_concerns_all_endpoints()
    {
        const string Filter = "public sealed class F : IWebSocketFilter { public ValueTask OnMessageAsync(WebSocketSession s, FilteredMessage m, FilterNext n) => n.RunAsync(); }";
        var run = new GeneratorRun(new GeneratorProject([.. Sources, "[assembly: UseFilter<F>]", Filter]));
        var tree = run.Input.SyntaxTrees.Last();
        var edited = Filter.Replace("OnMessageAsync(WebSocketSession s, FilteredMessage m, FilterNext n)", "OnOpenAsync(WebSocketSession s, FilterNext n)", StringComparison.Ordinal);
        var next = run.Again(run.Input.ReplaceSyntaxTree(tree, GeneratorProject.Parse(edited, tree.FilePath)));

        Assert.Equal(new GeneratorRun(new GeneratorProject([.. Sources, "[assembly: UseFilter<F>]", edited])).Texts, next.Texts);
        Assert.NotEqual(run.Texts["App.D.Endpoint.g.cs"], next.Texts["App.D.Endpoint.g.cs"]);
    }

    private static CompilationUnitSyntax Root(string source) => (CompilationUnitSyntax)GeneratorProject.Parse(source, "File.cs").GetRoot();

    private static ProjectModel Read(GeneratorRun run) =>
        (ProjectModel)Assert.Single(run.Result.TrackedSteps[TrackingNames.Project]).Outputs[0].Value;

    private static FileModel FileOf(ProjectModel project, string endpoint) =>
        project.Files.Single(f => f.Endpoints.Any(e => e.FullName == endpoint));

    private static GeneratorRun Edit(int file, string before, string after)
    {
        var run = First.Value;
        var tree = run.Input.SyntaxTrees.Single(t => t.FilePath == $"Source{file}.cs");
        var text = tree.GetText().ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        return run.Again(run.Input.ReplaceSyntaxTree(tree, GeneratorProject.Parse(text.Replace(before, after, StringComparison.Ordinal), tree.FilePath)));
    }
}

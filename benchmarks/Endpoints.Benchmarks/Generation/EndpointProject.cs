using System.Globalization;
using System.Text;
using Endpoints.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Benchmarks.Generation;

/// <summary>A project of so many endpoints, one a file, as a user writes them; and edits of it, as an editor makes them.</summary>
internal sealed class EndpointProject
{
    private const string Shared =
        """
        global using System;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Endpoints;

        namespace Shop
        {
            public interface IClock { DateTimeOffset Now { get; } }
            public sealed record Say(string Text);
            public sealed record Said(int Room, string Text);

            [System.Text.Json.Serialization.JsonSerializable(typeof(Say))]
            [System.Text.Json.Serialization.JsonSerializable(typeof(Said))]
            internal sealed partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;
        }
        """;

    private int _edits;

    public EndpointProject(int count)
    {
        Count = count;
        var sources = Enumerable.Range(0, count).Select(i => Parse(Source(i), FileOf(i)));
        Compilation = CSharpCompilation.Create(
            "Shop", [Parse(Shared, "Shared.cs"), .. sources], References(), new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13, DocumentationMode.Parse);

    public int Count { get; }

    public CSharpCompilation Compilation { get; private set; }

    /// <summary>A driver that has not run.</summary>
    public static GeneratorDriver NewDriver() => CSharpGeneratorDriver.Create([new EndpointGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>A letter more in the body of a handler.</summary>
    public void EditBody() => Edit("answer = ", text => "x" + text);

    /// <summary>A letter more in a route.</summary>
    public void EditRoute() => Edit("\"/shop", text => text + "x");

    /// <summary>All names are new to the compiler: what a compilation has found out by itself is not there for the next measurement.</summary>
    public void Forget() => Compilation = Compilation.Clone();

    // Each edit is of another file, at the place of the text.
    private void Edit(string before, Func<string, string> change)
    {
        var path = FileOf(_edits++ % Count);
        var tree = Compilation.SyntaxTrees.First(t => t.FilePath == path);
        var text = tree.GetText();
        var start = text.ToString().IndexOf(before, StringComparison.Ordinal);
        var changed = tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(start, before.Length), change(before))));
        _ = changed.GetRoot();
        Compilation = Compilation.ReplaceSyntaxTree(tree, changed);
    }

    private static string FileOf(int index) => "Endpoint" + index.ToString(CultureInfo.InvariantCulture) + ".cs";

    private static string Source(int index)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        return $$"""
            using System.Threading.Channels;

            namespace Shop.Area{{(index % 10).ToString(CultureInfo.InvariantCulture)}};

            /// <summary>Endpoint {{number}}.</summary>
            [WebSocketEndpoint("/shop{{number}}/{room:int}/{*rest}", Protocols = ["v1", "v2"], MaxMessageSize = 4096)]
            public sealed partial class Endpoint{{number}}(IClock clock)
            {
                private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
                private int _room;

                public int Count { get; private set; }

                [OnOpen]
                private void Open(int room, string? rest, [FromQuery] string? name)
                {
                    _room = room;
                    _lines.Writer.TryWrite((rest ?? "") + name + clock.Now);
                }

                [OnText(Protocol = "v1")]
                private async Task<string> TextAsync(string text, CancellationToken cancellationToken)
                {
                    var answer = await _lines.Reader.ReadAsync(cancellationToken);
                    Count++;
                    return answer + text;
                }

                [OnMessage(Protocol = "v2")]
                private Said Say(Say say, IClock time)
                {
                    var text = say.Text + time.Now;
                    return new Said(_room, text);
                }

                [OnClose]
                private void Close(CloseStatus status) => _lines.Writer.Complete();
            }
            """;
    }

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), ParseOptions, path);

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f) is var name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll" or "Endpoints.Runtime.dll"))
            .Select(f => MetadataReference.CreateFromFile(f));
}

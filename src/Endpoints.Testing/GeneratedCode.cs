using System.Reflection;
using System.Runtime.CompilerServices;
using Endpoints.Testing.Snapshots;

namespace Endpoints.Testing;

/// <summary>
/// The code that the build has generated for endpoints, of this assembly or of one that it refers to. It is read from the assembly's
/// symbols, so it is exactly what runs, and nothing needs to be set up; the assembly must have symbols, though, and be deployed as a file.
/// </summary>
public sealed class GeneratedCode
{
    private const string Generator = "Endpoints.Generator";
    private const string HowToAccept = "Review the received files and rename them to .verified.cs, or run the test with ENDPOINTS_ACCEPT_SNAPSHOTS=1.";

    private GeneratedCode(IReadOnlyDictionary<string, string> files) => Files = files;

    /// <summary>The texts by the name of their file, for example <c>Chat.ChatEndpoint.Endpoint.g.cs</c>.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>What was generated for one endpoint: its descriptor and its dispatcher.</summary>
    /// <typeparam name="TEndpoint">The endpoint class.</typeparam>
    /// <exception cref="InvalidOperationException">Nothing was generated for it, or its assembly has no symbols.</exception>
    public static GeneratedCode Of<TEndpoint>()
        where TEndpoint : class => Of(typeof(TEndpoint));

    /// <inheritdoc cref="Of{TEndpoint}"/>
    /// <param name="endpoint">The endpoint class.</param>
    public static GeneratedCode Of(Type endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var name = (endpoint.FullName ?? endpoint.Name).Replace('+', '.');
        var files = EmbeddedSources.Read(endpoint.Assembly, Generator)
            .Where(file => file.Key == name + ".Endpoint.g.cs" || file.Key.StartsWith(name + "-", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        return files.Count > 0
            ? new GeneratedCode(files)
            : throw new InvalidOperationException(
                $"Nothing was generated for {endpoint.FullName}: it has no [WebSocketEndpoint], or {endpoint.Assembly.GetName().Name} is built without the generator.");
    }

    /// <summary>All that was generated for an assembly: its endpoints, its route table, and its registration.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <exception cref="InvalidOperationException">Nothing was generated for it, or it has no symbols.</exception>
    public static GeneratedCode OfAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var files = EmbeddedSources.Read(assembly, Generator);
        return files.Count > 0
            ? new GeneratedCode(files)
            : throw new InvalidOperationException($"Nothing was generated for {assembly.GetName().Name}: it has no endpoints, or is built without the generator.");
    }

    /// <summary>
    /// Compares with what was accepted, in files beside the test that are named as Verify names them:
    /// <c>{Class}.{Method}#{file}.g.verified.cs</c>. What is new or different is written next to it as <c>.received.cs</c>.
    /// </summary>
    /// <param name="file">The test's source file; the compiler gives it.</param>
    /// <param name="method">The test's method; the compiler gives it.</param>
    /// <exception cref="SnapshotMismatchException">Something is new or different, or a file is left over.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Snapshot([CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var folder = new SnapshotFolder(TestSource.FolderOf(file, Assembly.GetCallingAssembly()), HowToAccept);
        var test = Path.GetFileNameWithoutExtension(file.Replace('\\', '/')) + "." + method;
        if (Environment.GetEnvironmentVariable("ENDPOINTS_ACCEPT_SNAPSHOTS") == "1")
        {
            folder.Accept(test, Files);
        }
        else
        {
            folder.Verify(test, Files);
        }
    }
}

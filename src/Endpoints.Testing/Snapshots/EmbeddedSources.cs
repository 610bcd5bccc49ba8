using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Endpoints.Testing.Snapshots;

/// <summary>
/// The sources that the compiler has put into an assembly's symbols. It always does so with generated ones, as a debugger could find them
/// nowhere else. (Portable PDB format, "Embedded Source".)
/// </summary>
internal static class EmbeddedSources
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    /// <summary>The texts of a generator, by the name of their file.</summary>
    /// <param name="assembly">The assembly that was compiled with it.</param>
    /// <param name="generator">The generator's assembly, which is a folder of the document's name.</param>
    /// <exception cref="InvalidOperationException">The assembly has no symbols, or none in this format.</exception>
    public static IReadOnlyDictionary<string, string> Read(Assembly assembly, string generator)
    {
        var location = LocationOf(assembly);
        using var image = new PEReader(File.OpenRead(location));
        if (!image.TryOpenAssociatedPortablePdb(location, OpenIfExists, out var provider, out _) || provider is null)
        {
            throw new InvalidOperationException(
                $"There are no symbols for {location}, and they are where generated code is found. Build that project with DebugType portable "
                + "(which is the default) or embedded.");
        }

        using (provider)
        {
            var symbols = provider.GetMetadataReader();
            var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var handle in symbols.Documents)
            {
                var path = symbols.GetString(symbols.GetDocument(handle).Name).Replace('\\', '/').Split('/');
                if (path.Contains(generator, StringComparer.Ordinal) && TextOf(symbols, handle) is { } text)
                {
                    texts[path[^1]] = text;
                }
            }

            return texts;
        }
    }

    private static string LocationOf(Assembly assembly)
    {
        // Empty for an assembly in a single-file program; tests are not.
        var location = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".dll");
        return File.Exists(location)
            ? location
            : throw new InvalidOperationException($"{assembly.GetName().Name}.dll is not in {AppContext.BaseDirectory}, so its symbols cannot be found.");
    }

    private static FileStream? OpenIfExists(string path) => File.Exists(path) ? File.OpenRead(path) : null;

    private static string? TextOf(MetadataReader symbols, DocumentHandle document)
    {
        foreach (var handle in symbols.GetCustomDebugInformation(document))
        {
            var information = symbols.GetCustomDebugInformation(handle);
            if (symbols.GetGuid(information.Kind) == EmbeddedSource)
            {
                return Decode(symbols.GetBlobBytes(information.Value));
            }
        }

        return null;
    }

    /// <summary>The length that the text has when it is inflated, or 0 when it is there as it is; then the text.</summary>
    private static string Decode(byte[] blob)
    {
        var length = BitConverter.ToInt32(blob, 0);
        using var content = new MemoryStream(blob, sizeof(int), blob.Length - sizeof(int));
        using Stream stream = length == 0 ? content : new DeflateStream(content, CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

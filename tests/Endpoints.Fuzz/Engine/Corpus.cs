using System.Reflection;

namespace Endpoints.Fuzz.Engine;

/// <summary>The committed inputs of a target: seeds that a generator wrote, and what has crashed it once.</summary>
internal sealed class Corpus(string root, string target)
{
    private const string CrashPrefix = "crash-";

    /// <summary>The folder in the working tree that this program was built from.</summary>
    public static string DefaultRoot { get; } = typeof(Corpus).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "CorpusRoot").Value!;

    public string Folder { get; } = Path.Combine(root, target);

    public IEnumerable<string> Files => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The inputs, in an order that does not depend on the file system.</summary>
    public IReadOnlyList<byte[]> Read() => [.. Files.Select(File.ReadAllBytes)];

    public void Write(string name, byte[] input)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(Folder, name), input);
    }

    public string WriteCrash(byte[] input)
    {
        var name = $"{CrashPrefix}{FuzzRandom.Hash(input):x16}";
        Write(name, input);
        return Path.Combine(Folder, name);
    }
}

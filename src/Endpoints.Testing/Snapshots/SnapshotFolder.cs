using System.Text;

namespace Endpoints.Testing.Snapshots;

/// <summary>
/// Compares texts with accepted ones in files, with Verify's conventions: <c>{Test}#{name}.verified.cs</c> is what was accepted; what
/// differs is written beside it as <c>.received.</c>.
/// </summary>
/// <param name="folder">Where the files are.</param>
/// <param name="howToAccept">What the message of a failure ends with.</param>
internal sealed class SnapshotFolder(string folder, string howToAccept)
{
    private const string Verified = ".verified.cs";
    private const string Received = ".received.cs";
    private const int ShownLines = 12;

    /// <summary>Compares all texts of a test. A file of the test that no text corresponds to fails it too.</summary>
    /// <param name="test">Class and method, for example <c>EchoTests.Echoes</c>.</param>
    /// <param name="texts">The texts by name, for example <c>EndpointTable.g.cs</c>.</param>
    /// <exception cref="SnapshotMismatchException">A text is new or different, or a file is left over.</exception>
    public void Verify(string test, IReadOnlyDictionary<string, string> texts)
    {
        var problems = new StringBuilder();
        foreach (var (name, text) in texts.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            Compare(PathOf(test, name, Verified), PathOf(test, name, Received), Normalize(text), problems);
        }

        foreach (var file in Files(test, Verified))
        {
            if (!texts.Keys.Any(name => PathOf(test, name, Verified) == file))
            {
                problems.AppendLine($"{file} is left over: the test does not produce it any more.");
            }
        }

        if (problems.Length > 0)
        {
            throw new SnapshotMismatchException(problems + howToAccept);
        }
    }

    /// <summary>Writes all texts of a test as accepted, and removes its files that no text corresponds to.</summary>
    /// <param name="test">Class and method.</param>
    /// <param name="texts">The texts by name.</param>
    public void Accept(string test, IReadOnlyDictionary<string, string> texts)
    {
        foreach (var file in Files(test, Verified).Concat(Files(test, Received)).ToArray())
        {
            File.Delete(file);
        }

        foreach (var (name, text) in texts)
        {
            File.WriteAllText(PathOf(test, name, Verified), Normalize(text));
        }
    }

    /// <summary>The tests that files in the folder belong to; a name without a test is a leftover.</summary>
    public IReadOnlyList<string> Tests() =>
    [
        .. (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Verified) : [])
            .Select(f => Path.GetFileName(f).Split('#')[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static void Compare(string verified, string received, string text, StringBuilder problems)
    {
        var accepted = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
        if (accepted == text)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, text);
        problems.AppendLine(accepted is null ? $"{verified} does not exist." : $"{verified} differs.");
        problems.AppendLine($"Received: {received}");
        if (accepted is not null)
        {
            AppendDifference(accepted.Split('\n'), text.Split('\n'), problems);
        }
    }

    private static void AppendDifference(string[] accepted, string[] received, StringBuilder problems)
    {
        var start = 0;
        while (start < accepted.Length && start < received.Length && accepted[start] == received[start])
        {
            start++;
        }

        var end = 0;
        while (end < accepted.Length - start && end < received.Length - start && accepted[^(end + 1)] == received[^(end + 1)])
        {
            end++;
        }

        problems.AppendLine($"Line {start + 1}:");
        foreach (var line in accepted[start..^end].Take(ShownLines))
        {
            problems.AppendLine("- " + line);
        }

        foreach (var line in received[start..^end].Take(ShownLines))
        {
            problems.AppendLine("+ " + line);
        }
    }

    private IEnumerable<string> Files(string test, string ending) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, test + "#*" + ending) : [];

    private string PathOf(string test, string name, string ending) =>
        Path.Combine(folder, test + "#" + (name.EndsWith(".cs", StringComparison.Ordinal) ? name[..^3] : name) + ending);

    private static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}

namespace Endpoints.Package.Tests.Feed;

/// <summary>The C compiler that links native programs: Clang unless told otherwise, and GCC does as well.</summary>
internal static class NativeLinker
{
    private static readonly string? Found = new[] { "clang", "gcc" }.FirstOrDefault(IsOnPath);

    public static bool IsMissing => Found is null;

    /// <summary>Which one to use, for <c>dotnet publish</c>.</summary>
    public static string[] Options => Found is null ? [] : [$"-p:CppCompilerAndLinker={Found}"];

    private static bool IsOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)));
}

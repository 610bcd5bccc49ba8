using System.Text;
using Endpoints.Tool;

const string Usage =
    """
    Writes the WebSocket endpoints of an assembly, read from its metadata.

      dotnet Endpoints.Tool.dll <assembly> [--text <file>] [--json <file>] [--check]

      --text, --json   where to write; without both, the text goes to the standard output
      --check          writes nothing, and fails where a file differs
    """;

string? assembly = null, textFile = null, jsonFile = null;
var isCheck = false;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--text" when i + 1 < args.Length:
            textFile = args[++i];
            break;
        case "--json" when i + 1 < args.Length:
            jsonFile = args[++i];
            break;
        case "--check":
            isCheck = true;
            break;
        case var path when assembly is null && !path.StartsWith('-'):
            assembly = Path.GetFullPath(path);
            break;
        default:
            return Fail(Usage, 2);
    }
}

if (assembly is null)
{
    return Fail(Usage, 2);
}

try
{
    var endpoints = AssemblyEndpoints.Read(assembly);
    if (textFile is null && jsonFile is null)
    {
        Console.Out.Write(TextReport.Write(endpoints));
        return 0;
    }

    var isSame = Put(textFile, TextReport.Write(endpoints)) & Put(jsonFile, JsonReport.Write(endpoints));
    return isSame ? 0 : 1;
}
catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
{
    return Fail(e.Message, 2);
}

// A file that is right stays as it is, so that builds see no change.
bool Put(string? file, string content)
{
    if (file is null || (File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == content))
    {
        return true;
    }

    if (isCheck)
    {
        // The form in which MSBuild takes it for an error of that file.
        Console.Error.WriteLine($"{file} : error WSEFILE: The endpoints are not as this file has them; build with -t:WriteWebSocketEndpoints and review the change.");
        return false;
    }

    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
    File.WriteAllText(file, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    return true;
}

static int Fail(string message, int code)
{
    Console.Error.WriteLine(message);
    return code;
}

using System.Security.Cryptography.X509Certificates;
using Endpoints.Integration.Tests.Doors;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>What a proxy has of its own on this machine: a temporary folder with its files, a port for TLS, and one without.</summary>
internal sealed class ProxyPlace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("endpoints-proxy");

    public ProxyPlace()
    {
        using var key = TestCertificate.Shared.GetECDsaPrivateKey()
            ?? throw new InvalidOperationException("The certificate of the tests has no key of elliptic curves.");
        var certificate = TestCertificate.Shared.ExportCertificatePem() + "\n";
        var privateKey = key.ExportPkcs8PrivateKeyPem() + "\n";
        File.WriteAllText(CertificatePath, certificate);
        File.WriteAllText(KeyPath, privateKey);
        File.WriteAllText(CertificateAndKeyPath, certificate + privateKey);
    }

    public int Port { get; } = FreePort.Find();

    public int PlainPort { get; } = FreePort.Find();

    public string CertificatePath => GetPath("public.example.pem");

    public string KeyPath => GetPath("public.example.key");

    /// <summary>Both in one file, as HAProxy takes them.</summary>
    public string CertificateAndKeyPath => GetPath("public.example.both.pem");

    public string GetPath(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Endpoints.Integration.Tests.Doors;

/// <summary>The certificate of servers in tests, which no client trusts unless it is told to.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Shared { get; } = Create();

    /// <summary>Trusts this certificate and no other.</summary>
    public static bool Trust(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => Shared.Equals(certificate);

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }
}

using System.Net.Security;

namespace Endpoints.Client.Connecting;

/// <summary>The application's TLS options, completed by what the address says. What it gave is not changed: it may serve other addresses.</summary>
internal static class TlsOptions
{
    public static SslClientAuthenticationOptions For(string hostName, SslClientAuthenticationOptions? given)
    {
        given ??= new SslClientAuthenticationOptions();
        return new SslClientAuthenticationOptions
        {
            TargetHost = string.IsNullOrEmpty(given.TargetHost) ? hostName : given.TargetHost,

            // The upgrade is one of HTTP/1.1; a server that is told nothing might choose HTTP/2.
            ApplicationProtocols = given.ApplicationProtocols ?? [SslApplicationProtocol.Http11],
            AllowRenegotiation = given.AllowRenegotiation,
            AllowTlsResume = given.AllowTlsResume,
            CertificateChainPolicy = given.CertificateChainPolicy,
            CertificateRevocationCheckMode = given.CertificateRevocationCheckMode,
            CipherSuitesPolicy = given.CipherSuitesPolicy,
            ClientCertificateContext = given.ClientCertificateContext,
            ClientCertificates = given.ClientCertificates,
            EnabledSslProtocols = given.EnabledSslProtocols,
            EncryptionPolicy = given.EncryptionPolicy,
            LocalCertificateSelectionCallback = given.LocalCertificateSelectionCallback,
            RemoteCertificateValidationCallback = given.RemoteCertificateValidationCallback,
        };
    }
}

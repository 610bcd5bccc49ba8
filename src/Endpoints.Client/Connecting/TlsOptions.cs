using System.Net.Security;

namespace Endpoints.Client.Connecting;

/// <summary>The application's TLS options, completed by what the address says. What it gave is not changed: it may serve other addresses.</summary>
internal static class TlsOptions
{
    /// <summary>Completes the options.</summary>
    /// <param name="hostName">The name that the server's certificate must have, where the options name none.</param>
    /// <param name="given">The application's.</param>
    /// <param name="versions">What to offer by ALPN where the options offer nothing; a server that is told nothing might choose any.</param>
    public static SslClientAuthenticationOptions For(string hostName, SslClientAuthenticationOptions? given, HttpVersions versions)
    {
        given ??= new SslClientAuthenticationOptions();
        return new SslClientAuthenticationOptions
        {
            TargetHost = string.IsNullOrEmpty(given.TargetHost) ? hostName : given.TargetHost,
            ApplicationProtocols = given.ApplicationProtocols ?? versions.ToApplicationProtocols(),
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

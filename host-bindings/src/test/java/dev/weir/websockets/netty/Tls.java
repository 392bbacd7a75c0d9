package dev.weir.websockets.netty;

import java.io.InputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates for servers in tests. Self-signed: "localhost" for localhost and 127.0.0.1, "other" for other.test. Of an authority,
 * for localhost: "signed", "expired" in 2020, and "future", which begins in 2099.
 */
final class Tls {
    private static final char[] PASSWORD = "secret".toCharArray();

    private Tls() {}

    /** A server's side with that certificate. */
    static SSLContext server(String name) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** A client's side that trusts that certificate. */
    static SSLContext client(String name) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trustIn(name).getTrustManagers(), null);
        return context;
    }

    /** The certificate of the authority that vouches for that one. */
    static X509Certificate authority(String name) throws Exception {
        return (X509Certificate) store(name).getCertificateChain(name)[1];
    }

    static X509Certificate certificate(String name) throws Exception {
        return (X509Certificate) Objects.requireNonNull(store(name).getCertificate(name));
    }

    /** A server's side with that certificate, which wants one of its client that the other one vouches for. */
    static SSLContext serverFor(String name, String clients) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trustIn(clients).getTrustManagers(), null);
        return context;
    }

    private static TrustManagerFactory trustIn(String name) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(name, certificate(name));
        trust.init(trusted);
        return trust;
    }

    static PrivateKey key(String name) throws Exception {
        return (PrivateKey) Objects.requireNonNull(store(name).getKey(name, PASSWORD));
    }

    private static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Objects.requireNonNull(Tls.class.getResourceAsStream(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}

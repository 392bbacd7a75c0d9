package dev.weir.websockets.netty;

import java.io.InputStream;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates for servers in tests: "localhost" for localhost and 127.0.0.1, "other" for other.test. */
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
        return TlsOptions.trusting(List.of(certificate(name))).context().get(20, TimeUnit.SECONDS);
    }

    static X509Certificate certificate(String name) throws Exception {
        return (X509Certificate) Objects.requireNonNull(store(name).getCertificate(name));
    }

    /** A server's side with that certificate, which wants one of its client that the other one vouches for. */
    static SSLContext serverFor(String name, String clients) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(clients, certificate(clients));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
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

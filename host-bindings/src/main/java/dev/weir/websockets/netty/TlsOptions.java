package dev.weir.websockets.netty;

import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom a {@code wss:} connection trusts, and what it says of itself. Host names are always checked against the
 * certificate; nothing here turns that off. May be shared between transports and threads.
 *
 * <p>TLS is OpenSSL's where {@code io.netty:netty-tcnative-boringssl-static} for this platform is on the class path, and
 * the JDK's elsewhere, where it is {@linkplain #withOpenSsl not wanted}, and where the embedder gives an {@code SSLContext},
 * which is the JDK's by nature. Both speak TLS 1.2 and 1.3; certificates are judged by the JDK in both.
 */
public final class TlsOptions {
    /** Keeps a key where only this class looks for it. */
    private static final char[] NO_PASSWORD = {};

    /** An embedder's own context, or null. */
    private final @Nullable SSLContext given;

    private final List<X509Certificate> trusted;
    private final @Nullable PrivateKey key;
    private final List<X509Certificate> chain;
    private final boolean openSsl;
    private volatile @Nullable CompletableFuture<TlsContext> context;

    private TlsOptions(
            @Nullable SSLContext given,
            List<X509Certificate> trusted,
            @Nullable PrivateKey key,
            List<X509Certificate> chain,
            boolean openSsl) {
        this.given = given;
        this.trusted = trusted;
        this.key = key;
        this.chain = chain;
        this.openSsl = openSsl;
    }

    /** Trusts what the JDK trusts. */
    public static TlsOptions systemDefault() {
        return trusting(List.of());
    }

    /** Trusts these certificates (of authorities, or of servers themselves) besides those the JDK trusts. */
    public static TlsOptions trusting(Collection<X509Certificate> extra) {
        return new TlsOptions(null, List.copyOf(extra), null, List.of(), true);
    }

    /** Uses an embedder's own context, whatever it trusts; it is the JDK's TLS then. */
    public static TlsOptions of(SSLContext context) {
        return new TlsOptions(context, List.of(), null, List.of(), false);
    }

    /**
     * These options, trusting more certificates.
     *
     * @throws IllegalStateException when the context is the embedder's own
     */
    public TlsOptions alsoTrusting(Collection<X509Certificate> extra) {
        requireNoContext();
        List<X509Certificate> all = new ArrayList<>(trusted);
        all.addAll(extra);
        return new TlsOptions(null, List.copyOf(all), key, chain, openSsl);
    }

    /**
     * These options with a certificate for servers that ask for one.
     *
     * @param privateKey the key that goes with the first certificate
     * @param certificates the client's certificate, and those that lead from it to an authority
     * @throws IllegalStateException when the context is the embedder's own
     */
    public TlsOptions withClientCertificate(PrivateKey privateKey, List<X509Certificate> certificates) {
        requireNoContext();
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a client certificate is needed beside its key");
        }
        return new TlsOptions(null, trusted, privateKey, List.copyOf(certificates), openSsl);
    }

    /**
     * These options with OpenSSL where there is one, as they are unless told otherwise, or without.
     *
     * @throws IllegalStateException when it is wanted and the context is the embedder's own
     */
    public TlsOptions withOpenSsl(boolean wanted) {
        if (wanted) {
            requireNoContext();
        }
        return new TlsOptions(given, trusted, key, chain, wanted);
    }

    /** Whether connections use OpenSSL. */
    public boolean usesOpenSsl() {
        return openSsl && OpenSsl.isAvailable();
    }

    private void requireNoContext() {
        if (given != null) {
            throw new IllegalStateException("an SSLContext of the embedder's own cannot be changed");
        }
    }

    /** The context; read from disk on a helper thread when first asked for. */
    CompletableFuture<TlsContext> context() {
        CompletableFuture<TlsContext> known = context;
        if (known == null) {
            known = given == null
                    ? CompletableFuture.supplyAsync(this::newContext, BlockingWork.EXECUTOR)
                    : CompletableFuture.completedFuture(new TlsContext.Jdk(given));
            context = known; // two transports may both come first; both get an equal context
        }
        return known;
    }

    /** For tests: frees OpenSSL's keys and sessions now; without this they are freed when this object is. */
    void release() {
        CompletableFuture<TlsContext> known = context;
        if (known != null) {
            context = null;
            known.thenAccept(TlsContext::release);
        }
    }

    private TlsContext newContext() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted.isEmpty() ? null : systemStoreWith(trusted));
            if (usesOpenSsl()) {
                return new TlsContext.OpenSsl(factory, key, chain);
            }
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keyManagers(), factory.getTrustManagers(), null);
            return new TlsContext.Jdk(made);
        } catch (GeneralSecurityException | IOException e) {
            throw new CompletionException(e);
        }
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        if (key == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore systemStoreWith(List<X509Certificate> extra) throws GeneralSecurityException, IOException {
        TrustManagerFactory system = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        system.init((KeyStore) null);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (TrustManager manager : system.getTrustManagers()) {
            if (manager instanceof X509TrustManager trust) {
                for (X509Certificate certificate : trust.getAcceptedIssuers()) {
                    store.setCertificateEntry("system-" + number++, certificate);
                }
            }
        }
        for (X509Certificate certificate : extra) {
            store.setCertificateEntry("extra-" + number++, certificate);
        }
        return store;
    }
}

package dev.weir.websockets.netty;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom a {@code wss:} connection trusts. Host names are always checked against the certificate; nothing here turns that
 * off. May be shared between transports and threads.
 */
public final class TlsOptions {
    private final Supplier<SSLContext> source;
    private volatile @Nullable CompletableFuture<SSLContext> context;

    private TlsOptions(Supplier<SSLContext> source) {
        this.source = source;
    }

    /** Trusts what the JDK trusts. */
    public static TlsOptions systemDefault() {
        return trusting(List.of());
    }

    /** Trusts these certificates (of authorities, or of servers themselves) besides those the JDK trusts. */
    public static TlsOptions trusting(Collection<X509Certificate> extra) {
        List<X509Certificate> certificates = List.copyOf(extra);
        return new TlsOptions(() -> newContext(certificates));
    }

    /** Uses an embedder's own context, whatever it trusts. */
    public static TlsOptions of(SSLContext context) {
        return new TlsOptions(() -> context);
    }

    /** The context; read from disk on a helper thread when first asked for. */
    CompletableFuture<SSLContext> context() {
        CompletableFuture<SSLContext> known = context;
        if (known == null) {
            known = CompletableFuture.supplyAsync(source, BlockingWork.EXECUTOR);
            context = known; // two transports may both come first; both get an equal context
        }
        return known;
    }

    private static SSLContext newContext(List<X509Certificate> extra) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            if (extra.isEmpty()) {
                factory.init((KeyStore) null);
            } else {
                factory.init(systemStoreWith(extra));
            }
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(null, factory.getTrustManagers(), null);
            return made;
        } catch (GeneralSecurityException | IOException e) {
            throw new CompletionException(e);
        }
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

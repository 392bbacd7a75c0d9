package dev.weir.websockets.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the engines of connections: the JDK's, or OpenSSL's. */
abstract sealed class TlsContext {
    private static final List<String> HTTP_1 = List.of(AlpnHandler.HTTP_1_1);
    private static final List<String> HTTP_1_AND_2 = List.of(AlpnHandler.HTTP_2, AlpnHandler.HTTP_1_1);

    /** An engine for a client, which names the host it wants and holds the certificate against it. */
    final SSLEngine newEngine(ByteBufAllocator allocator, String host, int port, boolean offersHttp2) {
        SSLEngine engine = newEngineFor(allocator, host, port, offersHttp2);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (NetUtil.createByteArrayFromIpAddressString(host) == null) {
            try {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            } catch (IllegalArgumentException e) {
                parameters.setServerNames(List.of()); // no name for TLS, say "a_b": the certificate decides
            }
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Frees what is not the garbage collector's to free, or would be later. */
    void release() {}

    abstract SSLEngine newEngineFor(ByteBufAllocator allocator, String host, int port, boolean offersHttp2);

    /** The JDK's TLS. */
    static final class Jdk extends TlsContext {
        private final SSLContext context;

        Jdk(SSLContext context) {
            this.context = context;
        }

        @Override
        SSLEngine newEngineFor(ByteBufAllocator allocator, String host, int port, boolean offersHttp2) {
            SSLEngine engine = context.createSSLEngine(host, port);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols((offersHttp2 ? HTTP_1_AND_2 : HTTP_1).toArray(new String[0]));
            engine.setSSLParameters(parameters);
            return engine;
        }
    }

    /** OpenSSL's, with the JDK's judgement of certificates. What is spoken is said once for a whole context. */
    static final class OpenSsl extends TlsContext {
        private final SslContext http1;
        private final SslContext http1And2;

        OpenSsl(TrustManagerFactory trust, @Nullable PrivateKey key, List<X509Certificate> chain) throws SSLException {
            http1 = newContext(trust, key, chain, HTTP_1);
            http1And2 = newContext(trust, key, chain, HTTP_1_AND_2);
        }

        private static SslContext newContext(
                TrustManagerFactory trust,
                @Nullable PrivateKey key,
                List<X509Certificate> chain,
                List<String> protocols)
                throws SSLException {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL) // this kind is freed with its last user, the other by hand
                    .protocols("TLSv1.3", "TLSv1.2")
                    .trustManager(trust)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocols));
            return (key == null ? builder : builder.keyManager(key, chain)).build();
        }

        @Override
        SSLEngine newEngineFor(ByteBufAllocator allocator, String host, int port, boolean offersHttp2) {
            return (offersHttp2 ? http1And2 : http1).newEngine(allocator, host, port);
        }

        @Override
        void release() {
            ReferenceCountUtil.release(http1);
            ReferenceCountUtil.release(http1And2);
        }
    }
}

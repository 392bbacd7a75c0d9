package dev.weir.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates and keys in the textual form that most tools write. */
final class PemFiles {
    private static final char[] NO_PASSWORD = new char[0];

    private PemFiles() {}

    /** The certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new Main.CommandFailure(file + " holds no certificate");
            }
            return certificates;
        } catch (IOException e) {
            throw new Main.CommandFailure("cannot read " + file + Failures.reason(e), e);
        } catch (GeneralSecurityException e) {
            throw new Main.CommandFailure(file + " holds no certificate: " + e.getMessage(), e);
        }
    }

    /** What a server needs to show the certificate. */
    static SSLContext serverContext(Path certificate, Path key) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
            PrivateKey secret = privateKey(key);
            requirePair(chain[0].getPublicKey(), secret);
            store.setKeyEntry("server", secret, NO_PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new Main.CommandFailure("cannot read " + key + Failures.reason(e), e);
        } catch (GeneralSecurityException e) {
            throw new Main.CommandFailure(key + " does not fit " + certificate + ": " + e.getMessage(), e);
        }
    }

    /** Nothing else compares the two: a server with a pair that does not fit fails at every handshake only. */
    private static void requirePair(PublicKey shown, PrivateKey secret) throws GeneralSecurityException {
        String algorithm = switch (secret.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        byte[] probe = {1, 2, 3, 4};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(shown); // fails for a key of another kind
        signature.update(probe);
        boolean fits;
        try {
            fits = signature.verify(signed);
        } catch (SignatureException e) { // of another length, say
            fits = false;
        }
        if (!fits) {
            throw new InvalidKeyException("it is not the key of the certificate");
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END PRIVATE KEY-----");
        if (start < 0 || end < start) {
            throw new Main.CommandFailure(file + " holds no private key of the form 'BEGIN PRIVATE KEY' (PKCS #8)");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException e) {
                // another kind of key
            }
        }
        throw new Main.CommandFailure(file + " holds a private key that is neither RSA nor EC nor EdDSA");
    }
}

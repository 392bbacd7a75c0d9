package dev.weir.wpt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A certificate made for one run: those that come with the suite are only good for a year.
 *
 * @param file the certificate, PEM
 * @param keyFile its private key, PEM
 */
record ServerCertificate(X509Certificate certificate, Path file, Path keyFile) {
    private static final String PASSWORD = "web-platform-tests";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    /** Makes one in the folder with the JDK's keytool. */
    static ServerCertificate make(Path folder, List<String> names) throws IOException {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "wpt",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=" + names.get(0),
                        "-ext",
                        "san=" + names.stream().map(name -> "dns:" + name).collect(Collectors.joining(",")),
                        "-ext",
                        "bc=ca:true",
                        "-validity",
                        "30",
                        "-startdate",
                        "-1d",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool made no certificate: " + output);
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            X509Certificate certificate = (X509Certificate) keys.getCertificate("wpt");
            byte[] key = keys.getKey("wpt", PASSWORD.toCharArray()).getEncoded();
            return new ServerCertificate(
                    certificate,
                    write(folder.resolve("certificate.pem"), "CERTIFICATE", certificate.getEncoded()),
                    write(folder.resolve("key.pem"), "PRIVATE KEY", key));
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a certificate was made", e);
        }
    }

    private static Path write(Path file, String what, byte[] content) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + PEM.encodeToString(content) + "\n-----END " + what + "-----\n");
    }
}

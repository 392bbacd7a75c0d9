package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Digests, one of which a body must have.
 *
 * @see <a href="https://w3c.github.io/webappsec-subresource-integrity/">Subresource Integrity</a>
 */
final class Integrity {
    private static final Pattern ITEM = Pattern.compile("sha(256|384|512)-([A-Za-z0-9+/_-]+={0,2})(\\?.*)?");

    private final int strength;
    private final List<byte[]> digests;

    private Integrity(int strength, List<byte[]> digests) {
        this.strength = strength;
        this.digests = digests;
    }

    /** Of the digests in a list, those of the strongest kind; what is malformed does not count. */
    static Integrity parse(String metadata) {
        int strongest = 0;
        List<byte[]> digests = new ArrayList<>();
        for (String item : metadata.split("[\\t\\n\\f\\r ]+", -1)) {
            Matcher parts = ITEM.matcher(item);
            if (!parts.matches()) {
                continue;
            }
            int strength = Integer.parseInt(parts.group(1));
            byte[] digest = decode(parts.group(2));
            if (digest != null && strength >= strongest) {
                if (strength > strongest) {
                    digests.clear();
                }
                strongest = strength;
                digests.add(digest);
            }
        }
        return new Integrity(strongest, digests);
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether nothing is asked for. */
    boolean isEmpty() {
        return digests.isEmpty();
    }

    /** Reads all of the body, and gives it back when it is as it must be, or null. */
    void check(ResponseBody body, Consumer<@Nullable ResponseBody> checked) {
        Gathering all = new Gathering();
        body.readBy(new ResponseBody.Reader() {
            @Override
            public void onChunk(ByteBuffer bytes) {
                all.add(bytes);
            }

            @Override
            public void onEnd() {
                BlobBytes bytes = all.take();
                byte[] digest = digestOf(bytes);
                boolean good = digests.stream().anyMatch(wanted -> MessageDigest.isEqual(wanted, digest));
                checked.accept(good ? ResponseBody.of(bytes) : null);
            }

            @Override
            public void onFailed(String reason) {
                checked.accept(null);
            }

            @Override
            public boolean keepsAll() {
                return true;
            }
        });
    }

    private byte[] digestOf(BlobBytes bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-" + strength);
            BlobBytes.Pieces pieces = bytes.pieces();
            for (ByteBuffer piece = pieces.next(); piece != null; piece = pieces.next()) {
                digest.update(piece);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-2", e);
        }
    }
}

package dev.weir.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fileapi.BlobBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrityTest {
    private static final byte[] CONTENT = "some text".getBytes(StandardCharsets.UTF_8);

    private static String digest(int strength, byte[] of) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-" + strength).digest(of);
        return "sha" + strength + "-" + Base64.getEncoder().encodeToString(digest);
    }

    /** What becomes of the body: its text, or that it is refused. */
    private static String check(String metadata) {
        List<String> outcomes = new ArrayList<>();
        Integrity.parse(metadata).check(ResponseBody.of(BlobBytes.of(CONTENT)), checked -> {
            if (checked == null) {
                outcomes.add("refused");
                return;
            }
            StringBuilder text = new StringBuilder();
            checked.readBy(new ResponseBody.Reader() {
                @Override
                public void onChunk(ByteBuffer bytes) {
                    text.append(StandardCharsets.UTF_8.decode(bytes));
                }

                @Override
                public void onEnd() {
                    outcomes.add(text.toString());
                }

                @Override
                public void onFailed(String reason) {
                    outcomes.add(reason);
                }
            });
        });
        assertEquals(1, outcomes.size());
        return outcomes.getFirst();
    }

    @Test
    void aBodyThatHasTheDigestIsHandedOn() throws Exception {
        for (int strength : new int[] {256, 384, 512}) {
            assertEquals("some text", check(digest(strength, CONTENT)));
            assertEquals("refused", check(digest(strength, new byte[1])));
        }
        assertEquals("some text", check(digest(256, CONTENT) + "?option"));
        assertEquals("some text", check(digest(512, CONTENT).replace('+', '-').replace('/', '_')));
    }

    @Test
    void onlyTheStrongestCountAndOneOfThemIsEnough() throws Exception {
        assertEquals("some text", check(digest(256, new byte[1]) + " " + digest(512, CONTENT)));
        assertEquals("refused", check(digest(512, new byte[1]) + "\t" + digest(256, CONTENT)));
        assertEquals("some text", check(digest(384, new byte[1]) + " \n " + digest(384, CONTENT) + " md5-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sha256-", "sha1-AAAA", "SHA256-AAAA", "sha256-A", "sha256-!", "sha256AAAA"})
    void whatIsMalformedAsksForNothing(String metadata) {
        assertTrue(Integrity.parse(metadata).isEmpty());
    }
}

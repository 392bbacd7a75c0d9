package dev.weir.url;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlRecordTest {
    private static final Map<String, BiConsumer<UrlRecord, String>> SETTERS = Map.of(
            "protocol", UrlRecord::setProtocol,
            "username", UrlRecord::setUsername,
            "password", UrlRecord::setPassword,
            "host", UrlRecord::setHost,
            "hostname", UrlRecord::setHostname,
            "port", UrlRecord::setPort,
            "pathname", UrlRecord::setPathname,
            "search", UrlRecord::setSearch,
            "hash", UrlRecord::setHash);

    private static UrlRecord url(String text) {
        return Objects.requireNonNull(UrlRecord.parse(text), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP://User:Pass@EXAMPLE.com:80/a/./b/../c?q#f | http://User:Pass@example.com/a/c?q#f
            '  https:example.org\t/x  ' | https://example.org/x
            http:\\\\h\\a\\b | http://h/a/b
            http://h/%2e%2E/x | http://h/x
            http://a@b:c@d/ | http://a%40b:c@d/
            http://faß.ExAmPlE/ | http://xn--fa-hia.example/
            http://bücher.de | http://xn--bcher-kva.de/
            http://%62%C3%BCcher.de | http://xn--bcher-kva.de/
            http://0x7f.1/ | http://127.0.0.1/
            http://1.2.3.08/ |
            http://256.1.1.1/ |
            http://4294967295/ | http://255.255.255.255/
            http://4294967296/ |
            http://[::FFFF:1.2.3.4]/ | http://[::ffff:102:304]/
            http://[1:0:0:2:0:0:0:3]/ | http://[1:0:0:2::3]/
            http://[::1]:443/ | http://[::1]:443/
            http://[1::2::3]/ |
            http://[::1%eth0]/ |
            http://a b/ |
            http://a%00b/ |
            http://h:65536/ |
            http://h:0/ | http://h:0/
            http:// |
            https://xn--/ |
            https://xn--a/ |
            'file:///C|/x/../..' | file:///C:/
            file://localhost/etc | file:///etc
            mailto:a b@c | mailto:a b@c
            'data:x  ?q' | 'data:x %20?q'
            non-spec:/..//p | non-spec:/.//p
            non-spec://H%41/ | non-spec://H%41/
            javascript:alert(1) | javascript:alert(1)
            http://h/ü?ü'#ü` | http://h/%C3%BC?%C3%BC%27#%C3%BC%60
            sc://h/?' | sc://h/?'
            relative/path |
            '' |
            """)
    void parsesAbsoluteUrls(String input, String expected) {
        UrlRecord url = UrlRecord.parse(input);
        assertEquals(expected, url == null ? null : url.href());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://a/b/c?q#h | '' | http://a/b/c?q
            http://a/b/c?q#h | ?x | http://a/b/c?x
            http://a/b/c?q#h | #x | http://a/b/c?q#x
            http://a/b/c | //h:80/x | http://h/x
            http://a/b/c | http:d | http://a/b/d
            http://a/b/c | \\d | http://a/d
            http://u:p@a/b | ../../c | http://u:p@a/c
            file:///C:/a/b | /x | file:///C:/x
            file:///C:/a/b | D:/x | d:/x
            file:///a | //h/x | file://h/x
            mailto:x | #f | mailto:x#f
            mailto:x | y |
            about:blank | x |
            sc://h/a | ../../b | sc://h/b
            sc://h/a | \\b | sc://h/\\b
            """)
    void resolvesAgainstABase(String base, String input, String expected) {
        UrlRecord resolved = UrlRecord.parse(input, url(base));
        assertEquals(expected, resolved == null ? null : resolved.href());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://h:8080/ | protocol | https | https://h:8080/
            http://h:443/ | protocol | https:x | https://h/
            http://h/ | protocol | mailto | http://h/
            http://u@h/ | protocol | file | http://u@h/
            file:///x | protocol | http | file:///x
            http://h/ | username | ä/@ | http://%C3%A4%2F%40@h/
            file:///x | username | u | file:///x
            http://h/ | password | p:w | http://:p%3Aw@h/
            http://h/ | host | Other:81/ignored | http://other:81/
            http://h:81/ | hostname | other:82 | http://h:81/
            http://h/ | host | a b | http://h/
            mailto:x | host | h | mailto:x
            sc://h:1/ | host | '' | sc://h:1/
            http://h/ | port | 8080abc | http://h:8080/
            http://h:1/ | port | '' | http://h/
            http://h:1/ | port | 70000 | http://h:1/
            http://h/a?q | pathname | ../b?#c | http://h/b%3F%23c?q
            sc:/a | pathname | //p | sc:/.//p
            http://h/#f | search | a#b | http://h/?a%23b#f
            http://h/?q | search | '' | http://h/
            http://h/ | hash | #a#b | http://h/#a#b
            """)
    void aSetterChangesItsPartAndNothingElse(String url, String setter, String value, String expected) {
        UrlRecord record = url(url);
        Objects.requireNonNull(SETTERS.get(setter)).accept(record, value);
        assertEquals(expected, record.href());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://h:80/ | http://h
            wss://h:1/ | wss://h:1
            file:///x | null
            data:x | null
            blob:https://h:443/uuid | https://h
            blob:ftp://h/ | null
            blob:nothing | null
            """)
    void originsFollowTheScheme(String url, String origin) {
        assertEquals(origin, url(url).origin());
    }

    @Test
    void aCopyHasPartsOfItsOwn() {
        UrlRecord url = url("http://h/a/b");
        UrlRecord copy = url.copy();
        copy.setPathname("/c");
        copy.setHost("g");
        assertEquals("http://h/a/b", url.href());
        assertEquals("http://g/c", copy.href());
    }

    @Test
    void loneSurrogatesAreReplaced() {
        assertEquals("http://h/%EF%BF%BD", url("http://h/\ud800").href());
        assertNull(UrlRecord.parse("http://\udc00/"));
    }

    @Test
    void aPathOfDotsTakesLinearTime() {
        UrlRecord url = url("http://h/" + "a/../".repeat(100_000));
        assertEquals("http://h/", url.href());
        assertEquals(1_000_009, url("http://h/" + "x".repeat(1_000_000)).href().length());
        assertNotNull(UrlRecord.parse("http://" + "@".repeat(2_000) + "h/"));
    }

    @Test
    void whatComesOutOfTheParserGoesThroughItUnchanged() {
        Random random = new Random(20_240_607);
        String alphabet = "ab:/\\?#@[]%2e.0xü |^`{}'\"<>-_~!$&()*+,;=\t\u00ad\ud83d\ude00C";
        String[] starts = {"http://h/", "http://", "https:", "file:", "file:///", "sc://", "sc:", "sc:/", "ws://u:p@"};
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(starts[random.nextInt(starts.length)]);
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            UrlRecord url = UrlRecord.parse(text.toString());
            if (url != null) {
                parsed++;
                String href = url.href();
                UrlRecord again = UrlRecord.parse(href);
                assertEquals(href, again == null ? null : again.href(), text.toString());
            }
        }
        assertEquals(true, parsed > 8_000, "only " + parsed + " of the inputs were URLs");
    }
}

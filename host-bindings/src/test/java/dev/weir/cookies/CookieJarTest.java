package dev.weir.cookies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.CookieHandler;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is sent which cookie. */
class CookieJarTest {
    private static final Set<String> SUFFIXES = Set.of("com", "uk", "co.uk", "test");

    private final Hand clock = new Hand();
    private final CookieJar jar = new CookieJar(SUFFIXES::contains, clock);

    /** A clock that a test moves. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static void set(CookieHandler handler, String url, String... fields) throws Exception {
        handler.put(URI.create(url), Map.of("Set-Cookie", List.of(fields)));
    }

    private void set(String url, String... fields) throws Exception {
        set(jar, url, fields);
    }

    private String sent(String url) {
        return sent(url, Map.of());
    }

    private String sent(String url, Map<String, List<String>> headers) {
        return String.join("; ", jar.get(URI.create(url), headers).getOrDefault("Cookie", List.of()));
    }

    /** Each row: where and what is set, then where something is asked for, then what comes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://a.com/        | x=1                          | http://a.com/       | x=1
            http://a.com/        | x=1                          | ws://a.com:81/p     | x=1
            http://a.com/        | x=1                          | http://b.a.com/     | ''
            http://a.com/        | x=1                          | http://bada.com/    | ''
            http://a.com/        | x=1; Domain=a.com            | http://b.a.com/     | x=1
            http://a.com/        | x=1; Domain=.A.COM           | http://b.a.com/     | x=1
            http://a.com/        | x=1; Domain=a.com            | http://bada.com/    | ''
            http://b.a.com/      | x=1; Domain=a.com            | http://c.a.com/     | x=1
            http://b.a.com/      | x=1; Domain=b.a.com          | http://a.com/       | ''
            http://a.com/        | x=1; Domain=b.a.com          | http://b.a.com/     | ''
            http://a.com/        | x=1; Domain=b.com            | http://b.com/       | ''
            http://a.com/        | x=1; Domain=com              | http://a.com/       | ''
            http://a.co.uk/      | x=1; Domain=co.uk            | http://a.co.uk/     | ''
            http://co.uk/        | x=1; Domain=co.uk            | http://co.uk/       | x=1
            http://co.uk/        | x=1; Domain=co.uk            | http://a.co.uk/     | ''
            http://a.com/        | x=1; Domain=a.com; Domain=   | http://b.a.com/     | ''
            http://127.0.0.1/    | x=1; Domain=127.0.0.1        | http://127.0.0.1/   | x=1
            http://127.0.0.1/    | x=1; Domain=0.0.1            | http://127.0.0.1/   | ''
            http://[::1]/        | x=1                          | ws://[::1]:80/      | x=1
            http://localhost/    | x=1                          | http://localhost/   | x=1
            http://u@a_b.com:80/ | x=1                          | http://a_b.com/     | x=1
            http://a.com/p/q     | x=1                          | http://a.com/p/     | x=1
            http://a.com/p/q     | x=1                          | http://a.com/p      | x=1
            http://a.com/p/q     | x=1                          | http://a.com/px     | ''
            http://a.com/p       | x=1                          | http://a.com/       | x=1
            http://a.com         | x=1                          | http://a.com/y      | x=1
            http://a.com/p/q     | x=1; Path=/                  | http://a.com/y      | x=1
            http://a.com/        | x=1; Path=/p                 | http://a.com/p/q    | x=1
            http://a.com/        | x=1; Path=/p/                | http://a.com/p      | ''
            http://a.com/p/q     | x=1; Path=y                  | http://a.com/p/z    | x=1
            https://a.com/       | x=1; Secure                  | http://a.com/       | ''
            https://a.com/       | x=1; secure=no               | wss://a.com/        | x=1
            http://a.com/        | x=1; Secure                  | https://a.com/      | ''
            http://a.com/        | x=1; HttpOnly                | http://a.com/       | x=1
            http://a.com/        | x=1; HttpOnly                | javascript://a.com/ | ''
            http://a.com/        | x=1                          | javascript://a.com/ | x=1
            javascript://a.com/  | x=1                          | http://a.com/       | x=1
            javascript://a.com/  | x=1; HttpOnly                | http://a.com/       | ''
            https://a.com/       | x=1; Secure                  | javascripts://a.com/ | x=1
            https://a.com/       | x=1; Secure                  | javascript://a.com/ | ''
            http://a.com/        | x=1; Max-Age=10              | http://a.com/       | x=1
            http://a.com/        | x=1; Max-Age=0               | http://a.com/       | ''
            http://a.com/        | x=1; Max-Age=000             | http://a.com/       | ''
            http://a.com/        | x=1; Max-Age=-99999999999    | http://a.com/       | ''
            http://a.com/        | x=1; Max-Age=99999999999999  | http://a.com/       | x=1
            http://a.com/        | x=1; Max-Age=+1; Max-Age=a   | http://a.com/       | x=1
            http://a.com/        | x=1; Expires=Wed, 31 Dec 2025 23:59:59 GMT | http://a.com/ | ''
            http://a.com/        | x=1; Expires=Thu, 01 Jan 2026 00:00:01 GMT | http://a.com/ | x=1
            http://a.com/        | x=1; Expires=Wed, 31 Dec 2025 23:59:59 GMT; Max-Age=5 | http://a.com/ | x=1
            http://a.com/        | x=1; Expires=soon            | http://a.com/       | x=1
            http://a.com/        | x                            | http://a.com/       | x
            http://a.com/        | =x                           | http://a.com/       | x
            http://a.com/        | x=                           | http://a.com/       | x=
            http://a.com/        | '  x = a b ;y'               | http://a.com/       | x=a b
            http://a.com/        | x=a=b                        | http://a.com/       | x=a=b
            http://a.com/        | 'x="1"'                      | http://a.com/       | 'x="1"'
            http://a.com/        | ' = ; Path=/'                | http://a.com/       | ''
            http://a.com/        | 'x=\u0001'                   | http://a.com/       | ''
            http://a.com/        | x=\u00e9                     | http://a.com/       | x=\u00e9
            https://a.com/       | __Secure-x=1; Secure         | https://a.com/      | __Secure-x=1
            https://a.com/       | __secure-x=1                 | https://a.com/      | ''
            https://a.com/       | __Host-x=1; Secure; Path=/   | https://a.com/      | __Host-x=1
            https://a.com/       | __Host-x=1; Secure           | https://a.com/      | ''
            https://a.com/       | __Host-x=1; Path=/           | https://a.com/      | ''
            https://a.com/       | __HOST-x=1; Secure; Path=/; Domain=a.com | https://a.com/ | ''
            https://a.com/       | =__Host-x                    | https://a.com/      | ''
            https://a.com/       | x=1; SameSite=None           | https://a.com/      | ''
            https://a.com/       | x=1; SameSite=None; Secure   | https://a.com/      | x=1
            """)
    void aCookieGoesWhereItMay(String setAt, String field, String askedAt, String expected) throws Exception {
        set(setAt, field);
        assertEquals(expected, sent(askedAt));
    }

    /** What requests from these origins to {@code https://b.co.uk} and {@code http://b.co.uk} carry. */
    @ParameterizedTest
    @CsvSource({
        "https, https://b.co.uk, n=0; d=1; l=2; s=3",
        "https, https://a.b.co.uk:81, n=0; d=1; l=2; s=3",
        "https, https://a.co.uk, n=0",
        "https, https://co.uk, n=0",
        "https, http://b.co.uk, n=0",
        "https, null, n=0",
        "https, file:///x, n=0",
        "http, http://b.co.uk, d=1; l=2; s=3",
        "http, https://b.co.uk, ''"
    })
    void requestsOfOtherSitesCarryOnlyWhatIsForThem(String scheme, String origin, String expected) throws Exception {
        set("https://b.co.uk/", "n=0; SameSite=None; Secure");
        set(scheme + "://b.co.uk/", "d=1; SameSite=odd", "l=2; SameSite=lax", "s=3; SameSite=Strict");
        assertEquals(expected, sent(scheme + "://b.co.uk/", Map.of("Origin", List.of(origin))));
    }

    @Test
    void longerPathsComeFirstThenOlderCookies() throws Exception {
        set("http://a.com/", "a=1", "b=2; Path=/p/q", "c=3", "d=4; Path=/p");
        assertEquals("b=2; d=4; a=1; c=3", sent("http://a.com/p/q"));
        set("http://a.com/", "a=5");
        assertEquals("a=5; c=3", sent("http://a.com/"), "a cookie that is set anew keeps its place");
    }

    @Test
    void aCookieWithAnotherPathOrDomainIsAnotherCookie() throws Exception {
        set("http://a.com/", "x=1", "x=2; Path=/p", "x=3; Domain=a.com");
        assertEquals("x=2; x=1; x=3", sent("http://a.com/p"));
        set("http://a.com/", "x=; Max-Age=0");
        assertEquals("x=2; x=3", sent("http://a.com/p"));
    }

    @Test
    void aCookieEndsInTimeAndAfter400DaysAtTheLatest() throws Exception {
        set("http://a.com/", "x=1; Max-Age=10", "y=2; Max-Age=999999999", "z=3; Expires=1 Jan 2099 00:00:00", "s=4");
        clock.now = clock.now.plusSeconds(9);
        assertEquals("x=1; y=2; z=3; s=4", sent("http://a.com/"));
        clock.now = clock.now.plusSeconds(1);
        assertEquals("y=2; z=3; s=4", sent("http://a.com/"));
        clock.now = clock.now.plus(Duration.ofDays(400));
        assertEquals("s=4", sent("http://a.com/"));
    }

    @Test
    void anOpenWireDoesNotTouchWhatASecureOneSet() throws Exception {
        set("https://b.a.com/", "x=1; Secure; Path=/p; Domain=a.com");
        set("http://a.com/", "x=2; Path=/p/q", "x=3; Path=/");
        set("http://c.b.a.com/", "x=4; Path=/p");
        assertEquals("x=1; x=3", sent("https://a.com/p/q"));
        set("https://a.com/", "x=5; Path=/p; Domain=a.com");
        assertEquals("x=5; x=3", sent("http://a.com/p/q"), "a secure wire may");
    }

    @Test
    void aScriptDoesNotTouchWhatIsHiddenFromIt() throws Exception {
        set("http://a.com/", "x=1; HttpOnly");
        set("javascript://a.com/", "x=2", "x=; Max-Age=0");
        assertEquals("x=1", sent("http://a.com/"));
        set("http://a.com/", "x=3");
        assertEquals("x=3", sent("javascript://a.com/"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 4097})
    void aPairHas4096CharactersAtMost(int length) throws Exception {
        set("http://a.com/", "x=" + "y".repeat(length - 1));
        assertEquals(length == 4096 ? length + 1 : 0, sent("http://a.com/").length());
    }

    @Test
    void anAttributeThatIsTooLongIsIgnored() throws Exception {
        set("http://a.com/p/q", "x=1; Path=/" + "y".repeat(1023), "z=1; Path=/" + "y".repeat(1024));
        assertEquals("z=1", sent("http://a.com/p/q"));
    }

    @Test
    void thereIsAnEndToWhatOneDomainOrTheJarHolds() throws Exception {
        set("https://a.com/", "safe=1; Secure");
        for (int i = 0; i < CookieJar.MAX_PER_DOMAIN; i++) {
            set("http://a.com/", "c" + i + "=1");
        }
        String all = sent("https://a.com/");
        assertEquals(CookieJar.MAX_PER_DOMAIN, all.split("; ").length);
        assertEquals("safe=1; c1=1", all.substring(0, 12), "the oldest that is not secure went");
        for (int i = 0; i < CookieJar.MAX_COOKIES; i++) {
            set("https://h" + i + ".com/", "x=1; Secure");
        }
        assertEquals("", sent("https://a.com/"));
        assertEquals("x=1", sent("https://h0.com/"));
        assertEquals("x=1", sent("https://h" + (CookieJar.MAX_COOKIES - 1) + ".com/"));
        jar.clear();
        assertEquals("", sent("https://h1.com/"));
    }

    @Test
    void unlessToldOfSuffixesOnlyTheLastLabelIsOne() throws Exception {
        CookieJar plain = new CookieJar();
        set(plain, "http://a.co.uk/", "x=1; Domain=co.uk", "y=1; Domain=uk");
        assertEquals(Map.of("Cookie", List.of("x=1")), plain.get(URI.create("http://b.co.uk/"), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///x", "ftp://a.com/", "a.com", "http:x"})
    void onlyTheWebHasCookies(String url) {
        assertThrows(IllegalArgumentException.class, () -> jar.get(URI.create(url), Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            Wed, 09 Jun 2021 10:18:14 GMT  | 2021-06-09T10:18:14Z
            Wednesday, 09-Jun-21 10:18:14  | 2021-06-09T10:18:14Z
            Sun Nov  6 08:49:37 1994       | 1994-11-06T08:49:37Z
            6 nov 69 8:9:7x                | 2069-11-06T08:09:07Z
            6 november 70 08:49:37         | 1970-11-06T08:49:37Z
            08:49:37 6 Dec 1994 7 Jan 2000 | 1994-12-06T08:49:37Z
            6 Nov 1994                     | none
            6 Nov 08:49:37                 | none
            Nov 1994 08:49:37              | none
            6 1994 08:49:37                | none
            31 Feb 2021 08:49:37           | none
            6 Nov 1600 08:49:37            | none
            6 Nov 1994 24:00:00            | none
            6 Nov 1994 08:60:00            | none
            0 Nov 1994 08:00:00            | none
            6 Nov 19945 08:00:00           | none
            """)
    void datesComeInManyForms(String text, String expected) {
        assertEquals(expected, expected == null ? CookieDate.parse(text) : String.valueOf(CookieDate.parse(text)));
    }

    /** Cookies have dates, and dates go by the system's clock, whatever it does. */
    @Test
    void aClockThatJumpsBackKeepsCookiesAndOneThatJumpsAheadEndsThem() throws Exception {
        Instant start = clock.now;
        set("http://a.com/", "brief=1; Max-Age=10", "session=1", "long=1; Max-Age=100000000");
        clock.now = Instant.parse("1970-01-01T00:00:00Z");
        assertEquals("brief=1; session=1; long=1", sent("http://a.com/"));
        set("http://a.com/", "old=1; Max-Age=10");
        clock.now = start;
        assertEquals("brief=1; session=1; long=1", sent("http://a.com/"));
        clock.now = start.plusSeconds(10);
        assertEquals("session=1; long=1", sent("http://a.com/"));
        clock.now = Instant.parse("2999-01-01T00:00:00Z");
        assertEquals("session=1", sent("http://a.com/"));
    }
}

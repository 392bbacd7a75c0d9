package dev.weir.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.bindings.ManualLoop;
import dev.weir.fetch.FetchRequest.Credentials;
import dev.weir.url.UrlRecord;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers allow, and for how long. */
class CorsProtocolTest {
    private static final String ORIGIN = "http://a.example";

    private final ManualLoop loop = new ManualLoop();
    private final PreflightCache cache = new PreflightCache(loop);

    private static FetchRequest request(String method, boolean credentials, String... names) {
        FetchRequest request = new FetchRequest(Objects.requireNonNull(UrlRecord.parse("http://b.example/x")));
        request.method = method;
        request.credentials = credentials ? Credentials.INCLUDE : Credentials.SAME_ORIGIN;
        for (String name : names) {
            request.headers.append(name, "1");
        }
        return request;
    }

    private static HeaderList answer(String... namesAndValues) {
        HeaderList headers = new HeaderList();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.append("Access-Control-" + namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example, , false, true",
        "*, , false, true",
        "http://a.example/, , false, false",
        "HTTP://a.example, , false, false",
        "'http://a.example, http://a.example', , false, false",
        "'*, *', , false, false",
        "null, , false, false",
        ", true, false, false",
        "http://a.example, true, true, true",
        "http://a.example, True, true, false",
        "http://a.example, , true, false",
        "*, true, true, false",
    })
    void anAnswerNamesWhoMayHaveIt(String origin, String credentials, boolean asked, boolean good) {
        HeaderList headers = new HeaderList();
        if (origin != null) {
            headers.append("Access-Control-Allow-Origin", origin);
        }
        if (credentials != null) {
            headers.append("Access-Control-Allow-Credentials", credentials);
        }
        assertEquals(good, CorsProtocol.check(request("GET", asked), ORIGIN, headers) == null);
    }

    private static boolean mayAsk(FetchRequest request, int status, HeaderList answer) {
        return CorsProtocol.checkPreflight(request, status, answer) == null;
    }

    @Test
    void aPreflightNamesMethodsAndFields() {
        assertTrue(mayAsk(request("PUT", false), 204, answer("Allow-Methods", "GET, PUT")));
        assertFalse(mayAsk(request("PUT", false), 204, answer("Allow-Methods", "put")));
        assertFalse(mayAsk(request("PUT", false), 404, answer("Allow-Methods", "PUT")));
        assertFalse(mayAsk(request("PUT", false), 204, answer("Allow-Methods", "PUT, a b")));
        assertTrue(mayAsk(request("POST", false), 200, answer()));
        assertTrue(mayAsk(request("GET", false, "X-a"), 200, answer("Allow-Headers", "x-A,,")));
        assertFalse(mayAsk(request("GET", false, "X-a", "X-b"), 200, answer("Allow-Headers", "x-a")));
    }

    @Test
    void aStarStandsForEverythingButAuthorizationAndOnlyWithoutCredentials() {
        HeaderList stars = answer("Allow-Methods", "*", "Allow-Headers", "*");
        assertTrue(mayAsk(request("PUT", false, "X-a"), 200, stars));
        assertFalse(mayAsk(request("PUT", true), 200, stars));
        assertFalse(mayAsk(request("GET", true, "X-a"), 200, stars));
        assertFalse(mayAsk(request("GET", false, "Authorization"), 200, stars));
        assertTrue(mayAsk(request("GET", false, "Authorization"), 200, answer("Allow-Headers", "*, authorization")));
        assertTrue(mayAsk(request("*", true), 200, stars));
    }

    @Test
    void whatWasAllowedIsKnownForFiveSeconds() {
        cache.remember(request("PUT", false, "X-a"), ORIGIN, answer());
        loop.advanceMillis(4999);
        assertTrue(cache.allows(request("PUT", false, "x-A"), ORIGIN));
        assertTrue(cache.allows(request("PUT", false), ORIGIN));
        assertTrue(cache.allows(request("GET", false, "X-a"), ORIGIN));
        assertFalse(cache.allows(request("PUT", false, "X-b"), ORIGIN));
        assertFalse(cache.allows(request("DELETE", false), ORIGIN));
        assertFalse(cache.allows(request("PUT", true), ORIGIN));
        assertFalse(cache.allows(request("PUT", false), "null"));
        loop.advanceMillis(1);
        assertFalse(cache.allows(request("PUT", false), ORIGIN));
    }

    @Test
    void theServerSaysHowLongButNotMoreThanTwoHours() {
        cache.remember(request("PUT", false), ORIGIN, answer("Max-Age", "999999999"));
        loop.advanceMillis(7_199_999);
        assertTrue(cache.allows(request("PUT", false), ORIGIN));
        loop.advanceMillis(1);
        assertFalse(cache.allows(request("PUT", false), ORIGIN));
        cache.remember(request("PUT", false), ORIGIN, answer("Max-Age", "60"));
        cache.remember(request("PUT", false), ORIGIN, answer("Max-Age", "0"));
        assertFalse(cache.allows(request("PUT", false), ORIGIN));
        cache.remember(request("PUT", false), ORIGIN, answer("Max-Age", "60"));
        cache.remember(request("PUT", false), ORIGIN, answer("Max-Age", "-1"));
        assertFalse(cache.allows(request("PUT", false), ORIGIN));
    }

    @Test
    void theCacheForgetsTheOldestAndWhatIsNotTrueAnyMore() {
        cache.remember(request("PUT", false), ORIGIN, answer());
        cache.forget(request("PUT", false), ORIGIN);
        assertFalse(cache.allows(request("PUT", false), ORIGIN));
        cache.remember(request("PUT", false), ORIGIN, answer());
        for (int i = 0; i < 256; i++) {
            assertTrue(cache.allows(request("PUT", false), ORIGIN));
            FetchRequest other = new FetchRequest(Objects.requireNonNull(UrlRecord.parse("http://b.example/" + i)));
            other.method = "PUT";
            cache.remember(other, ORIGIN, answer());
        }
        assertFalse(cache.allows(request("PUT", false), ORIGIN));
    }
}

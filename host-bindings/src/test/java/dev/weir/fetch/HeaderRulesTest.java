package dev.weir.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.infra.HttpSyntax;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept-Charset",
                "ACCEPT-ENCODING",
                "access-control-request-headers",
                "Access-Control-Request-Method",
                "Connection",
                "Content-Length",
                "Cookie",
                "cookie2",
                "Date",
                "DNT",
                "Expect",
                "Host",
                "Keep-Alive",
                "Origin",
                "Referer",
                "Set-Cookie",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Via",
                "Proxy-Authorization",
                "proxy-",
                "Sec-Fetch-Mode",
                "sec-"
            })
    void scriptsDoNotWriteWhatIsTheClients(String name) {
        assertEquals(true, HeaderRules.isForbiddenInRequest(name, "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, x, false",
        "User-Agent, x, false",
        "Range, bytes=0-, false",
        "X-HTTP-Method-Override, POST, false",
        "x-http-method-override, 'GET, track ', true",
        "X-Http-Method, CONNECT, true",
        "X-Method-Override, 'a, \"TRACE\"', false",
    })
    void otherNamesAreFreeUnlessTheySmuggleAMethod(String name, String value, boolean forbidden) {
        assertEquals(forbidden, HeaderRules.isForbiddenInRequest(name, value));
    }

    @Test
    void namesAreTokensAndValuesOneLine() {
        for (String bad : List.of("", " ", "a b", "a:", "a\r\nb", "\u00e9", "a\u007f", "a,b", "\"a\"", "a/b")) {
            assertEquals(false, HttpSyntax.isToken(bad), bad);
        }
        assertEquals(true, HttpSyntax.isToken("!#$%&'*+-.^_`|~09azAZ"));
        assertEquals(false, HeaderRules.isValue("a\nb"));
        assertEquals(false, HeaderRules.isValue("a\rb"));
        assertEquals(false, HeaderRules.isValue("a\u0000b"));
        assertEquals(true, HeaderRules.isValue("a\u00ff\u0001\tb"));
        assertEquals("a \t b", HeaderRules.normalized("\r\n\t a \t b \n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Accept | text/html;q=0.1, */* | true
            Accept | a"b | false
            Accept-Language | en-GB, de;q=0.5 | true
            Accept-Language | en_GB | false
            Content-Language | (a) | false
            Content-Type | text/plain;charset=utf-8 | true
            Content-Type | multipart/form-data;boundary=x | true
            Content-Type | application/x-www-form-urlencoded | true
            Content-Type | application/json | false
            Content-Type | text/plain, application/json | false
            Content-Type | text/plain;a="b" | false
            Content-Type | nonsense | false
            Range | bytes=0-5 | true
            Range | bytes=5- | true
            Range | bytes=6-5 | false
            Range | bytes=-5 | false
            Range | bytes=0-1,3-4 | false
            Authorization | x | false
            X-Mine | x | false
            """)
    void onlyHarmlessFieldsGoToOtherOriginsUnasked(String name, String value, boolean safe) {
        assertEquals(safe, HeaderRules.isCorsSafelisted(name, value));
    }

    @Test
    void whatIsHarmlessAloneIsNotInAnyLength() {
        assertEquals(true, HeaderRules.isCorsSafelisted("Accept", "x".repeat(128)));
        assertEquals(false, HeaderRules.isCorsSafelisted("Accept", "x".repeat(129)));
        HeaderList headers = new HeaderList();
        for (int i = 0; i < 8; i++) {
            headers.append("Accept", "x".repeat(128));
        }
        headers.append("X-b", "");
        headers.append("x-B", "");
        headers.append("A", "");
        assertEquals(List.of("a", "x-b"), HeaderRules.corsUnsafeNames(headers));
        headers.append("Accept-Language", "a");
        assertEquals(List.of("a", "accept", "accept-language", "x-b"), HeaderRules.corsUnsafeNames(headers));
    }

    @Test
    void cookiesOfAnAnswerAreNeverExposed() {
        assertEquals(true, HeaderRules.isCorsSafelistedInResponse("Content-Type", Set.of()));
        assertEquals(false, HeaderRules.isCorsSafelistedInResponse("X-a", Set.of()));
        assertEquals(true, HeaderRules.isCorsSafelistedInResponse("X-A", Set.of("x-a")));
        assertEquals(false, HeaderRules.isCorsSafelistedInResponse("Set-Cookie", Set.of("set-cookie")));
    }

    @Test
    void methodsAreSpelledAsServersExpectWhereTheyAreOld() {
        assertEquals("POST", HeaderRules.normalizedMethod("pOsT"));
        assertEquals("patch", HeaderRules.normalizedMethod("patch"));
        assertEquals(true, HeaderRules.isForbiddenMethod("cOnNeCt"));
        assertEquals(true, HeaderRules.isForbiddenMethod("TRACK"));
        assertEquals(false, HeaderRules.isForbiddenMethod("OPTIONS"));
    }
}

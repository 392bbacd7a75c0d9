package dev.weir.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.url.UrlRecord;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferrersTest {

    private static UrlRecord url(String text) {
        return Objects.requireNonNull(UrlRecord.parse(text));
    }

    private static String referrer(String policy, String client, String target) {
        FetchRequest request = new FetchRequest(url(target));
        request.referrerPolicy = policy;
        return Referrers.of(request, url(client));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            no-referrer                     | no-referrer | no-referrer | no-referrer
            no-referrer-when-downgrade      | full        | full        | no-referrer
            same-origin                     | full        | no-referrer | no-referrer
            origin                          | origin      | origin      | origin
            strict-origin                   | origin      | origin      | no-referrer
            origin-when-cross-origin        | full        | origin      | origin
            strict-origin-when-cross-origin | full        | origin      | no-referrer
            unsafe-url                      | full        | full        | full
            ~~                              | full        | origin      | no-referrer
            """)
    void thePolicyDecides(String policy, String sameOrigin, String otherOrigin, String downgrade) {
        String page = "https://u:p@a.example/page?q#f";
        assertEquals(sameOrigin, shown(referrer(policy, page, "https://a.example/x")));
        assertEquals(otherOrigin, shown(referrer(policy, page, "https://b.example/x")));
        assertEquals(downgrade, shown(referrer(policy, page, "http://a.example/x")));
    }

    private static String shown(String referrer) {
        return switch (referrer) {
            case "https://a.example/page?q" -> "full";
            case "https://a.example/" -> "origin";
            default -> referrer;
        };
    }

    @Test
    void whatIsNotOfTheWebIsNotTold() {
        assertEquals("no-referrer", referrer("unsafe-url", "file:///home/me/page.html", "http://a.example/"));
        assertEquals("no-referrer", referrer("unsafe-url", "about:blank", "http://a.example/"));
        assertEquals("no-referrer", referrer("unsafe-url", "data:text/html,x", "http://a.example/"));
    }

    @Test
    void aLongOneIsCutToItsOrigin() {
        String page = "http://a.example/" + "x".repeat(4096);
        assertEquals("http://a.example/", referrer("unsafe-url", page, "http://b.example/"));
    }

    @Test
    void theLastPolicyThatThereIsCounts() {
        HeaderList answer = new HeaderList();
        assertEquals(null, Referrers.policyOf(answer));
        answer.append("Referrer-Policy", "origin, future, same-origin, Nonsense");
        assertEquals("same-origin", Referrers.policyOf(answer));
    }
}

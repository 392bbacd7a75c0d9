package dev.weir.fetch;

import dev.weir.fetch.FetchRequest.Credentials;
import dev.weir.infra.Ascii;
import dev.weir.infra.HttpSyntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server lets scripts of an origin have what it answers, and ask what they want to ask.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS protocol</a>
 */
final class CorsProtocol {
    private CorsProtocol() {}

    /**
     * What is wrong with an answer, or null when scripts of the origin may have it.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#concept-cors-check">Fetch, CORS check</a>
     */
    static @Nullable String check(FetchRequest request, String origin, HeaderList answer) {
        String allowed = answer.get("Access-Control-Allow-Origin");
        boolean credentials = request.credentials == Credentials.INCLUDE;
        if (allowed == null) {
            return "the server's answer has no Access-Control-Allow-Origin";
        }
        if (!credentials && allowed.equals("*")) {
            return null;
        }
        if (!allowed.equals(origin)) {
            return allowed.equals("*")
                    ? "Access-Control-Allow-Origin must not be * for a request with credentials"
                    : "the server's Access-Control-Allow-Origin does not name the origin " + origin;
        }
        if (credentials && !"true".equals(answer.get("Access-Control-Allow-Credentials"))) {
            return "the server's answer lacks Access-Control-Allow-Credentials: true";
        }
        return null;
    }

    /**
     * What is wrong with the answer to a preflight for the request, or null when it may be made.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#cors-preflight-fetch">Fetch, CORS-preflight fetch</a>
     */
    static @Nullable String checkPreflight(FetchRequest request, int status, HeaderList answer) {
        if (status < 200 || status > 299) {
            return "the server answered the preflight with the status " + status;
        }
        List<String> methods = listOf(answer, "Access-Control-Allow-Methods");
        List<String> names = listOf(answer, "Access-Control-Allow-Headers");
        if (methods == null || names == null) {
            return "the server's answer to the preflight has a malformed list";
        }
        boolean anything = request.credentials != Credentials.INCLUDE;
        boolean anyMethod = anything && methods.contains("*");
        if (methods.isEmpty() && request.forcesPreflight) {
            methods = List.of(request.method);
        }
        if (!methods.contains(request.method) && !HeaderRules.isSafelistedMethod(request.method) && !anyMethod) {
            return "the server's Access-Control-Allow-Methods does not name " + request.method;
        }
        List<String> allowed = names.stream().map(Ascii::lowercase).toList();
        boolean anyName = anything && names.contains("*");
        for (String name : HeaderRules.corsUnsafeNames(request.headers)) {
            if (!allowed.contains(name) && (!anyName || name.equals("authorization"))) {
                return "the server's Access-Control-Allow-Headers does not name " + name;
            }
        }
        return null;
    }

    /** The members of a list of tokens; null when it is none. */
    private static @Nullable List<String> listOf(HeaderList headers, String name) {
        List<String> members = headers.getDecodeAndSplit(name);
        if (members == null) {
            return List.of();
        }
        List<String> present =
                members.stream().filter(member -> !member.isEmpty()).toList();
        return present.stream().allMatch(HttpSyntax::isToken) ? present : null;
    }
}

package dev.weir.fetch;

import dev.weir.fetch.FetchRequest.Credentials;
import dev.weir.host.TaskLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What servers allowed of late, so that they need not be asked before every request. Only on the loop.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#cors-preflight-cache">Fetch, CORS-preflight cache</a>
 */
final class PreflightCache {
    private static final int MAX_ENTRIES = 256;
    private static final long DEFAULT_SECONDS = 5;
    /** Two hours, as in Chromium. */
    private static final long MAX_SECONDS = 7200;

    private record Key(String origin, String url, boolean credentials) {}

    private record Allowance(long until, String method, Set<String> names) {}

    private final TaskLoop loop;
    private final Map<Key, Allowance> entries = new LinkedHashMap<>();

    PreflightCache(TaskLoop loop) {
        this.loop = loop;
    }

    private static Key key(FetchRequest request, String origin) {
        return new Key(origin, request.currentUrl().hrefWithoutFragment(), request.credentials == Credentials.INCLUDE);
    }

    /** Whether the request is allowed without asking. */
    boolean allows(FetchRequest request, String origin) {
        Allowance allowance = entries.get(key(request, origin));
        return allowance != null
                && loop.nanoTime() - allowance.until < 0
                && (HeaderRules.isSafelistedMethod(request.method) || allowance.method.equals(request.method))
                && allowance.names.containsAll(HeaderRules.corsUnsafeNames(request.headers));
    }

    /** The server has allowed what the request asks for. */
    void remember(FetchRequest request, String origin, HeaderList answer) {
        long seconds = DEFAULT_SECONDS;
        String age = answer.get("Access-Control-Max-Age");
        if (age != null) {
            seconds = age.matches("[0-9]{1,9}") ? Math.min(Long.parseLong(age), MAX_SECONDS) : 0;
        }
        Key key = key(request, origin);
        entries.remove(key);
        if (seconds == 0) {
            return;
        }
        if (entries.size() >= MAX_ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
        List<String> names = HeaderRules.corsUnsafeNames(request.headers);
        entries.put(key, new Allowance(loop.nanoTime() + seconds * 1_000_000_000L, request.method, Set.copyOf(names)));
    }

    /** The server has answered otherwise than it did. */
    void forget(FetchRequest request, String origin) {
        entries.remove(key(request, origin));
    }
}

package dev.weir.runtime;

import dev.weir.host.NetworkRules;
import dev.weir.host.NotPermittedException;
import dev.weir.url.UrlHost;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where scripts may connect to, and where names lead.
 *
 * <p>A host name that is allowed does not give access to addresses inside the embedder's own network: unless {@link
 * Builder#allowPrivateAddresses} is called, loopback, link-local and private addresses can only be reached where a rule
 * that allows the connection names the address itself (or {@code localhost}), or where a host rule of the embedder leads
 * there. A proxy looks names up itself, and has to watch where they lead. Immutable.
 */
public final class NetworkAccess implements NetworkRules {
    private final boolean everything;
    private final boolean privateAddresses;
    private final List<Pattern> allowed;
    /** The first that matches decides. */
    private final List<Route> routes;

    private NetworkAccess(Builder builder) {
        everything = builder.everything;
        privateAddresses = builder.privateAddresses;
        allowed = List.copyOf(builder.allowed);
        routes = builder.routes.entrySet().stream()
                .map(rule -> new Route(rule.getKey(), rule.getValue()))
                .sorted(Comparator.comparing(Route::from, Endpoint.MOST_SPECIFIC_FIRST))
                .toList();
    }

    /** No connection at all: what a runtime has unless told otherwise. */
    public static NetworkAccess denyAll() {
        return builder().build();
    }

    /** Every connection, into private networks too: for scripts that are trusted as the program itself. */
    public static NetworkAccess allowAll() {
        return builder().allowAll().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void checkConnect(String scheme, String host, int port) throws NotPermittedException {
        if (everything) {
            return;
        }
        for (Pattern pattern : allowed) {
            if (pattern.matches(scheme, host, port)) {
                return;
            }
        }
        throw new NotPermittedException("connections to " + scheme + "://" + new Endpoint(host, OptionalInt.of(port))
                + " are not allowed by the network rules");
    }

    @Override
    public InetSocketAddress route(String host, int port) {
        Endpoint target = routeOf(host, port);
        return target == null
                ? InetSocketAddress.createUnresolved(host, port)
                : InetSocketAddress.createUnresolved(target.host, target.port.orElse(port));
    }

    private @Nullable Endpoint routeOf(String host, int port) {
        for (Route rule : routes) {
            if (rule.from.matches(host, port)) {
                return rule.to;
            }
        }
        return null;
    }

    @Override
    public void checkAddress(String scheme, String host, int port, InetSocketAddress resolved)
            throws NotPermittedException {
        InetAddress address = resolved.getAddress();
        if (everything || privateAddresses || address == null || !isPrivate(address)) {
            return;
        }
        if (routeOf(host, port) != null) {
            return;
        }
        if (namesItsAddress(host)
                && allowed.stream()
                        .anyMatch(
                                pattern -> pattern.endpoint.host.equals(host) && pattern.matches(scheme, host, port))) {
            return;
        }
        throw new NotPermittedException(
                "the host " + host + " leads to a private address, which the network rules forbid");
    }

    /** An IP address, or the name that always means this machine. */
    private static boolean namesItsAddress(String host) {
        return host.equals("localhost") || namesAddress(host);
    }

    private static boolean namesAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            boolean uniqueLocal = (bytes[0] & 0xFE) == 0xFC;
            boolean translated = bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xFF; // 64:ff9b::/96
            boolean compatible = true; // ::/96 holds an IPv4 address
            for (int i = 0; i < 12; i++) {
                compatible &= bytes[i] == 0;
            }
            if (uniqueLocal || translated || compatible) {
                return true;
            }
        } else if (bytes[0] == 0
                || bytes[0] == 127
                || (bytes[0] == 100 && (bytes[1] & 0xC0) == 0x40) // 100.64/10, between carriers
                || (bytes[0] == (byte) 192 && bytes[1] == 0 && bytes[2] == 0)
                || (bytes[0] == (byte) 198 && (bytes[1] & 0xFE) == 18)
                || (bytes[0] & 0xF0) == 0xF0) {
            return true;
        }
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress();
    }

    /** A host as URLs have it or a pattern of such hosts, {@code *} or {@code *.example.com}, with or without a port. */
    private record Endpoint(String host, OptionalInt port) {
        static final Comparator<Endpoint> MOST_SPECIFIC_FIRST = Comparator.comparing(Endpoint::isWildcard)
                .thenComparing(endpoint -> -endpoint.host.length())
                .thenComparing(endpoint -> endpoint.port.isEmpty());

        /** A place that URLs may name. */
        static Endpoint parse(String text) {
            return parse(text, Endpoint::canonicalPattern);
        }

        /** A place to dial: one that URLs may name, or an address of one of this machine's networks. */
        static Endpoint parseTarget(String text) {
            return parse(text, host -> {
                int zone = host.indexOf('%');
                boolean scoped = zone >= 0 && host.contains(":");
                String target = canonical(scoped ? host.substring(0, zone) : host);
                return target == null || !scoped ? target : target + host.substring(zone);
            });
        }

        private static Endpoint parse(String text, Function<String, @Nullable String> canonicalHost) {
            String host = text;
            String port = "";
            int colon = text.lastIndexOf(':');
            if (text.startsWith("[")) {
                int close = text.indexOf(']');
                require(close > 0, text);
                host = text.substring(1, close);
                require(host.contains(":"), text);
                String rest = text.substring(close + 1);
                require(rest.isEmpty() || rest.startsWith(":"), text);
                port = rest.isEmpty() ? "" : rest.substring(1);
                require(rest.isEmpty() || !port.isEmpty(), text);
            } else if (colon >= 0 && text.indexOf(':') == colon) {
                host = text.substring(0, colon);
                port = text.substring(colon + 1);
                require(!port.isEmpty(), text);
            }
            require(!host.isEmpty() && host.chars().noneMatch(c -> c <= ' ' || c == '/' || c == '@'), text);
            String canonical = canonicalHost.apply(host);
            if (canonical == null) {
                throw new IllegalArgumentException("not a host that a URL can have: '" + host + "' in '" + text + "'");
            }
            if (port.isEmpty()) {
                return new Endpoint(canonical, OptionalInt.empty());
            }
            require(port.matches("[0-9]{1,5}"), text);
            int number = Integer.parseInt(port);
            require(number > 0 && number <= 65535, text);
            return new Endpoint(canonical, OptionalInt.of(number));
        }

        private static @Nullable String canonicalPattern(String host) {
            if (host.equals("*")) {
                return host;
            }
            if (!host.startsWith("*.")) {
                return canonical(host);
            }
            String parent = canonical(host.substring(2));
            // Below an address there is nothing.
            return parent == null || namesAddress(parent) ? null : "*." + parent;
        }

        /** The host as the parser of URLs writes it, an IPv6 address without its brackets; null when it takes none such. */
        private static @Nullable String canonical(String host) {
            UrlHost parsed = UrlHost.parse(host.contains(":") ? "[" + host + "]" : host);
            if (parsed == null) {
                return null;
            }
            String text = parsed instanceof UrlHost.Ipv6 ip ? ip.address() : parsed.serialize();
            // There are other ways to spell a star than the one that is a wildcard.
            return text.contains("*") ? null : text;
        }

        private static void require(boolean condition, String text) {
            if (!condition) {
                throw new IllegalArgumentException("not a host or host:port: '" + text + "'");
            }
        }

        private boolean isWildcard() {
            return host.startsWith("*");
        }

        boolean matches(String otherHost, int otherPort) {
            boolean hostMatches = host.equals("*")
                    || host.equals(otherHost)
                    || (isWildcard() && otherHost.endsWith(host.substring(1)));
            return hostMatches && (port.isEmpty() || port.getAsInt() == otherPort);
        }

        @Override
        public String toString() {
            String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
            return port.isEmpty() ? name : name + ":" + port.getAsInt();
        }
    }

    /** Where connections go instead. */
    private record Route(Endpoint from, Endpoint to) {}

    /** What a connection must be like; an empty scheme stands for any. */
    private record Pattern(String scheme, Endpoint endpoint) {
        static Pattern parse(String text) {
            int scheme = text.indexOf("://");
            String name = scheme < 0 ? "" : text.substring(0, scheme).toLowerCase(Locale.ROOT);
            if (!List.of("", "ws", "wss", "http", "https").contains(name)) {
                throw new IllegalArgumentException("not a scheme of the network: '" + name + "' in '" + text + "'");
            }
            return new Pattern(name, Endpoint.parse(scheme < 0 ? text : text.substring(scheme + 3)));
        }

        boolean matches(String otherScheme, String otherHost, int otherPort) {
            return (scheme.isEmpty() || scheme.equals(otherScheme)) && endpoint.matches(otherHost, otherPort);
        }
    }

    /** Collects rules. */
    public static final class Builder {
        private boolean everything;
        private boolean privateAddresses;
        private final List<Pattern> allowed = new ArrayList<>();
        private final Map<Endpoint, Endpoint> routes = new LinkedHashMap<>();

        private Builder() {}

        /** Allows every connection. */
        public Builder allowAll() {
            everything = true;
            return this;
        }

        /**
         * Allows connections to a place: {@code [scheme://]host[:port]}. The host may be {@code *}, {@code *.example.com}
         * (every name below that one) or an address (IPv6 in brackets); without a scheme or port, every one is meant. Hosts
         * are read as those of URLs are: {@code bücher.example} is {@code xn--bcher-kva.example}, and an address is the same
         * however it is spelled.
         *
         * @throws IllegalArgumentException when the text is no such thing
         */
        public Builder allow(String place) {
            allowed.add(Pattern.parse(place));
            return this;
        }

        /** Lets allowed names lead to loopback, link-local and private addresses. */
        public Builder allowPrivateAddresses() {
            privateAddresses = true;
            return this;
        }

        /**
         * Dials another place: {@code host[:port]=host[:port]}, several separated by commas. What a script sees, the {@code
         * Host} header and the name that a certificate must have stay the URL's own. The place on the left is one as
         * {@link #allow} has it, without a scheme; of several that fit a URL the most specific counts, an exact host before
         * {@code *.example.com} and that before {@code *}, then one with a port before one without. The rules of who may be
         * connected to apply to the URL's host, not to the place it leads to.
         *
         * @throws IllegalArgumentException when the text is no such thing
         */
        public Builder hostRules(String rules) {
            for (String rule : rules.split(",", -1)) {
                int equals = rule.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("not a rule of the form host:port=host:port: '" + rule + "'");
                }
                Endpoint target =
                        Endpoint.parseTarget(rule.substring(equals + 1).strip());
                routes.put(Endpoint.parse(rule.substring(0, equals).strip()), target);
            }
            return this;
        }

        public NetworkAccess build() {
            return new NetworkAccess(this);
        }
    }
}

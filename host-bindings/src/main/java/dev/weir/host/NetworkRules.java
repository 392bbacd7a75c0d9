package dev.weir.host;

import java.net.InetSocketAddress;

/**
 * What an embedder lets scripts reach, and where names lead.
 *
 * <p>A transport asks in this order: {@link #checkConnect} before anything is looked up, {@link #route} for the
 * address to dial, and {@link #checkAddress} on the address that is really dialled (so that a name that resolves to a
 * private address gains nothing). Where a proxy dials, only a host that is itself an address is checked so. All three may be
 * called on any thread and must not block.
 */
public interface NetworkRules {

    /**
     * Says whether a script may connect to this host and port.
     *
     * @param scheme {@code ws}, {@code wss}, {@code http} or {@code https}
     * @param host the URL's host, lower case, IPv6 without brackets
     * @throws NotPermittedException when it may not
     */
    void checkConnect(String scheme, String host, int port) throws NotPermittedException;

    /**
     * The place to dial for a URL's host and port. An unresolved address is looked up by the transport; TLS and the
     * {@code Host} header keep using the URL's own host.
     */
    InetSocketAddress route(String host, int port);

    /**
     * Says whether the resolved address may be dialled.
     *
     * @param scheme the URL's scheme, as for {@link #checkConnect}
     * @param host the URL's host that led here
     * @param port the URL's port
     * @param resolved where it led, which may be another port
     * @throws NotPermittedException when it may not
     */
    void checkAddress(String scheme, String host, int port, InetSocketAddress resolved) throws NotPermittedException;
}

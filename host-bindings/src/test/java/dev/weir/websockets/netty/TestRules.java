package dev.weir.websockets.netty;

import dev.weir.host.NetworkRules;
import dev.weir.host.NotPermittedException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Rules that a test sets: everything is permitted and led where its URL says unless set otherwise. */
final class TestRules implements NetworkRules {
    final Set<String> forbiddenHosts = new HashSet<>();
    final Set<String> forbiddenAddresses = new HashSet<>();
    final Map<String, InetSocketAddress> routes = new HashMap<>();

    @Override
    public void checkConnect(String scheme, String host, int port) throws NotPermittedException {
        if (forbiddenHosts.contains(host)) {
            throw new NotPermittedException("scripts may not connect to " + host);
        }
    }

    @Override
    public InetSocketAddress route(String host, int port) {
        return routes.getOrDefault(host + ":" + port, InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public void checkAddress(String scheme, String host, int port, InetSocketAddress resolved)
            throws NotPermittedException {
        if (forbiddenAddresses.contains(resolved.getAddress().getHostAddress())) {
            throw new NotPermittedException("the address of " + host + " is out of bounds");
        }
    }
}

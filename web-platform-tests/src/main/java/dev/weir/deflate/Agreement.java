package dev.weir.deflate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server may answer to the offer of permessage-deflate.
 *
 * @param serverNoContextTakeover whether the server begins each message with an empty window
 * @param clientNoContextTakeover whether the client must
 * @param serverMaxWindowBits how far back the server's messages refer, as a power of two; null when it does not say
 * @param clientMaxWindowBits how far back the client's may; null when the server does not say
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692#section-7.1">RFC 7692, section 7.1</a>
 */
record Agreement(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        @Nullable Integer serverMaxWindowBits,
        @Nullable Integer clientMaxWindowBits) {

    /** From 9 on: with windows of 8 bits zlib, and so the server, compresses as with 9. */
    private static final int MIN_BITS = 9;

    private static final int MAX_BITS = 15;

    /** Every combination. */
    static List<Agreement> all() {
        List<@Nullable Integer> bits = new ArrayList<>();
        bits.add(null);
        for (int number = MIN_BITS; number <= MAX_BITS; number++) {
            bits.add(number);
        }
        List<Agreement> all = new ArrayList<>();
        for (boolean server : new boolean[] {false, true}) {
            for (boolean client : new boolean[] {false, true}) {
                for (Integer serverBits : bits) {
                    for (Integer clientBits : bits) {
                        all.add(new Agreement(server, client, serverBits, clientBits));
                    }
                }
            }
        }
        return all;
    }

    private Stream<String> parameters() {
        return Stream.of(
                        serverNoContextTakeover ? "server_no_context_takeover" : "",
                        clientNoContextTakeover ? "client_no_context_takeover" : "",
                        serverMaxWindowBits == null ? "" : "server_max_window_bits=" + serverMaxWindowBits,
                        clientMaxWindowBits == null ? "" : "client_max_window_bits=" + clientMaxWindowBits)
                .filter(parameter -> !parameter.isEmpty());
    }

    /** As the server takes it: the parameters, joined by {@code &}. */
    String query() {
        return String.join("&", parameters().toList());
    }

    /** Whether a value of {@code Sec-WebSocket-Extensions} says just this. */
    boolean isMeantBy(String extensions) {
        Set<String> said = new HashSet<>();
        for (String part : extensions.split(";", -1)) {
            said.add(part.strip());
        }
        Set<String> meant = new HashSet<>(parameters().toList());
        meant.add("permessage-deflate");
        return said.equals(meant);
    }

    /** Who refers back to earlier messages. */
    String context() {
        if (serverNoContextTakeover) {
            return clientNoContextTakeover ? "by neither" : "by the client";
        }
        return clientNoContextTakeover ? "by the server" : "by both";
    }

    @Override
    public String toString() {
        String query = query();
        return query.isEmpty() ? "no parameters" : query.replace('&', ' ');
    }
}

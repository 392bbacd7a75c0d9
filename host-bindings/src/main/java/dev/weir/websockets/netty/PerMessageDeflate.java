package dev.weir.websockets.netty;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What client and server agreed on about the compression of messages.
 *
 * @param serverNoContextTakeover whether the server begins each message with an empty window
 * @param clientNoContextTakeover whether this side must
 * @param serverMaxWindowBits how far back the server's messages refer, as a power of two: of no matter, since any window
 *     is understood here
 * @param clientMaxWindowBits how far back this side's messages may refer
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692#section-7.1">RFC 7692, section 7.1</a>
 */
record PerMessageDeflate(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {
    static final String NAME = "permessage-deflate";

    /** What browsers offer too: whatever the server likes, its choice of this side's window included. */
    static final String OFFER = NAME + "; client_max_window_bits";

    private static final int MIN_BITS = 8;
    private static final int MAX_BITS = 15;

    /** Judges the server's answer to {@link #OFFER}. */
    static PerMessageDeflate accept(ExtensionHeader.Extension answer) throws HandshakeException {
        boolean serverResets = false;
        boolean clientResets = false;
        int serverBits = MAX_BITS;
        int clientBits = MAX_BITS;
        Set<String> seen = new HashSet<>();
        for (ExtensionHeader.Parameter parameter : answer.parameters()) {
            if (!seen.add(parameter.name())) {
                throw refusal(parameter, "is given twice");
            }
            switch (parameter.name()) {
                case "server_no_context_takeover" -> serverResets = requireNoValue(parameter);
                case "client_no_context_takeover" -> clientResets = requireNoValue(parameter);
                case "server_max_window_bits" -> serverBits = requireBits(parameter);
                case "client_max_window_bits" -> clientBits = requireBits(parameter);
                default -> throw refusal(parameter, "is unknown");
            }
        }
        return new PerMessageDeflate(serverResets, clientResets, serverBits, clientBits);
    }

    private static boolean requireNoValue(ExtensionHeader.Parameter parameter) throws HandshakeException {
        if (parameter.value() != null) {
            throw refusal(parameter, "takes no value");
        }
        return true;
    }

    private static int requireBits(ExtensionHeader.Parameter parameter) throws HandshakeException {
        String value = parameter.value();
        if (value == null
                || !List.of("8", "9", "10", "11", "12", "13", "14", "15").contains(value)) {
            throw refusal(parameter, "must be a number from " + MIN_BITS + " to " + MAX_BITS);
        }
        return Integer.parseInt(value);
    }

    private static HandshakeException refusal(ExtensionHeader.Parameter parameter, String why) {
        return new HandshakeException("server's answer to " + NAME + " cannot be used: "
                + ResponseHead.quote(parameter.toString()) + " " + why);
    }
}

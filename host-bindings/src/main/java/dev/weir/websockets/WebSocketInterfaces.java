package dev.weir.websockets;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** Everything this package gives to a global; the realm needs a {@link WebSocketEnvironment}. */
public final class WebSocketInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS =
            List.of(WebSocket.DEFINITION, CloseEvent.DEFINITION, WebSocketError.DEFINITION, WebSocketStream.DEFINITION);

    private WebSocketInterfaces() {}
}

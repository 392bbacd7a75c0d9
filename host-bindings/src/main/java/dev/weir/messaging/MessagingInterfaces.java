package dev.weir.messaging;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** Everything this package gives to a global. */
public final class MessagingInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(
            StructuredCloning.DEFINITION,
            MessageEvent.DEFINITION,
            MessagePort.DEFINITION,
            MessageChannel.DEFINITION,
            BroadcastChannel.DEFINITION,
            WindowMessages.DEFINITION);

    private MessagingInterfaces() {}
}

package dev.weir.runtime;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.bindings.InterfaceSet;
import dev.weir.dom.DomInterfaces;
import dev.weir.events.CustomEvent;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.html.ErrorEvent;
import dev.weir.html.Location;
import dev.weir.html.Navigator;
import dev.weir.html.Performance;
import dev.weir.html.PromiseRejectionEvent;
import dev.weir.html.Window;
import dev.weir.streams.StreamsInterfaces;
import dev.weir.websockets.WebSocketInterfaces;
import java.util.List;

/** Everything that a window exposes, one line for each specification package. */
final class GlobalInterfaces {
    private static final List<List<InterfaceDefinition>> PACKAGES = List.of(
            List.of(DOMExceptionBinding.DEFINITION),
            List.of(EventTarget.DEFINITION, Event.DEFINITION, CustomEvent.DEFINITION),
            List.of(AbortController.DEFINITION, AbortSignal.DEFINITION),
            StreamsInterfaces.DEFINITIONS,
            WebSocketInterfaces.DEFINITIONS,
            List.of(
                    Window.DEFINITION,
                    Location.DEFINITION,
                    Navigator.DEFINITION,
                    Performance.DEFINITION,
                    ErrorEvent.DEFINITION,
                    PromiseRejectionEvent.DEFINITION),
            DomInterfaces.DEFINITIONS);

    /** The interfaces of windows; one for the whole process, so that its code is parsed once for each engine. */
    static final InterfaceSet WINDOW =
            new InterfaceSet("Window", PACKAGES.stream().flatMap(List::stream).toList());

    private GlobalInterfaces() {}
}

package dev.weir.runtime;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.bindings.InterfaceSet;
import dev.weir.compression.CompressionInterfaces;
import dev.weir.dom.DomInterfaces;
import dev.weir.encoding.EncodingInterfaces;
import dev.weir.events.CustomEvent;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.fetch.FetchInterfaces;
import dev.weir.fileapi.FileApiInterfaces;
import dev.weir.html.HtmlInterfaces;
import dev.weir.messaging.MessagingInterfaces;
import dev.weir.streams.StreamsInterfaces;
import dev.weir.url.UrlInterfaces;
import dev.weir.webassembly.WebAssemblyInterfaces;
import dev.weir.websockets.WebSocketInterfaces;
import dev.weir.workers.WorkerInterfaces;
import dev.weir.xhr.XhrInterfaces;
import dev.weir.xhr.request.XmlHttpRequestInterfaces;
import java.util.List;

/** Everything that a global object exposes, one line for each specification package. */
final class GlobalInterfaces {
    private static final List<List<InterfaceDefinition>> PACKAGES = List.of(
            List.of(DOMExceptionBinding.DEFINITION),
            List.of(EventTarget.DEFINITION, Event.DEFINITION, CustomEvent.DEFINITION),
            List.of(AbortController.DEFINITION, AbortSignal.DEFINITION),
            MessagingInterfaces.DEFINITIONS,
            StreamsInterfaces.DEFINITIONS,
            WebSocketInterfaces.DEFINITIONS,
            UrlInterfaces.DEFINITIONS,
            EncodingInterfaces.DEFINITIONS,
            CompressionInterfaces.DEFINITIONS,
            FileApiInterfaces.DEFINITIONS,
            XhrInterfaces.DEFINITIONS,
            FetchInterfaces.DEFINITIONS,
            WebAssemblyInterfaces.DEFINITIONS,
            XmlHttpRequestInterfaces.DEFINITIONS,
            HtmlInterfaces.DEFINITIONS,
            WorkerInterfaces.DEFINITIONS,
            DomInterfaces.DEFINITIONS);

    /** The interfaces of windows; one set for the whole process, so that its code is parsed once for each engine. */
    static final InterfaceSet WINDOW = new InterfaceSet("Window", all());

    private static List<InterfaceDefinition> all() {
        return PACKAGES.stream().flatMap(List::stream).toList();
    }

    /** The interfaces of dedicated workers; made when there is one. */
    static final class OfDedicatedWorkers {
        static final InterfaceSet SET = new InterfaceSet("DedicatedWorker", all());

        private OfDedicatedWorkers() {}
    }

    /** The interfaces of shared workers; made when there is one. */
    static final class OfSharedWorkers {
        static final InterfaceSet SET = new InterfaceSet("SharedWorker", all());

        private OfSharedWorkers() {}
    }

    private GlobalInterfaces() {}
}

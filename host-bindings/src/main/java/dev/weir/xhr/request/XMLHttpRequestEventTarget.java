package dev.weir.xhr.request;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.EventTarget;
import dev.weir.webidl.Realm;
import dev.weir.xhr.progress.ProgressEvent;
import java.util.List;

/**
 * What has events that tell of progress.
 *
 * @see <a href="https://xhr.spec.whatwg.org/#xmlhttprequesteventtarget">XMLHttpRequest, XMLHttpRequestEventTarget</a>
 */
public abstract class XMLHttpRequestEventTarget extends EventTarget {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=(Window,DedicatedWorker,SharedWorker)]
            interface XMLHttpRequestEventTarget : EventTarget {
              attribute EventHandler onloadstart;
              attribute EventHandler onprogress;
              attribute EventHandler onabort;
              attribute EventHandler onerror;
              attribute EventHandler onload;
              attribute EventHandler ontimeout;
              attribute EventHandler onloadend;
            };
            [Exposed=(Window,DedicatedWorker,SharedWorker)]
            interface XMLHttpRequestUpload : XMLHttpRequestEventTarget {};
            """);

    private static final List<String> TYPES =
            List.of("loadstart", "progress", "abort", "error", "load", "timeout", "loadend");

    XMLHttpRequestEventTarget(Realm realm) {
        super(realm);
    }

    final boolean isListenedTo() {
        return TYPES.stream().anyMatch(this::hasListeners);
    }

    /** https://xhr.spec.whatwg.org/#concept-event-fire-progress; a total of 0 is one that is not known. */
    final void fireProgress(String type, long loaded, long total) {
        fire(ProgressEvent.of(realm, type, loaded, total));
    }

    /** What is listened to for the progress of the body that is sent. */
    static final class Upload extends XMLHttpRequestEventTarget {
        Upload(Realm realm) {
            super(realm);
        }

        @Override
        public String interfaceName() {
            return "XMLHttpRequestUpload";
        }
    }
}

package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.host.Embedder;
import dev.weir.messaging.ImplicitPorts;
import dev.weir.messaging.MessagePort;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * The global object of a worker that belongs to one owner. One that an embedder made has no owner, and what it posts reaches no one.
 *
 * @see <a href="https://html.spec.whatwg.org/#dedicatedworkerglobalscope">HTML, DedicatedWorkerGlobalScope</a>
 */
public final class DedicatedWorkerGlobalScope extends WorkerGlobalScope {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Global=(Worker,DedicatedWorker), Exposed=DedicatedWorker]
            interface DedicatedWorkerGlobalScope : WorkerGlobalScope {
              [Replaceable] readonly attribute DOMString name;
              [Script] undefined postMessage(any message,
                  optional (sequence<object> or StructuredSerializeOptions) options = {});
              undefined close();
              attribute EventHandler onmessage;
              attribute EventHandler onmessageerror;
            };
            """);

    /** The inside port; null when there is no owner. */
    private final @Nullable MessagePort insidePort;

    /**
     * @param inside where messages come from and go to, or null
     */
    public DedicatedWorkerGlobalScope(
            Realm realm,
            Embedder embedder,
            ScriptErrors errors,
            DocumentUrl url,
            WorkerEnvironment environment,
            ImplicitPorts.@Nullable Inside inside) {
        super(realm, embedder, errors, url, environment);
        insidePort = inside == null ? null : inside.open(realm, this);
    }

    @Override
    public String interfaceName() {
        return "DedicatedWorkerGlobalScope";
    }

    /** For the glue: the port that messages go through. */
    @Export
    public @Nullable MessagePort insidePort() {
        return insidePort;
    }

    /** Lets the owner's messages in; called once the worker's script has run. */
    public void start() {
        if (insidePort != null) {
            insidePort.start();
        }
    }
}

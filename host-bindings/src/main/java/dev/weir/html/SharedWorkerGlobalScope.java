package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.host.Embedder;
import dev.weir.messaging.MessageEvent;
import dev.weir.messaging.MessagePort;
import dev.weir.webidl.Realm;
import dev.weir.webidl.TransferableObject;
import java.util.List;

/**
 * The global object of a worker that many may connect to.
 *
 * @see <a href="https://html.spec.whatwg.org/#sharedworkerglobalscope">HTML, SharedWorkerGlobalScope</a>
 */
public final class SharedWorkerGlobalScope extends WorkerGlobalScope {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Global=(Worker,SharedWorker), Exposed=SharedWorker]
            interface SharedWorkerGlobalScope : WorkerGlobalScope {
              [Replaceable] readonly attribute DOMString name;
              undefined close();
              attribute EventHandler onconnect;
            };
            """);

    public SharedWorkerGlobalScope(
            Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url, WorkerEnvironment environment) {
        super(realm, embedder, errors, url, environment);
    }

    @Override
    public String interfaceName() {
        return "SharedWorkerGlobalScope";
    }

    /** Fires the event that brings a connection; as a task, once the worker's script has run. */
    public void connect(TransferableObject.DataHolder insidePort) {
        MessagePort port = (MessagePort) insidePort.transferReceivingSteps(realm);
        fire(new MessageEvent(
                realm, "connect", realm.context().asValue(""), "", port, realm.frozenArray(List.of(port.toValue()))));
    }
}

package dev.weir.workers;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.html.DocumentUrl;
import dev.weir.messaging.MessageChannel;
import dev.weir.messaging.MessagePort;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * A connection to a worker that runs beside this realm, and is the same for all who ask for a script and a name.
 *
 * @see <a href="https://html.spec.whatwg.org/#shared-workers-and-the-sharedworker-interface">HTML, SharedWorker</a>
 */
public final class SharedWorker extends AbstractWorker {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface SharedWorker : EventTarget {
              constructor(USVString scriptURL, optional (DOMString or WorkerOptions) options = {});
              readonly attribute MessagePort port;
            };
            SharedWorker includes AbstractWorker;
            """).statics("SharedWorker", Statics::new);

    /**
     * The outside port. NON-STANDARD: whoever listens to it by {@code addEventListener} has to start it, as in every browser
     * and as the standard's own examples do; its algorithm would have the worker start the first one, and only that.
     */
    private final MessagePort port;

    private SharedWorker(Realm realm, WorkerLauncher launcher, DocumentUrl script, WorkerOptions options) {
        super(realm);
        MessageChannel channel = new MessageChannel(realm);
        port = channel.port1();
        launcher.connect(
                new WorkerLauncher.Connection(script, options, channel.port2().transferSteps(), this));
    }

    @Override
    public String interfaceName() {
        return "SharedWorker";
    }

    @Export
    public MessagePort port() {
        return port;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public SharedWorker construct(String scriptUrl, Value nameOrOptions) {
            WorkerOptions options = nameOrOptions.isString()
                    ? WorkerOptions.named(nameOrOptions.asString())
                    : WorkerOptions.of(nameOrOptions);
            DocumentUrl script = parseUrl(realm, scriptUrl, "SharedWorker");
            return new SharedWorker(realm, realm.service(WorkerLauncher.class), script, options);
        }
    }
}

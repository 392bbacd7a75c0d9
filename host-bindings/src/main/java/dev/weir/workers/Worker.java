package dev.weir.workers;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ErrorEvent;
import dev.weir.html.WindowOrWorkerGlobalScope;
import dev.weir.messaging.ImplicitPorts;
import dev.weir.messaging.MessagePort;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * A script that runs beside this one: in a realm and on a thread of its own, with messages to and fro.
 *
 * @see <a href="https://html.spec.whatwg.org/#dedicated-workers-and-the-worker-interface">HTML, Worker</a>
 */
public final class Worker extends AbstractWorker {
    static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=(Window,DedicatedWorker,SharedWorker)]
            interface Worker : EventTarget {
              constructor(USVString scriptURL, optional WorkerOptions options = {});
              undefined terminate();
              [Script] undefined postMessage(any message,
                  optional (sequence<object> or StructuredSerializeOptions) options = {});
            };
            Worker includes AbstractWorker;
            Worker includes MessageEventTarget;
            """).statics("Worker", Statics::new).script(Worker.class, "workers.js");

    private final MessagePort outsidePort;
    private final WorkerLauncher.Running running;
    private boolean terminated;

    private Worker(Realm realm, WorkerLauncher launcher, DocumentUrl script, WorkerOptions options) {
        super(realm);
        ImplicitPorts ports = ImplicitPorts.create(realm, this);
        outsidePort = ports.outside();
        running = launcher.start(new WorkerLauncher.Order(script, options, ports.inside(), this));
        outsidePort.start();
    }

    @Override
    public String interfaceName() {
        return "Worker";
    }

    /** For the glue: the port that messages go through. */
    @Export
    public MessagePort outsidePort() {
        return outsidePort;
    }

    /** Ends the worker, whatever it does; nothing that it has posted arrives any more. */
    @Export
    public void terminate() {
        if (!terminated) {
            terminated = true;
            outsidePort.disconnect();
            running.terminate();
        }
    }

    /**
     * Tells of an exception that nothing in the worker handled; any thread may call this. Unless a listener cancels it,
     * it goes on to this realm's global object.
     */
    public void reportError(ErrorReport report) {
        post(() -> {
            Value nothing = realm.context().asValue(null);
            if (fire(ErrorEvent.of(realm, report, nothing))) {
                realm.service(WindowOrWorkerGlobalScope.class).errors().report(nothing, report);
            }
        });
    }

    @Override
    void post(Runnable steps) {
        super.post(() -> {
            if (!terminated) {
                steps.run();
            }
        });
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Worker construct(String scriptUrl, Value options) {
            DocumentUrl script = parseUrl(realm, scriptUrl, "Worker");
            return new Worker(realm, realm.service(WorkerLauncher.class), script, WorkerOptions.of(options));
        }
    }
}

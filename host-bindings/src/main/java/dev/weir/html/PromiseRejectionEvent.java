package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Tells the global object of a rejected promise that nothing handles, or that is handled after all.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-promiserejectionevent-interface">HTML, PromiseRejectionEvent</a>
 */
public final class PromiseRejectionEvent extends Event {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface PromiseRejectionEvent : Event {
              constructor(DOMString type, PromiseRejectionEventInit eventInitDict);
              readonly attribute object promise;
              readonly attribute any reason;
            };
            dictionary PromiseRejectionEventInit : EventInit {
              required object promise;
              any reason;
            };
            """).statics("PromiseRejectionEvent", Statics::new);

    private final Value promise;
    private final Value reason;

    private PromiseRejectionEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        promise = init.getMember("promise");
        Value given = init.getMember("reason");
        reason = given == null ? realm.undefined() : given;
    }

    PromiseRejectionEvent(Realm realm, String type, boolean cancelable, Value promise, Value reason) {
        super(realm, type, false, cancelable, false);
        this.promise = promise;
        this.reason = reason;
    }

    @Override
    public String interfaceName() {
        return "PromiseRejectionEvent";
    }

    @Export
    public Value promise() {
        return promise;
    }

    @Export
    public Value reason() {
        return reason;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public PromiseRejectionEvent construct(String type, Value init) {
            return new PromiseRejectionEvent(realm, type, init);
        }
    }
}

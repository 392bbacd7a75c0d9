package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A form is about to be submitted.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-submitevent-interface">HTML, SubmitEvent</a>
 */
public final class SubmitEvent extends Event {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface SubmitEvent : Event {
              constructor(DOMString type, optional SubmitEventInit eventInitDict = {});
              readonly attribute HTMLElement? submitter;
            };
            dictionary SubmitEventInit : EventInit {
              HTMLElement? submitter = null;
            };
            """).statics("SubmitEvent", Statics::new);

    private final @Nullable HTMLElement submitter;

    private SubmitEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        Value given = init.getMember("submitter");
        submitter = given.isNull() ? null : given.asHostObject();
    }

    /** The event that a form fires before it is submitted. */
    SubmitEvent(Realm realm, @Nullable HTMLElement submitter) {
        super(realm, "submit", true, true, false);
        this.submitter = submitter;
    }

    @Override
    public String interfaceName() {
        return "SubmitEvent";
    }

    @Export
    public @Nullable HTMLElement submitter() {
        return submitter;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public SubmitEvent construct(String type, Value init) {
            return new SubmitEvent(realm, type, init);
        }
    }
}

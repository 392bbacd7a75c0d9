package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.webidl.Realm;
import dev.weir.xhr.FormData;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * A form's entries have been collected; who listens may change them.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-formdataevent-interface">HTML, FormDataEvent</a>
 */
public final class FormDataEvent extends Event {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface FormDataEvent : Event {
              constructor(DOMString type, FormDataEventInit eventInitDict);
              readonly attribute FormData formData;
            };
            dictionary FormDataEventInit : EventInit {
              required FormData formData;
            };
            """).statics("FormDataEvent", Statics::new);

    private final FormData formData;

    private FormDataEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        formData = init.getMember("formData").asHostObject();
    }

    /** The event that a form fires when it has collected its entries. */
    FormDataEvent(Realm realm, FormData formData) {
        super(realm, "formdata", true, false, false);
        this.formData = formData;
    }

    @Override
    public String interfaceName() {
        return "FormDataEvent";
    }

    @Export
    public FormData formData() {
        return formData;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public FormDataEvent construct(String type, Value init) {
            return new FormDataEvent(realm, type, init);
        }
    }
}

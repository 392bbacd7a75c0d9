package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Tells a window that the fragment of its document's URL has changed.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-hashchangeevent-interface">HTML, HashChangeEvent</a>
 */
public final class HashChangeEvent extends Event {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface HashChangeEvent : Event {
              constructor(DOMString type, optional HashChangeEventInit eventInitDict = {});
              readonly attribute USVString oldURL;
              readonly attribute USVString newURL;
            };
            dictionary HashChangeEventInit : EventInit {
              USVString oldURL = "";
              USVString newURL = "";
            };
            """).statics("HashChangeEvent", Statics::new);

    private final String oldUrl;
    private final String newUrl;

    private HashChangeEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        oldUrl = init.getMember("oldURL").asString();
        newUrl = init.getMember("newURL").asString();
    }

    HashChangeEvent(Realm realm, DocumentUrl oldUrl, DocumentUrl newUrl) {
        super(realm, "hashchange", false, false, false);
        this.oldUrl = oldUrl.href();
        this.newUrl = newUrl.href();
    }

    @Override
    public String interfaceName() {
        return "HashChangeEvent";
    }

    @Export
    public String oldURL() {
        return oldUrl;
    }

    @Export
    public String newURL() {
        return newUrl;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public HashChangeEvent construct(String type, Value init) {
            return new HashChangeEvent(realm, type, init);
        }
    }
}

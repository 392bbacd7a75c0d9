package dev.weir.messaging;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.EventTarget;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Posting to a window, which here is always the one that posts.
 *
 * @see <a href="https://html.spec.whatwg.org/#posting-messages">HTML, posting messages</a>
 */
public final class WindowMessages {
    static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            dictionary WindowPostMessageOptions : StructuredSerializeOptions { USVString targetOrigin = "/"; };
            partial interface Window {
              [Script] undefined postMessage(any message,
                  optional (USVString or WindowPostMessageOptions) targetOrigin = {},
                  optional sequence<object> transfer = []);
            };
            Window includes MessageEventTarget;
            """).statics("WindowMessages", WindowMessages::new);

    private final Realm realm;

    private WindowMessages(Realm realm) {
        this.realm = realm;
    }

    /** Whether a message for the target origin is for the window's own: "/", "*", or a URL of that origin. */
    @Export
    public boolean isFor(String targetOrigin, String origin) {
        if (targetOrigin.equals("/") || targetOrigin.equals("*")) {
            return true;
        }
        UrlRecord url = UrlRecord.parse(targetOrigin);
        if (url == null) {
            throw WebException.dom("SyntaxError", "'" + targetOrigin + "' is not a valid URL");
        }
        return !origin.equals("null") && url.origin().equals(origin);
    }

    /** The window whose script posts. */
    @Export
    public PlatformObject source(PlatformObject window) {
        Realm entered = realm.agent().entered();
        PlatformObject source = entered == null ? null : entered.global();
        return source == null ? window : source;
    }

    @Export
    public void post(EventTarget window, PlatformObject source, String origin, Value tape) {
        SerializedMessage message = new SerializedMessage(tape);
        Realm target = window.realm();
        target.loop().execute(() -> window.fire(message.toEvent(target, origin, source)));
    }
}

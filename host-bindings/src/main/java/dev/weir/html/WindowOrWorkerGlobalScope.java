package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.host.Embedder;
import dev.weir.infra.ForgivingBase64;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What windows and workers have in common as global objects.
 *
 * @see <a href="https://html.spec.whatwg.org/#windoworworkerglobalscope-mixin">HTML, WindowOrWorkerGlobalScope</a>
 */
public abstract class WindowOrWorkerGlobalScope extends EventTarget {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            callback Function = any (any... arguments);
            callback VoidFunction = undefined ();
            typedef (DOMString or Function) TimerHandler;
            interface mixin WindowOrWorkerGlobalScope {
              [Replaceable] readonly attribute USVString origin;
              readonly attribute boolean isSecureContext;
              [Replaceable] readonly attribute Performance performance;
              undefined reportError(any e);
              DOMString btoa(DOMString data);
              ByteString atob(DOMString data);
              long setTimeout(TimerHandler handler, optional long timeout = 0, any... arguments);
              undefined clearTimeout(optional long id = 0);
              long setInterval(TimerHandler handler, optional long timeout = 0, any... arguments);
              undefined clearInterval(optional long id = 0);
              undefined queueMicrotask(VoidFunction callback);
            };
            """).script(WindowOrWorkerGlobalScope.class, "html.js");

    private final Embedder embedder;
    private final ScriptErrors errors;
    private final Timers timers;
    private DocumentUrl url;
    private @Nullable Performance performance;

    /**
     * @param errors the realm's reporter, which learns here where its events go
     * @param url the address of what runs in the realm, which relative URLs are resolved against
     */
    WindowOrWorkerGlobalScope(Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url) {
        super(realm);
        this.embedder = embedder;
        this.errors = errors;
        this.url = url;
        timers = new Timers(this);
        errors.attach(this);
    }

    /** Begins to watch for unhandled rejections; once, before any script runs. */
    public void trackRejections() {
        realm.kernel().function("trackRejections").executeVoid(new PromiseRejections(this, errors));
    }

    public final ScriptErrors errors() {
        return errors;
    }

    public final Embedder embedder() {
        return embedder;
    }

    /** The address of what runs here. A window's may get another fragment. */
    public final DocumentUrl url() {
        return url;
    }

    final void setUrl(DocumentUrl url) {
        this.url = url;
    }

    @Override
    protected Object @Nullable [] errorHandlerArguments(String name, Event event) {
        return name.equals("error") && event instanceof ErrorEvent e
                ? new Object[] {e.message(), e.filename(), e.lineno(), e.colno(), e.error()}
                : null;
    }

    /** The URL whose origin this has. */
    public DocumentUrl environmentUrl() {
        return url;
    }

    /** The URL against which a script's URLs are resolved. */
    public DocumentUrl baseUrl() {
        return url;
    }

    @Export
    public String origin() {
        return environmentUrl().origin();
    }

    @Export
    public boolean isSecureContext() {
        return environmentUrl().isPotentiallyTrustworthy();
    }

    @Export
    public Performance performance() {
        if (performance == null) {
            performance = new Performance(realm);
        }
        return performance;
    }

    @Export
    public void reportError(Value e) {
        errors.reportExceptionHere(e);
    }

    @Export
    public String btoa(String data) {
        for (int i = 0; i < data.length(); i++) {
            if (data.charAt(i) > 0xFF) {
                throw WebException.dom(
                        "InvalidCharacterError", "btoa: the string has a character above U+00FF at index " + i);
            }
        }
        return Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Export
    public String atob(String data) {
        try {
            return new String(ForgivingBase64.decode(data), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw WebException.dom(
                    "InvalidCharacterError", "atob: the string is not correctly encoded: " + e.getMessage());
        }
    }

    @Export
    public int setTimeout(Value handler, int timeout, Value arguments) {
        return timers.set(handler, timeout, arguments, false);
    }

    @Export
    public void clearTimeout(int id) {
        timers.clear(id);
    }

    @Export
    public int setInterval(Value handler, int timeout, Value arguments) {
        return timers.set(handler, timeout, arguments, true);
    }

    @Export
    public void clearInterval(int id) {
        timers.clear(id);
    }

    @Export
    public void queueMicrotask(Value callback) {
        realm.queueMicrotask(() -> callAndReport(callback, realm.undefined()));
    }

    /** Calls a function of a script; what it throws is reported to the function's own realm. */
    public void callAndReport(Value function, Object thisValue, Object... arguments) {
        try {
            realm.call(function, thisValue, arguments);
        } catch (WebException e) {
            realm.agent().ownerOf(function, realm).reporter().reportException(realm.toValue(e));
        }
    }
}

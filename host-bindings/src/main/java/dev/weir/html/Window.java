package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.host.Embedder;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.function.Supplier;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The global object of a page, or of a script that runs without one.
 *
 * <p>Other packages add to it with {@code partial interface Window} and {@code Window includes ...}; what such members
 * return they set here first.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-window-object">HTML, Window</a>
 */
public final class Window extends EventTarget {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Global=Window, Exposed=Window]
            interface Window : EventTarget {
              [LegacyUnforgeable, Script] readonly attribute any window;
              [Replaceable, Script] readonly attribute any self;
              [Replaceable, Script] readonly attribute any frames;
              [LegacyUnforgeable, Script] readonly attribute any top;
              [Replaceable, Script] readonly attribute any parent;
              [Replaceable] readonly attribute unsigned long length;
              attribute DOMString name;
              [PutForwards=href, LegacyUnforgeable] readonly attribute Location location;
              readonly attribute boolean closed;
              readonly attribute Navigator navigator;
              [Replaceable] readonly attribute Navigator clientInformation;
              undefined alert(DOMString... message);
              attribute EventHandler onload;
              attribute OnErrorEventHandler onerror;
              attribute EventHandler onunhandledrejection;
              attribute EventHandler onrejectionhandled;
            };
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
            Window includes WindowOrWorkerGlobalScope;
            """).script(Window.class, "html.js");

    private final Embedder embedder;
    private final ScriptErrors errors;
    private final Timers timers;
    private final Location location;
    private String name = "";
    private @Nullable Navigator navigator;
    private @Nullable Performance performance;
    private @Nullable PlatformObject document;
    private @Nullable Supplier<PlatformObject> documentMaker;

    /**
     * @param errors the realm's reporter, which learns here where its events go
     * @param url the address of what runs in the realm, which relative URLs are resolved against
     */
    public Window(Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url) {
        super(realm);
        this.embedder = embedder;
        this.errors = errors;
        timers = new Timers(this);
        location = new Location(realm, url);
        errors.attach(this);
    }

    /** Begins to watch for unhandled rejections; once, before any script runs. */
    public void trackRejections() {
        realm.kernel().function("trackRejections").executeVoid(new PromiseRejections(this, errors));
    }

    @Override
    public String interfaceName() {
        return "Window";
    }

    public ScriptErrors errors() {
        return errors;
    }

    public Embedder embedder() {
        return embedder;
    }

    /** The address of what runs here. */
    public DocumentUrl url() {
        return location.url();
    }

    // ---- Window

    @Export
    public int length() {
        return 0;
    }

    @Export
    public String name() {
        return name;
    }

    @Export
    public void setName(String name) {
        this.name = name;
    }

    @Export
    public Location location() {
        return location;
    }

    @Export
    public boolean closed() {
        return false;
    }

    @Export
    public Navigator navigator() {
        if (navigator == null) {
            navigator = new Navigator(realm);
        }
        return navigator;
    }

    @Export
    public Navigator clientInformation() {
        return navigator();
    }

    @Export
    public void alert(Value message) {
        embedder.alert(
                message.getArraySize() == 0 ? "" : message.getArrayElement(0).asString());
    }

    /** The document; the package that implements it says so with a partial interface. */
    @Export
    public @Nullable PlatformObject document() {
        Supplier<PlatformObject> maker = documentMaker;
        if (maker != null) {
            documentMaker = null;
            document = maker.get();
        }
        return document;
    }

    public void setDocument(PlatformObject document) {
        this.document = document;
        documentMaker = null;
    }

    /** Sets what makes the document when a script first asks for it. */
    public void setDocumentMaker(Supplier<PlatformObject> maker) {
        documentMaker = maker;
    }

    @Override
    protected Object @Nullable [] errorHandlerArguments(String name, Event event) {
        return name.equals("error") && event instanceof ErrorEvent e
                ? new Object[] {e.message(), e.filename(), e.lineno(), e.colno(), e.error()}
                : null;
    }

    // ---- WindowOrWorkerGlobalScope

    @Export
    public String origin() {
        return url().origin();
    }

    @Export
    public boolean isSecureContext() {
        return url().isPotentiallyTrustworthy();
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
        errors.reportException(e);
    }

    @Export
    public String btoa(String data) {
        return ForgivingBase64.encode(data);
    }

    @Export
    public String atob(String data) {
        return ForgivingBase64.decode(data);
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

    /** Calls a function of a script; what it throws is reported. */
    public void callAndReport(Value function, Object thisValue, Object... arguments) {
        try {
            realm.call(function, thisValue, arguments);
        } catch (WebException e) {
            errors.reportException(realm.toValue(e));
        }
    }
}

package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.host.Embedder;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
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
public final class Window extends WindowOrWorkerGlobalScope {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
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
            Window includes WindowOrWorkerGlobalScope;
            """);

    private final Location location;
    private String name = "";
    private @Nullable Navigator navigator;
    private @Nullable PlatformObject document;
    private @Nullable Supplier<PlatformObject> documentMaker;
    private Supplier<DocumentUrl> baseUrl = this::url;

    /**
     * @param errors the realm's reporter, which learns here where its events go
     * @param url the address of what runs in the realm, which relative URLs are resolved against
     */
    public Window(Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url) {
        super(realm, embedder, errors, url);
        location = new Location(this, "Location");
    }

    @Override
    public String interfaceName() {
        return "Window";
    }

    @Override
    protected boolean isPageWide() {
        return true;
    }

    /** Sets what tells the document's base URL, where it is not the window's own. */
    public void setBaseUrl(Supplier<DocumentUrl> baseUrl) {
        this.baseUrl = baseUrl;
    }

    DocumentUrl baseUrl() {
        return baseUrl.get();
    }

    /**
     * Goes to a fragment of the document, if that is where the URL leads; no other navigation is possible. Whether it was.
     *
     * @see <a href="https://html.spec.whatwg.org/#navigate-fragid">HTML, navigate to a fragment</a>
     */
    public boolean navigateToFragment(DocumentUrl target) {
        DocumentUrl old = url();
        if (!target.isFragmentOf(old)) {
            return false;
        }
        setUrl(target);
        if (!target.href().equals(old.href())) {
            realm.postTask(() -> fire(new HashChangeEvent(realm, old, target)));
        }
        return true;
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
            navigator = new Navigator(realm, "Navigator");
        }
        return navigator;
    }

    @Export
    public Navigator clientInformation() {
        return navigator();
    }

    @Export
    public void alert(Value message) {
        embedder()
                .alert(
                        message.getArraySize() == 0
                                ? ""
                                : message.getArrayElement(0).asString());
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
}

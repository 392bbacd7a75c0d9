package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.host.Embedder;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
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
              [LegacyUnforgeable] readonly attribute Window? top;
              [Replaceable] readonly attribute Window? parent;
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
    private Supplier<DocumentUrl> baseUrl = this::fallbackBaseUrl;
    private IntSupplier frameCount = () -> 0;
    /** The window of the document that has the frame with this one, if there is one. */
    private final @Nullable Window creator;

    private @Nullable PlatformObject frameElement;
    private @Nullable Consumer<DocumentUrl> navigation;

    /**
     * @param errors the realm's reporter, which learns here where its events go
     * @param url the address of what runs in the realm, which relative URLs are resolved against
     */
    public Window(Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url) {
        this(realm, embedder, errors, url, null);
    }

    /**
     * The window of a frame, which shows an empty document.
     *
     * @param errors as above
     * @param creator the window of the frame's document
     */
    public Window(Realm realm, Embedder embedder, ScriptErrors errors, Window creator) {
        this(realm, embedder, errors, DocumentUrl.ABOUT_BLANK, creator);
    }

    private Window(Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url, @Nullable Window creator) {
        super(realm, embedder, errors, url);
        this.creator = creator;
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

    @Override
    public DocumentUrl baseUrl() {
        return baseUrl.get();
    }

    /** https://html.spec.whatwg.org/#fallback-base-url */
    public DocumentUrl fallbackBaseUrl() {
        return creator != null && isOfCreator() ? creator.baseUrl() : url();
    }

    /** The URL whose origin the window has: a page without an address of its own belongs to the page around it. */
    @Override
    public DocumentUrl environmentUrl() {
        return creator != null && isOfCreator() ? creator.environmentUrl() : url();
    }

    private boolean isOfCreator() {
        return url().protocol().equals("about:");
    }

    // ---- frames

    /** Sets what counts the frames of the document. */
    public void setFrameCount(IntSupplier count) {
        frameCount = count;
    }

    /**
     * Puts the window into a frame.
     *
     * @param navigation leads the frame elsewhere
     */
    public void setFrame(PlatformObject element, Consumer<DocumentUrl> navigation, String name) {
        frameElement = element;
        this.navigation = navigation;
        this.name = name;
    }

    /** The frame with the window is no more, or has another one. */
    public void leaveFrame() {
        frameElement = null;
        navigation = null;
    }

    /** The window of the document that has the frame with this one, or had it; null for one in no frame. */
    public @Nullable Window creator() {
        return creator;
    }

    private boolean hasLeft() {
        return creator != null && (frameElement == null || creator.hasLeft());
    }

    /** Says what the window of a frame shows from now on. */
    public void setShownUrl(DocumentUrl url) {
        setUrl(url);
    }

    /** Goes to a fragment of the document or, in a frame, to another page; whether it can. */
    public boolean navigate(DocumentUrl target) {
        return navigateToFragment(target) || navigateFrame(target);
    }

    /** Goes to another page, or to the same once more, if this is the window of a frame; whether it is. */
    boolean navigateFrame(DocumentUrl target) {
        Consumer<DocumentUrl> goes = navigation;
        if (goes != null) {
            goes.accept(target);
        }
        return goes != null;
    }

    /**
     * Goes to a fragment of the document, if that is where the URL leads; whether it is.
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
        return frameCount.getAsInt();
    }

    @Export
    public @Nullable Window parent() {
        return creator == null ? this : hasLeft() ? null : creator;
    }

    @Export
    public @Nullable Window top() {
        return creator == null ? this : hasLeft() ? null : creator.top();
    }

    /** The element with the frame that has the window. */
    @Export
    public @Nullable PlatformObject frameElement() {
        return hasLeft() ? null : frameElement;
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
        return hasLeft();
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

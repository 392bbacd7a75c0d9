package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.html.Window;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A frame: an element with a window of its own, for pages of the same origin.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-iframe-element">HTML, the iframe element</a>
 */
public final class HTMLIFrameElement extends HTMLElement implements InsertionListener {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLIFrameElement : HTMLElement {
              [Reflect] attribute USVString src;
              [Reflect] attribute DOMString srcdoc;
              [Reflect] attribute DOMString name;
              [SameObject, PutForwards=value] readonly attribute DOMTokenList sandbox;
              [Reflect] attribute DOMString allow;
              [Reflect] attribute boolean allowFullscreen;
              [Reflect] attribute DOMString width;
              [Reflect] attribute DOMString height;
              [Reflect] attribute DOMString loading;
              [Reflect] attribute DOMString align;
              [Reflect] attribute DOMString scrolling;
              [Reflect] attribute DOMString frameBorder;
              [Reflect] attribute USVString longDesc;
              [Reflect] attribute DOMString marginHeight;
              [Reflect] attribute DOMString marginWidth;
              readonly attribute Document? contentDocument;
              readonly attribute Window? contentWindow;
              Document? getSVGDocument();
            };
            partial interface Window {
              readonly attribute Element? frameElement;
            };
            """);

    private @Nullable DOMTokenList sandbox;
    private @Nullable Frame frame;

    HTMLIFrameElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLIFrameElement");
    }

    @Override
    public void becameConnected() {
        // Scripts have run since the insertion, which may have undone it.
        Document document = document();
        if (frame != null
                || !isConnected()
                || !document.isFullyActive()
                || !(document.window() instanceof Window window)) {
            return;
        }
        FrameRunner runner = window.realm().serviceIfBound(FrameRunner.class);
        if (runner != null) {
            frame = new Frame(this, window, runner);
            document.frames().add(this);
            frame.begin();
        }
    }

    /** It is about to leave its document, or this its window. */
    void leaves() {
        Frame left = frame;
        if (left != null) {
            frame = null;
            document().frames().remove(this);
            left.end();
        }
    }

    @Override
    void attributeChanged(String name, @Nullable String old, @Nullable String value) {
        super.attributeChanged(name, old, value);
        boolean leads = name.equals("srcdoc") || (name.equals("src") && !hasAttribute("srcdoc"));
        if (frame != null && leads && (value != null || name.equals("srcdoc"))) {
            frame.processAttributes();
        }
        if (frame != null && name.equals("name")) {
            frame.window().setName(value == null ? "" : value);
        }
    }

    @Export
    public DOMTokenList sandbox() {
        if (sandbox == null) {
            sandbox = new DOMTokenList(this, "sandbox", Frame.SANDBOX_NEEDS);
        }
        return sandbox;
    }

    @Export
    public @Nullable Document contentDocument() {
        return frame == null ? null : frame.document();
    }

    @Export
    public @Nullable Window contentWindow() {
        return frame == null ? null : frame.window();
    }

    @Export
    public @Nullable Document getSVGDocument() {
        return null;
    }
}

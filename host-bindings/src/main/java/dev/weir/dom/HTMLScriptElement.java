package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A script, or data that calls itself one.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlscriptelement">HTML, HTMLScriptElement</a>
 */
public final class HTMLScriptElement extends HTMLElement implements InsertionListener {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLScriptElement : HTMLElement {
              [Reflect] attribute DOMString type;
              [Reflect] attribute USVString src;
              [Reflect] attribute boolean noModule;
              attribute boolean async;
              [Reflect] attribute boolean defer;
              [Reflect] attribute DOMString crossOrigin;
              [Reflect] attribute DOMString integrity;
              [Reflect] attribute DOMString charset;
              attribute DOMString text;
              static boolean supports(DOMString type);
            };
            """).statics("HTMLScriptElement", Statics::new);

    /** [[parser document]] is set: the parser inserted it and has not finished with it. */
    boolean parserInserted;
    /** [[already started]] */
    boolean alreadyStarted;
    /** [[force async]]; a script that the parser inserts loses it. */
    boolean forceAsync = true;

    HTMLScriptElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLScriptElement");
    }

    @Override
    void copyStateOf(Element original, boolean subtree, Document target) {
        alreadyStarted = ((HTMLScriptElement) original).alreadyStarted;
    }

    @Export
    public boolean async() {
        return forceAsync || hasAttribute("async");
    }

    @Export
    public void setAsync(boolean async) {
        forceAsync = false;
        setBooleanAttribute("async", async);
    }

    @Export
    public String text() {
        return Tree.childText(raw);
    }

    @Export
    public void setText(String text) {
        Mutation.stringReplaceAll(text, this);
    }

    // ---- what makes a script run that was not written in the page

    @Override
    public void becameConnected() {
        prepareUnlessParsed();
    }

    @Override
    void childrenChanged() {
        prepareUnlessParsed();
    }

    @Override
    void attributeChanged(String name, @Nullable String old, @Nullable String value) {
        super.attributeChanged(name, old, value);
        if (name.equals("async") && value != null) {
            forceAsync = false;
        }
        if (name.equals("src") && old == null) {
            prepareUnlessParsed();
        }
    }

    private void prepareUnlessParsed() {
        ScriptProcessing processing = document().scriptProcessing();
        if (!parserInserted && !alreadyStarted && processing != null) {
            processing.prepare(this);
        }
    }

    /** The interface object's side. */
    public static final class Statics {
        Statics(Realm realm) {}

        @Export
        public boolean supports(String type) {
            return type.equals("classic") || type.equals("module");
        }
    }
}

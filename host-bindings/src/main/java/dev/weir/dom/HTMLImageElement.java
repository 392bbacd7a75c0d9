package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * An image. None is ever fetched: one with a source stays incomplete and fires neither {@code load} nor {@code error}.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlimageelement">HTML, HTMLImageElement</a>
 */
public final class HTMLImageElement extends HTMLElement {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLImageElement : HTMLElement {
              [Reflect] attribute DOMString alt;
              [Reflect] attribute USVString src;
              [Reflect] attribute DOMString srcset;
              [Reflect] attribute DOMString sizes;
              [Reflect] attribute DOMString name;
              [Reflect] attribute DOMString useMap;
              [Reflect] attribute boolean isMap;
              [Reflect] attribute DOMString loading;
              [Reflect] attribute DOMString decoding;
              [Reflect] attribute DOMString crossOrigin;
              [Reflect] attribute long width;
              [Reflect] attribute long height;
              readonly attribute unsigned long naturalWidth;
              readonly attribute unsigned long naturalHeight;
              readonly attribute boolean complete;
              readonly attribute USVString currentSrc;
            };
            """).statics("HTMLImageElement", Statics::new);

    HTMLImageElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLImageElement");
    }

    @Override
    int defaultInteger(String name) {
        return name.equals("width") || name.equals("height") ? 0 : super.defaultInteger(name);
    }

    @Export
    public int naturalWidth() {
        return 0;
    }

    @Export
    public int naturalHeight() {
        return 0;
    }

    @Export
    public boolean complete() {
        return reflectedAttribute("src").isEmpty() && !hasAttribute("srcset");
    }

    @Export
    public String currentSrc() {
        return "";
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        /** {@code new Image(...)}. */
        @Export
        public HTMLImageElement image(@Nullable String width, @Nullable String height) {
            HTMLImageElement image = (HTMLImageElement) Document.of(realm).createElementNamed("img");
            if (width != null) {
                image.setAttribute("width", width);
            }
            if (height != null) {
                image.setAttribute("height", height);
            }
            return image;
        }
    }
}

package dev.weir.dom;

import dev.weir.events.Event;

/**
 * The caption of a {@code details} element, which a click on it opens and closes. To scripts it is a plain HTMLElement.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-summary-element">HTML, the summary element</a>
 */
final class HTMLSummaryElement extends HTMLElement {
    HTMLSummaryElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLElement");
    }

    @Override
    boolean isFocusableByItself() {
        return isSummaryOfDetails() || super.isFocusableByItself();
    }

    @Override
    protected boolean hasActivationBehavior() {
        return true;
    }

    @Override
    protected void activationBehavior(Event event) {
        if (isSummaryOfDetails() && parentElement() instanceof HTMLElement details) {
            details.setBooleanAttribute("open", !details.hasAttribute("open"));
        }
    }
}
